/**
 * Does what is asked for at once after a quiet spell, but after all that is asked for in the same turn
 * of the loop; then at most once an interval. What is asked for meanwhile is done together.
 */
export class Pace {
  readonly #intervalMs: number;
  readonly #run: () => void;
  #cancel: (() => void) | undefined;
  #lastAt = -Infinity;

  constructor(intervalMs: number, run: () => void) {
    this.#intervalMs = intervalMs;
    this.#run = run;
  }

  ask(): void {
    if (this.#cancel !== undefined) return;
    const waitMs = this.#lastAt + this.#intervalMs - performance.now();
    if (waitMs > 0) {
      const timer = setTimeout(() => this.#go(), waitMs);
      this.#cancel = () => clearTimeout(timer);
    } else {
      const immediate = setImmediate(() => this.#go());
      this.#cancel = () => clearImmediate(immediate);
    }
  }

  /** What was asked for is not done. */
  cancel(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #go(): void {
    this.#cancel = undefined;
    this.#lastAt = performance.now();
    this.#run();
  }
}
