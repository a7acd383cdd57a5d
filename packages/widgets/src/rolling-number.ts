import { noChange } from 'lit';
import { Directive, directive, type DirectiveResult, type ElementPart } from 'lit/directive.js';
import { DigitRoll } from './digit-roll.js';

class RollingNumber extends Directive {
  #roll: DigitRoll | undefined;

  override render(): unknown {
    return noChange;
  }

  override update(part: ElementPart, [value, text, isJump]: [number, string, boolean]): unknown {
    this.#roll ??= new DigitRoll(part.element as HTMLElement);
    this.#roll.show(value, text, isJump);
    return noChange;
  }
}

/**
 * Makes an empty element of a template a {@link DigitRoll}.
 *
 * @example html`<b ${rollingNumber(12, '12', false)}></b>`
 */
export const rollingNumber: (value: number, text: string, isJump: boolean) => DirectiveResult =
  directive(RollingNumber);
