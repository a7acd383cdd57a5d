/** A read of one thing is paid for in so long, in ms: more often than that it is not read for long. */
const EVERY_MS = 100;
/** So many reads of one thing may go one after the other, after a quiet spell. */
const BURST = 20;

/**
 * Reads of the same thing, gathered: who asks in one turn of the loop, or while a read may not go
 * yet, gets the same answer. Each read is sent after all who get its answer have asked, so
 * that each sees every write that was acknowledged before he asked. A crowd costs ten reads a second.
 */
export class GatheredReads {
  /** Reads that were not sent yet. */
  readonly #next = new Map<string, Promise<unknown>>();
  /** When what was read is paid for, monotonic ms, in that order. */
  readonly #paidAt = new Map<string, number>();

  /** @param ask is called for the first of those who ask; what it asks is sent in the next turn of the loop */
  read<Value>(key: string, ask: () => Promise<Value>): Promise<Value> {
    const known = this.#next.get(key);
    if (known !== undefined) return known as Promise<Value>;
    const waitMs = (this.#paidAt.get(key) ?? 0) - BURST * EVERY_MS - performance.now();
    const send = () => {
      this.#pay(key);
      setImmediate(() => this.#next.delete(key));
      return ask();
    };
    const answer = waitMs > 0 ? pause(waitMs).then(send) : send();
    this.#next.set(key, answer);
    return answer;
  }

  /** Resolves once all that was asked for is answered, or sent. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.#next.values());
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
  return new Promise((resolve) => setTimeout(resolve, ms));
}
