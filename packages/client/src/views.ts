import { nextFrame } from './frame.js';

/** An element that moves in the document leaves and returns within a task: nobody has left before so long. */
const LEAVE_AFTER_MS = 200;

/** What a thing looks like now, and those who want to know. */
export class Views<View> {
  readonly #draw: () => View;
  readonly #began: () => void;
  readonly #ended: () => void;
  readonly #listeners = new Set<(view: View) => void>();
  #view: View | null = null;
  #isDrawing = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param began called with the first subscription, also with one that follows the last at once
   * @param ended called a moment after the last was ended
   */
  constructor(draw: () => View, began: () => void, ended: () => void) {
    this.#draw = draw;
    this.#began = began;
    this.#ended = ended;
  }

  get isWatched(): boolean {
    return this.#listeners.size > 0;
  }

  /** What there is to draw now; the same object until something changes. */
  get view(): View {
    return (this.#view ??= this.#draw());
  }

  subscribe(listener: (view: View) => void): () => void {
    // A wrapper of its own, so that one function may subscribe twice.
    const entry = (view: View) => listener(view);
    this.#listeners.add(entry);
    if (this.#listeners.size === 1) {
      clearTimeout(this.#timer);
      this.#began();
    }
    return () => {
      if (this.#listeners.delete(entry) && !this.isWatched) this.#timer = setTimeout(this.#ended, LEAVE_AFTER_MS);
    };
  }

  /** What was drawn is drawn again when somebody asks; listeners are told with the next frame. */
  changed(): void {
    this.#view = null;
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    nextFrame(() => {
      this.#isDrawing = false;
      if (!this.isWatched) return;
      const { view } = this;
      for (const listener of [...this.#listeners]) listener(view);
    });
  }
}
