/** So long a first one is gathered with those that come with it. */
const GATHER_MS = 1_500;
/** And so long it is quiet then: a burst is told in two sentences. */
const PAUSE_MS = 20_000;

/** Tells one who listens what comes in, in few sentences; what concerns himself at once. */
export class Announcer {
  readonly element = document.createElement('p');
  #waiting = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saidAt = -Infinity;

  constructor() {
    this.element.className = 'unseen';
    this.element.setAttribute('role', 'status');
  }

  /** Says something at once. */
  say(text: string): void {
    // The same sentence again is none to a screen reader, unless its text is another.
    this.element.textContent = this.element.textContent === text ? `${text}\u00a0` : text;
  }

  /**
   * So many more are there, or fewer; it is said once some time has passed.
   *
   * @param words what is said of all that are not told yet
   */
  count(n: number, words?: (n: number) => string): void {
    this.#waiting = Math.max(0, this.#waiting + n);
    if (this.#waiting === 0 || !words) return;
    this.#timer ??= setTimeout(
      () => {
        this.#timer = undefined;
        if (this.#waiting === 0) return;
        this.#saidAt = performance.now();
        this.say(words(this.#waiting));
        this.#waiting = 0;
      },
      Math.max(GATHER_MS, this.#saidAt + PAUSE_MS - performance.now()),
    );
  }
}
