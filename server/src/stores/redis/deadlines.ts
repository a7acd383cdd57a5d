import { LIMITS } from '@huzzah/protocol';
import { setImmediate as turn } from 'node:timers/promises';
import { unavailable } from './failures.js';

/** Operations that may be under way: some seconds of the most that one server is built for. */
const CAPACITY = 50_000;

/** Something that is waited for. */
export interface Wait<Result> {
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
  readonly isOver: () => boolean;
}

interface Timed {
  readonly askedAt: number;
  readonly reject: (error: Error) => void;
  readonly ended: (() => void) | undefined;
}

/** Refuses what is not answered within `LIMITS.storeWaitMs`, whatever becomes of it later; one timer for all. */
export class Deadlines {
  readonly #timed = new Set<Timed>();
  #timer: NodeJS.Timeout | undefined;
  #onIdle: (() => void)[] = [];

  /** Calls `ask` with what settles the promise; the first settlement counts, and `ended` is called with it. */
  wait<Result>(ask: (wait: Wait<Result>) => void, ended?: () => void): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.#timed.size >= CAPACITY) return reject(unavailable(`${CAPACITY} operations wait already`));
      const timed: Timed = { askedAt: performance.now(), reject, ended };
      this.#timed.add(timed);
      if (this.#timer === undefined) this.#watch();
      ask({
        resolve: (result) => this.#end(timed) && resolve(result),
        reject: (error) => this.#end(timed) && reject(error),
        isOver: () => !this.#timed.has(timed),
      });
    });
  }

  /** Resolves once nothing is under way, nor follows from what was. */
  async idle(): Promise<void> {
    do {
      if (this.#timed.size > 0) await new Promise<void>((resolve) => this.#onIdle.push(resolve));
      // What ended last may be the first step of something, as a claim is.
      await turn();
    } while (this.#timed.size > 0);
  }

  /** `false` where it has ended before. */
  #end(timed: Timed): boolean {
    if (!this.#timed.delete(timed)) return false;
    timed.ended?.();
    if (this.#timed.size === 0) for (const tell of this.#onIdle.splice(0)) tell();
    return true;
  }

  #watch(): void {
    const [oldest] = this.#timed;
    if (oldest === undefined) return;
    const dueMs = Math.max(1, oldest.askedAt + LIMITS.storeWaitMs - performance.now());
    // Answers that came while this loop was busy are read first.
    this.#timer = setTimeout(() => setImmediate(() => this.#expire()), dueMs).unref();
  }

  #expire(): void {
    this.#timer = undefined;
    const due = performance.now() - LIMITS.storeWaitMs;
    for (const timed of this.#timed) {
      if (timed.askedAt > due) break;
      this.#end(timed);
      timed.reject(unavailable(`it has not answered within ${LIMITS.storeWaitMs} ms`));
    }
    this.#watch();
  }
}
