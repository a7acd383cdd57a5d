import { StoreError } from '../../core/ports.js';
import { GatheredReads } from './gathered-reads.js';

/**
 * Reads that many ask for at once, and what was read last: where the store cannot be reached that
 * stands. While it can be, nothing is answered from memory, for another node may have written since.
 */
export class SharedReads {
  readonly #isDown: () => boolean;
  readonly #size: number;
  readonly #gathered = new GatheredReads();
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

  /** @param stands whether this, read before, is still an answer where nothing can be read */
  async read<Value>(
    key: string,
    ask: () => Promise<Value>,
    stands: (last: Value) => boolean = () => true,
  ): Promise<Value> {
    const answer = this.#gathered.read(key, ask).then((value) => {
      this.learn(key, value);
      return value;
    });
    const has = () => this.#has(key) && stands(this.last(key) as Value);
    if (this.#isDown() && has()) {
      // Whether it is back is seen by this one.
      answer.catch(() => undefined);
      return this.last(key) as Value;
    }
    try {
      return await answer;
    } catch (error) {
      if (error instanceof StoreError && error.code === 'store_unavailable' && has()) return this.last(key) as Value;
      throw error;
    }
  }

  /** Resolves once all that was asked for is answered, or sent. */
  idle(): Promise<void> {
    return this.#gathered.idle();
  }

  #has(key: string): boolean {
    return this.#young.has(key) || this.#old.has(key);
  }

  /** What was read last; `undefined` for nothing. */
  last(key: string): unknown {
    return this.#young.has(key) ? this.#young.get(key) : this.#old.get(key);
  }

  /** What a read would be answered now. */
  learn(key: string, value: unknown): void {
    this.#youngSize += sizeOf(value) - (this.#young.has(key) ? sizeOf(this.#young.get(key)) : 0);
    this.#young.set(key, value);
    if (this.#youngSize <= this.#size) return;
    this.#old = this.#young;
    this.#young = new Map();
    this.#youngSize = 0;
  }

  /** What was read last is not so any more. */
  forget(key: string): void {
    if (this.#young.has(key)) this.#youngSize -= sizeOf(this.#young.get(key));
    this.#young.delete(key);
    this.#old.delete(key);
  }
}

function sizeOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  if (Array.isArray(value)) return 1 + value.length;
  return 'comments' in value && Array.isArray(value.comments) ? 1 + value.comments.length : 1;
}
