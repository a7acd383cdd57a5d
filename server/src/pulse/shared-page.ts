import { LIMITS } from '@huzzah/protocol';
import { newerRecord } from '../core/newer-record.js';
import type { Store, Viewer } from '../core/ports.js';
import type { Committed, PageRecord, PageRef } from '../core/records.js';
import type { Pulse } from './pulse.js';

/** The store is asked at least so often what the page's head is, in ms: a loss is noticed, told and healed in time. */
export const CHECK_EVERY_MS = LIMITS.headEveryMs - 1_000;

/** A page with viewers at this node, as the store and the other nodes tell of it. */
export class SharedPage<Frame> {
  readonly ref: PageRef;
  readonly viewers = new Set<Viewer<Frame>>();
  /** When the store was last asked, monotonic ms. */
  checkedAt = -Infinity;
  readonly #pulse: Pulse<Frame>;
  readonly #store: Store;
  readonly #remember: (record: PageRecord) => void;
  #record: PageRecord | null = null;
  #gap: number | null = null;
  /** The votes that the store had when it was last asked: by the next look they must have come. */
  #awaitedVotes = 0;

  constructor(ref: PageRef, pulse: Pulse<Frame>, store: Store, remember: (record: PageRecord) => void) {
    this.#remember = remember;
    this.ref = ref;
    this.#pulse = pulse;
    this.#store = store;
  }

  /** Takes in what is certain: what was committed here, or read after it. */
  learn(committed: Committed): void {
    this.#note(committed.record);
    this.#pulse.committed(committed);
  }

  /** Takes in what another node tells; `false` where it is of another epoch: then the store must be asked. */
  heard(committed: Committed): boolean {
    if (this.#record !== null && this.#record.epoch !== committed.record.epoch) return false;
    this.learn(committed);
    return true;
  }

  /** Takes in a record that was asked for when the page's epoch was this; one that may be of the epoch before is not believed. */
  checked(record: PageRecord, epochThen: string | null): void {
    this.checkedAt = performance.now();
    if (this.epoch !== epochThen && this.epoch !== record.epoch) return;
    this.#awaitedVotes = record.votesVersion;
    const votesVersion = this.#record?.votesVersion ?? record.votesVersion;
    // Which votes they were it does not say.
    this.learn({ ref: this.ref, record: { ...record, votesVersion }, changes: [], votes: {} });
  }

  get epoch(): string | null {
    return this.#record?.epoch ?? null;
  }

  /** Whether a change has been missing since the last look. */
  look(): { isGap: boolean; isVoteMissing: boolean } {
    const gap = this.#pulse.gapAfter(this.ref);
    const isGap = gap !== null && gap === this.#gap;
    this.#gap = gap;
    const known = this.#record?.votesVersion ?? 0;
    const isVoteMissing = this.#awaitedVotes > known;
    // Asked for once: whoever could tell may have ended.
    if (isVoteMissing) this.#note({ ...this.#record!, votesVersion: this.#awaitedVotes });
    return { isGap, isVoteMissing };
  }

  /** Asks the store for the page's head, and for the changes that are missing. Rejects where it cannot be asked. */
  async heal(): Promise<void> {
    const { ref, epoch } = this;
    this.checkedAt = performance.now();
    const [record] = await this.#store.readPages([ref]);
    this.checked(record!, epoch);
    const gap = this.#pulse.gapAfter(ref);
    if (gap === null) return;
    const changes = await this.#store.readChanges(ref, gap);
    // Read after them, so that it is of the same epoch, and none of them is beyond it.
    const [after] = await this.#store.readPages([ref]);
    if (changes !== null && after!.epoch === this.epoch) this.learn({ ref, record: after!, changes, votes: {} });
  }

  #note(record: PageRecord): void {
    this.#record = this.#record?.epoch === record.epoch ? newerRecord(this.#record, record) : record;
    this.#remember(this.#record);
  }
}
