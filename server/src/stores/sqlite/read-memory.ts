import { refKey } from '../../core/ref-key.js';
import type { ListRecord, PageRecord, PageRef } from '../../core/records.js';
import type { Seen } from './messages.js';
import type { PageCache } from './page-cache.js';

/** Which state of a page a value is of; `null` where that is not known. */
type Stamp = string | null;

type Value = ListRecord | readonly unknown[] | null;

interface Kept {
  readonly stamp: Stamp;
  readonly value: Value;
}

interface Flight {
  readonly stamp: Stamp;
  readonly losses: number;
  readonly answer: Promise<Seen<Value>>;
}

/**
 * What was read of pages of late, kept while it is true: until the page has another epoch, `seq`
 * or `votesVersion`. Who asks for what is being read already waits for that, unless something was
 * committed on the page since: a crowd that comes back costs a read a page.
 *
 * Two generations, as in {@link PageCache}.
 */
export class ReadMemory {
  readonly #pages: PageCache;
  readonly #size: number;
  readonly #flights = new Map<string, Flight>();
  #young = new Map<string, Kept>();
  #youngSize = 0;
  #old = new Map<string, Kept>();

  /** @param size of a generation, in entries of the lists that are kept */
  constructor(pages: PageCache, size: number) {
    this.#pages = pages;
    this.#size = size;
  }

  /**
   * @param what is asked for, among all that is asked of a page
   * @param ask is called where it is not known
   */
  async read<Wanted extends Value>(ref: PageRef, what: string, ask: () => Promise<Seen<Wanted>>): Promise<Wanted> {
    const key = `${refKey(ref)}\n${what}`;
    const known = this.#pages.get(ref);
    const stamp = known === undefined ? null : stampOf(known);
    const kept = this.#young.get(key) ?? this.#old.get(key);
    if (kept !== undefined && kept.stamp === stamp) {
      if (!this.#young.has(key)) this.#keep(key, kept);
      return kept.value as Wanted;
    }
    const { value } = await this.#fly(key, stamp, ask);
    return value as Wanted;
  }

  async #fly(key: string, stamp: Stamp, ask: () => Promise<Seen<Value>>): Promise<Seen<Value>> {
    const { losses } = this.#pages;
    const under = this.#flights.get(key);
    if (under !== undefined && under.stamp === stamp && under.losses === losses) return under.answer;
    const flight: Flight = { stamp, losses, answer: ask() };
    this.#flights.set(key, flight);
    try {
      const seen = await flight.answer;
      this.#keep(key, { stamp: stampOf(seen.record), value: seen.value });
      return seen;
    } finally {
      if (this.#flights.get(key) === flight) this.#flights.delete(key);
    }
  }

  #keep(key: string, kept: Kept): void {
    const former = this.#young.get(key);
    this.#youngSize += sizeOf(kept.value) - (former === undefined ? 0 : sizeOf(former.value));
    this.#young.set(key, kept);
    if (this.#youngSize <= this.#size) return;
    this.#old = this.#young;
    this.#young = new Map();
    this.#youngSize = 0;
  }
}

function stampOf({ epoch, seq, votesVersion }: PageRecord): string {
  return `${epoch} ${seq} ${votesVersion}`;
}

function sizeOf(value: Value): number {
  if (value === null) return 1;
  return 1 + ('comments' in value ? value.comments.length : value.length);
}
