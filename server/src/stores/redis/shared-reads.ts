import { StoreError } from '../../core/ports.js';

/** How long a read that was sent is waited for by those who come after it, in ms. */
const PATIENCE_MS = 20;

interface Flight {
  readonly answer: Promise<unknown>;
  isSent: boolean;
  /** The one that begins when this is answered. */
  next: Promise<unknown> | undefined;
}

/**
 * Reads that many ask for at once, and what was read last. Who asks for what was not sent yet gets
 * that answer; who comes later waits for it, and shares one read with all who did: a crowd costs a
 * read a round trip, and each sees every write that was acknowledged before he asked. Where the
 * store cannot be reached the last answer stands.
 */
export class SharedReads {
  readonly #isDown: () => boolean;
  readonly #size: number;
  readonly #flights = new Map<string, Flight>();
  #young = new Map<string, unknown>();
  #youngSize = 0;
  #old = new Map<string, unknown>();

  /**
   * @param isDown whether the store could not be reached of late
   * @param size of a generation of what was read last, in entries of lists; two are kept
   */
  constructor(isDown: () => boolean, size: number) {
    this.#isDown = isDown;
    this.#size = size;
  }

  async read<Value>(key: string, ask: () => Promise<Value>): Promise<Value> {
    const answer = this.#fly(key, ask) as Promise<Value>;
    if (this.#isDown() && this.#has(key)) {
      // Whether it is back is seen by this one.
      answer.catch(() => undefined);
      return this.#last(key) as Value;
    }
    try {
      return await answer;
    } catch (error) {
      if (error instanceof StoreError && error.code === 'store_unavailable' && this.#has(key)) {
        return this.#last(key) as Value;
      }
      throw error;
    }
  }

  /** What a read would be answered now. */
  learn(key: string, value: unknown): void {
    this.#keep(key, value);
  }

  #fly(key: string, ask: () => Promise<unknown>): Promise<unknown> {
    const flight = this.#flights.get(key);
    if (flight === undefined) return this.#start(key, ask);
    if (!flight.isSent) return flight.answer;
    flight.next ??= settled(flight.answer).then(() => this.#start(key, ask));
    return flight.next;
  }

  #start(key: string, ask: () => Promise<unknown>): Promise<unknown> {
    const answer = ask();
    const flight: Flight = { answer, isSent: false, next: undefined };
    this.#flights.set(key, flight);
    setImmediate(() => (flight.isSent = true));
    const end = () => {
      if (this.#flights.get(key) === flight && flight.next === undefined) this.#flights.delete(key);
    };
    answer.then((value) => {
      this.#keep(key, value);
      end();
    }, end);
    return answer;
  }

  #has(key: string): boolean {
    return this.#young.has(key) || this.#old.has(key);
  }

  #last(key: string): unknown {
    return this.#young.has(key) ? this.#young.get(key) : this.#old.get(key);
  }

  #keep(key: string, value: unknown): void {
    this.#youngSize += sizeOf(value) - (this.#young.has(key) ? sizeOf(this.#young.get(key)) : 0);
    this.#young.set(key, value);
    if (this.#youngSize <= this.#size) return;
    this.#old = this.#young;
    this.#young = new Map();
    this.#youngSize = 0;
  }
}

/** Resolves once it is answered, or has taken too long. */
function settled(answer: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, PATIENCE_MS);
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    answer.then(end, end);
  });
}

function sizeOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  if (Array.isArray(value)) return 1 + value.length;
  return 'comments' in value && Array.isArray(value.comments) ? 1 + value.comments.length : 1;
}
