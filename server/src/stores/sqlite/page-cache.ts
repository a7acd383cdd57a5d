import type { PageRecord, PageRef } from '../../core/records.js';
import { refKey } from '../../core/ref-key.js';

/**
 * The pages last seen, in memory, as two generations: when the younger has grown to its size
 * the elder is forgotten, but for the pages that were asked for since. To move each page to the
 * end of one map took 25 µs a look at 10,000 pages.
 *
 * Of two records of a page the newer stays, in whatever order they come.
 */
export class PageCache {
  readonly #size: number;
  #young = new Map<string, PageRecord>();
  #old = new Map<string, PageRecord>();
  #losses = 0;

  /** @param size of a generation: so many pages are kept at least, and at most twice as many */
  constructor(size: number) {
    this.#size = size;
  }

  /** How often it has forgotten. */
  get losses(): number {
    return this.#losses;
  }

  get(ref: PageRef): PageRecord | undefined {
    const key = refKey(ref);
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.#put(key, old);
    return old;
  }

  /**
   * Takes in what was answered together. `losses` is their number when it was asked for: where
   * pages have been forgotten since, an absent one may have been known newer than this answer,
   * and is left out.
   */
  learn(pages: readonly (readonly [PageRef, PageRecord])[], losses: number): void {
    const isWhole = losses === this.#losses;
    for (const [ref, record] of pages) {
      const key = refKey(ref);
      const known = this.#young.get(key) ?? this.#old.get(key);
      if (known === undefined ? isWhole : isNewer(record, known)) this.#put(key, record);
    }
  }

  /** Forgets everything: what is stored may be newer than anything here. */
  clear(): void {
    this.#young.clear();
    this.#old.clear();
    this.#losses += 1;
  }

  #put(key: string, record: PageRecord): void {
    this.#young.set(key, record);
    if (this.#young.size <= this.#size) return;
    if (this.#old.size > 0) this.#losses += 1;
    this.#old = this.#young;
    this.#young = new Map();
  }
}

function isNewer(record: PageRecord, known: PageRecord): boolean {
  return (
    record.epoch !== known.epoch ||
    record.version > known.version ||
    record.seq > known.seq ||
    record.votesVersion > known.votesVersion
  );
}
