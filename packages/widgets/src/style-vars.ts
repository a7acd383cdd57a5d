import { noChange } from 'lit';
import {
  Directive,
  directive,
  PartType,
  type DirectiveResult,
  type ElementPart,
  type PartInfo,
} from 'lit/directive.js';

type Values = Readonly<Record<`--${string}`, string | number>>;

class StyleVars extends Directive {
  #element: HTMLElement | undefined;
  readonly #set = new Map<string, string>();

  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new TypeError('styleVars stands on an element, not in an attribute');
  }

  override render(): unknown {
    return noChange;
  }

  override update(part: ElementPart, [values]: [Values]): unknown {
    this.#element ??= part.element as HTMLElement;
    for (const [name, value] of Object.entries(values)) {
      const text = String(value);
      if (this.#set.get(name) === text) continue;
      this.#set.set(name, text);
      this.#element.style.setProperty(name, text);
    }
    return noChange;
  }
}

/**
 * Sets custom properties on an element of a template, through the object model: a `style`
 * attribute, which Lit's styleMap writes at first, is refused by a strict policy.
 *
 * @example html`<i ${styleVars({ '--_share': 3 })}></i>`
 */
export const styleVars: (values: Values) => DirectiveResult = directive(StyleVars);
