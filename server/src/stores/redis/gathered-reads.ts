/** A read of one thing costs so long, in ms: more often than that it is not read for long. */
const EVERY_MS = 100;
/** So many reads of one thing may go at once after a quiet spell. */
const BURST = 10;

/**
 * Reads of the same thing, gathered: who asks in one turn of the loop, or while a read may not go
 * yet, gets the same answer. Each read begins after all who get its answer have asked, so
 * that none of them gets what was true before. A crowd that comes back costs ten reads a second, not one each.
 */
export class GatheredReads {
  /** Reads that have not begun. */
  readonly #next = new Map<string, Promise<unknown>>();
  /** When what was read would be paid for, monotonic ms, in that order. */
  readonly #paidAt = new Map<string, number>();

  /** @param ask is called for the first of those who ask */
  read<Value>(key: string, ask: () => Promise<Value>): Promise<Value> {
    const known = this.#next.get(key);
    if (known !== undefined) return known as Promise<Value>;
    const waitMs = (this.#paidAt.get(key) ?? 0) - BURST * EVERY_MS - performance.now();
    const next = pause(waitMs).then(() => {
      this.#next.delete(key);
      this.#pay(key);
      return ask();
    });
    this.#next.set(key, next);
    return next;
  }

  #pay(key: string): void {
    const now = performance.now();
    const paidAt = Math.max(now, this.#paidAt.get(key) ?? 0) + EVERY_MS;
    // Taken out first, for a map keeps the order in which its keys came.
    this.#paidAt.delete(key);
    this.#paidAt.set(key, paidAt);
    for (const [other, at] of this.#paidAt) {
      if (at > now) return;
      this.#paidAt.delete(other);
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => (ms > 0 ? setTimeout(resolve, ms) : setImmediate(resolve)));
}
