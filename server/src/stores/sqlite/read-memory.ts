import { refKey } from '../../core/ref-key.js';
import type { PageRecord, PageRef } from '../../core/records.js';
import type { Seen } from './messages.js';
import type { PageCache } from './page-cache.js';

/** Which state of a page a value is of; `null` where it is not known. */
type Stamp = string | null;

interface Kept {
  readonly stamp: Stamp;
  readonly value: unknown;
}

interface Flight {
  readonly stamp: Stamp;
  readonly losses: number;
  readonly answer: Promise<Seen<unknown>>;
}

/**
 * What was read of pages of late, kept while it is true: until the page has another `seq`,
 * epoch or `votesVersion`. Who asks for what is being read already waits for that, unless
 * something was committed on the page since: a crowd that comes back costs a read a page.
 */
export class ReadMemory {
  readonly #pages: PageCache;
  readonly #size: number;
  readonly #flights = new Map<string, Flight>();
  #young = new Map<string, Kept>();
  #old = new Map<string, Kept>();

  /** @param size of a generation: so many values are kept at least, and at most twice as many */
  constructor(pages: PageCache, size: number) {
    this.#pages = pages;
    this.#size = size;
  }

  /** @param what is asked for, among all that is asked of a page */
  async read<Value>(ref: PageRef, what: string, ask: () => Promise<Seen<Value>>): Promise<Value> {
    const key = `${refKey(ref)}\n${what}`;
    const stamp = this.#stampOf(ref);
    const kept = this.#young.get(key) ?? this.#old.get(key);
    if (kept !== undefined && kept.stamp === stamp) {
      this.#put(key, kept);
      return kept.value as Value;
    }
    const { losses } = this.#pages;
    let flight = this.#flights.get(key);
    if (flight?.stamp !== stamp || flight.losses !== losses) {
      flight = { stamp, losses, answer: ask() };
      this.#flights.set(key, flight);
    }
    try {
      const { record, value } = await flight.answer;
      if (this.#flights.get(key) === flight) this.#put(key, { stamp: stampOf(record), value });
      return value as Value;
    } finally {
      if (this.#flights.get(key) === flight) this.#flights.delete(key);
    }
  }

  #stampOf(ref: PageRef): Stamp {
    const record = this.#pages.get(ref);
    return record === undefined ? null : stampOf(record);
  }

  #put(key: string, kept: Kept): void {
    this.#young.set(key, kept);
    if (this.#young.size <= this.#size) return;
    this.#old = this.#young;
    this.#young = new Map();
  }
}

function stampOf({ epoch, seq, votesVersion }: PageRecord): string {
  return `${epoch} ${seq} ${votesVersion}`;
}
