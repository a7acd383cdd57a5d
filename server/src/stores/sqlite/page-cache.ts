import type { PageRecord, PageRef } from '../../core/ports.js';
import { refKey } from './ref-key.js';

/**
 * The pages last seen, in memory: as many as it may hold, the least recently used go first.
 * Of two records of a page the newer stays, in whatever order they come.
 */
export class PageCache {
  readonly #capacity: number;
  readonly #records = new Map<string, PageRecord>();
  #losses = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** How often it has forgotten. */
  get losses(): number {
    return this.#losses;
  }

  get(ref: PageRef): PageRecord | undefined {
    const key = refKey(ref);
    const record = this.#records.get(key);
    if (record === undefined) return undefined;
    this.#records.delete(key);
    this.#records.set(key, record);
    return record;
  }

  /**
   * Takes in what was answered together. `losses` is their number when it was asked for: where
   * a page has been forgotten since, an absent one may have been known newer than this answer,
   * and is left out.
   */
  learn(pages: readonly (readonly [PageRef, PageRecord])[], losses: number): void {
    const isWhole = losses === this.#losses;
    for (const [ref, record] of pages) {
      const key = refKey(ref);
      const known = this.#records.get(key);
      if (known === undefined ? isWhole : isNewer(record, known)) this.#records.set(key, record);
    }
    for (const key of this.#records.keys()) {
      if (this.#records.size <= this.#capacity) return;
      this.#records.delete(key);
      this.#losses += 1;
    }
  }

  /** Forgets everything: what is stored may be newer than anything here. */
  clear(): void {
    this.#records.clear();
    this.#losses += 1;
  }
}

function isNewer(record: PageRecord, known: PageRecord): boolean {
  return record.epoch !== known.epoch || record.version > known.version || record.seq > known.seq;
}
