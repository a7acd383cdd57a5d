import { LIMITS } from '@huzzah/protocol';
import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** What a command asked for, and when, by the running time of the store in µs. */
export interface KnownCommand {
  /** The key of the page where it was not made: to wish for no mark does not make it. */
  readonly pageId: number | string;
  readonly kind: string | null;
  readonly at: number;
}

type Entry = readonly [visitorId: string, commandId: string, pageId: number | string, kind: string | null];

const MEMORY_US = LIMITS.commandMemoryMs * 1_000;

/** Two rows go for each that comes: a journal that has grown shrinks, and no group pays for it. */
const PRUNED_ROWS = 2;

/**
 * The commands of the last `LIMITS.commandMemoryMs`, over a restart too.
 *
 * They are looked up in memory and kept as a journal, a row a group: an index on disk took a
 * page of the log for each command, and again when it was forgotten, a third of all the work.
 *
 * Ages are by the running time of the store, which goes on from its newest row after a
 * restart: it has no clock that could jump, and forgets late rather than early.
 */
export class RecentCommands {
  readonly #known = new Map<string, KnownCommand>();
  readonly #insert: StatementSync;
  readonly #prune: StatementSync;
  readonly #elapsedMs: () => number;
  readonly #origin: number;
  #newest = 0;
  /** Of the group that is not committed yet. */
  #noted = new Map<string, Entry>();

  /** @param elapsedMs a monotonic time in ms; its zero does not matter */
  constructor(database: DatabaseSync, elapsedMs: () => number) {
    this.#insert = database.prepare('INSERT INTO commands VALUES (?, ?)');
    this.#prune = database.prepare(
      `DELETE FROM commands WHERE id IN (SELECT id FROM commands WHERE id < ? ORDER BY id LIMIT ${PRUNED_ROWS})`,
    );
    for (const row of database.prepare('SELECT id, batch FROM commands ORDER BY id').all()) {
      this.#newest = row['id'] as number;
      for (const entry of JSON.parse(row['batch'] as string) as Entry[])
        this.#noted.set(keyOf(entry[0], entry[1]), entry);
      this.committed();
    }
    this.#elapsedMs = elapsedMs;
    this.#origin = this.#newest - elapsedMs() * 1_000;
  }

  find(visitorId: string, commandId: string): Omit<KnownCommand, 'at'> | undefined {
    const key = keyOf(visitorId, commandId);
    const noted = this.#noted.get(key);
    return noted === undefined ? this.#known.get(key) : { pageId: noted[2], kind: noted[3] };
  }

  /** Takes note of a command of this group. */
  note(...entry: Entry): void {
    this.#noted.set(keyOf(entry[0], entry[1]), entry);
  }

  /** Writes what was noted, and lets go of what is too old; within the transaction of the group. */
  save(): void {
    // A row's number is its time, and unique.
    this.#newest = Math.max(this.#newest + 1, Math.round(this.#origin + this.#elapsedMs() * 1_000));
    if (this.#noted.size > 0) this.#insert.run(this.#newest, JSON.stringify([...this.#noted.values()]));
    this.#prune.run(this.#newest - MEMORY_US);
  }

  /** To be called after the commit. */
  committed(): void {
    for (const [key, [, , pageId, kind]] of this.#noted) this.#known.set(key, { pageId, kind, at: this.#newest });
    this.#noted = new Map();
    for (const [key, { at }] of this.#known) {
      if (at >= this.#newest - MEMORY_US) return;
      this.#known.delete(key);
    }
  }

  /** To be called where the group was not committed. */
  rolledBack(): void {
    this.#noted = new Map();
  }
}

/** A UUID has a fixed length, so that no two pairs are one key. */
function keyOf(visitorId: string, commandId: string): string {
  return commandId + visitorId;
}
