import { isStill } from './motion.js';
import type { roll } from './drum.js';
import { retry } from './retry.js';

/** Of counts that change faster only the last is seen to move. */
const PAUSE_MS = 400;

let drum: { roll: typeof roll } | undefined;
let coming: Promise<void> | undefined;

/** Loads what moves the digits, which a page at rest has no use for; a change before it is there jumps. */
export function loadDrum(): Promise<void> {
  return (coming ??= retry(() => import('./drum.js'), Infinity).then((loaded) => void (drum = loaded)));
}

/**
 * A number that rolls where its digits change, to be put into a `.number`. Its element holds one
 * text node, which is always the number; the moving digits are drawn over it, so that nobody who
 * reads the text reads half a number. They are loaded with the first change of any number.
 */
export class DigitRoll {
  readonly element = document.createElement('span');
  readonly #text = this.element.appendChild(new Text());
  #value: number | null = null;
  #rolledAt = -Infinity;
  #end: (() => void) | undefined;

  /**
   * Shows `value`, written as `text`. Rolls up or down where the text has changed and what moves
   * it is there, at most once in 400 ms, and never for a reader who wants stillness; else the text is just set.
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
    if (drum) this.#end = drum.roll(this.element, was, text, value < before);
    else void loadDrum();
  }
}
