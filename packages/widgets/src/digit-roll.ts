import { isStill } from './motion.js';

const ROLL_MS = 180;
/** Of counts that change faster only the last is seen to move. */
const PAUSE_MS = 400;

/**
 * A number that rolls where its digits change, to be put into a `.number`. Its element holds one
 * text node, which is always the number; the moving digits are drawn over it, out of attributes, so
 * that nobody who reads the text reads half a number. {@link rollStyles} draws them.
 */
export class DigitRoll {
  readonly element = document.createElement('span');
  readonly #text = this.element.appendChild(new Text());
  #value: number | null = null;
  #rolledAt = -Infinity;
  #end: (() => void) | undefined;

  /**
   * Shows `value`, written as `text`. Rolls up or down where the text has changed, at most
   * once in 400 ms, and never for a reader who wants stillness; else the text is just set.
   *
   * @param isJump set it in any case: the old number is no earlier state of the new one
   * @returns its element
   */
  show(value: number, text: string, isJump: boolean): HTMLElement {
    this.#set(value, text, isJump);
    return this.element;
  }

  #set(value: number, text: string, isJump: boolean): void {
    const was = this.#text.data;
    const before = this.#value;
    this.#value = value;
    if (text === was) return;
    this.#end?.();
    this.#text.data = text;
    const now = performance.now();
    if (isJump || before === null || now - this.#rolledAt < PAUSE_MS || isStill()) return;
    this.#rolledAt = now;
    this.#roll(was, text, value < before);
  }

  #roll(was: string, is: string, isDown: boolean): void {
    const drum = document.createElement('span');
    drum.className = isDown ? 'drum down' : 'drum';
    drum.setAttribute('aria-hidden', 'true');
    // Aligned at the last digit, which changes first.
    const old = [...was.padStart(is.length, ' ')].slice(-is.length);
    [...is].forEach((character, at) => {
      const cell = document.createElement('span');
      cell.dataset['is'] = character;
      if (character !== old[at]) cell.dataset['was'] = old[at]!;
      drum.append(cell);
    });
    this.element.append(drum);
    this.element.classList.add('rolling');
    const timer = setTimeout(() => this.#end?.(), ROLL_MS);
    this.#end = () => {
      clearTimeout(timer);
      drum.remove();
      this.element.classList.remove('rolling');
      this.#end = undefined;
    };
  }
}
