import { LIMITS, type Votes } from '@huzzah/protocol';
import { newerRecord } from '../core/newer-record.js';
import type { ChangeRecord, Committed, PageRecord } from '../core/records.js';

/** Changes that go in one message, in bytes: more are read from the store. */
const CHANGES_BYTES = 65_536;
/** What may be asked for again is kept for so long, in ms. */
const KEPT_MS = 60_000;

/** What one node tells the others of a page: whole values, and the newest changes. */
export interface News {
  readonly record?: PageRecord;
  readonly changes?: readonly ChangeRecord[];
  /** By the id of the comment. */
  readonly votes?: Readonly<Record<string, Votes>>;
  /** Visitors who hold something else now: what, the store says. */
  readonly owners?: readonly string[];
  /** Whoever has told votes and owners of late tells them again. */
  readonly isAsked?: true;
}

/** What of one page the other nodes have to hear. */
export class Outgoing {
  #record: PageRecord | null = null;
  #isRecordDue = false;
  #changes: ChangeRecord[] = [];
  readonly #votes = new Map<string, { votes: Votes; at: number }>();
  readonly #dueVotes = new Set<string>();
  readonly #owners = new Map<string, number>();
  readonly #dueOwners = new Set<string>();
  #isAsked = false;
  #lastAt = 0;

  /** Times are monotonic ms. */
  committed({ record, changes, votes }: Committed, now: number): void {
    this.#lastAt = now;
    if (this.#record?.epoch !== record.epoch) {
      this.#record = record;
      this.#changes = [];
      this.#votes.clear();
      this.#dueVotes.clear();
    } else this.#record = newerRecord(this.#record, record);
    this.#isRecordDue = true;
    this.#changes.push(...changes);
    if (this.#changes.length > LIMITS.logLength) this.#changes.splice(0, this.#changes.length - LIMITS.logLength);
    for (const [id, value] of Object.entries(votes)) {
      // Taken out first, for a map keeps the order in which its keys came.
      this.#votes.delete(id);
      this.#votes.set(id, { votes: value, at: now });
      this.#dueVotes.add(id);
    }
    keepNewest(this.#votes, this.#dueVotes);
  }

  owned(visitorId: string, now: number): void {
    this.#lastAt = now;
    this.#owners.delete(visitorId);
    this.#owners.set(visitorId, now);
    this.#dueOwners.add(visitorId);
    keepNewest(this.#owners, this.#dueOwners);
  }

  /** The others shall tell again. */
  ask(): void {
    this.#isAsked = true;
  }

  /** All that was told of late is told again, but for the changes, which the store has; `false` where that is nothing. */
  again(now: number): boolean {
    this.#isRecordDue = this.#record !== null;
    for (const [id, { at }] of this.#votes) {
      if (isOld(at, now)) this.#votes.delete(id);
      else this.#dueVotes.add(id);
    }
    for (const [visitorId, at] of this.#owners) {
      if (isOld(at, now)) this.#owners.delete(visitorId);
      else this.#dueOwners.add(visitorId);
    }
    return this.#isRecordDue || this.#dueOwners.size > 0;
  }

  /** Whether nothing of it can be asked for any more. */
  isOver(now: number): boolean {
    return isOld(this.#lastAt, now) && !this.#isAsked;
  }

  /** What is due; nothing of it is due from now on. */
  take(): News {
    const votes = [...this.#dueVotes].flatMap((id) => {
      const value = this.#votes.get(id)?.votes;
      return value === undefined ? [] : [[id, value] as const];
    });
    const news: News = {
      ...(this.#isRecordDue && { record: this.#record! }),
      ...(this.#changes.length > 0 && { changes: newest(this.#changes) }),
      ...(votes.length > 0 && { votes: Object.fromEntries(votes) }),
      ...(this.#dueOwners.size > 0 && { owners: [...this.#dueOwners] }),
      ...(this.#isAsked && { isAsked: true }),
    };
    this.#isRecordDue = false;
    this.#changes = [];
    this.#dueVotes.clear();
    this.#dueOwners.clear();
    this.#isAsked = false;
    return news;
  }
}

function isOld(at: number, now: number): boolean {
  return now - at > KEPT_MS;
}

/** Forgets the oldest of too many, but for what was not told yet. */
function keepNewest(kept: Map<string, unknown>, due: ReadonlySet<string>): void {
  for (const key of kept.keys()) {
    if (kept.size <= LIMITS.logLength || due.has(key)) return;
    kept.delete(key);
  }
}

/** The last of them that fit into one message. */
function newest(changes: readonly ChangeRecord[]): readonly ChangeRecord[] {
  let bytes = 0;
  const before = changes.findLastIndex((change) => (bytes += JSON.stringify(change).length) > CHANGES_BYTES);
  return changes.slice(before + 1);
}
