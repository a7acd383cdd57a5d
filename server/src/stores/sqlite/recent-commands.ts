import { LIMITS } from '@huzzah/protocol';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { RunningTime } from './running-time.js';

/** What a command asked for. */
export interface KnownCommand {
  /** The key of the page where it was not made: to wish for no mark does not make it. `NO_PAGE` where it was about no mark. */
  readonly pageId: number | string;
  /** Of the mark, or the fingerprint of what was asked for. */
  readonly kind: string | null;
}

type Entry = readonly [key: string, pageId: number | string, kind: string | null];

const MEMORY_US = LIMITS.commandMemoryMs * 1_000;

/** Two rows go for each that comes: a journal that has grown shrinks, and no group pays for it. */
const PRUNED_ROWS = 2;

/**
 * The commands of the last `LIMITS.commandMemoryMs`, over a restart too.
 *
 * They are looked up in memory and kept as a journal, a row a group: an index on disk took a
 * page of the log for each command, and again when it was forgotten, a third of all the work.
 * In memory they are forgotten by the generation, once all of it is past: one by one, from the
 * front of one map, took more than all else.
 *
 * Ages are by the running time of the store.
 */
export class RecentCommands {
  readonly #insert: StatementSync;
  readonly #prune: StatementSync;
  readonly #time: RunningTime;
  #newest = 0;
  #young = new Map<string, KnownCommand>();
  #youngSince: number;
  #old = new Map<string, KnownCommand>();
  /** Of the group that is not committed yet. */
  #noted = new Map<string, KnownCommand>();

  constructor(database: DatabaseSync, time: RunningTime) {
    this.#insert = database.prepare('INSERT INTO commands VALUES (?, ?)');
    this.#prune = database.prepare(
      'DELETE FROM commands WHERE id IN (SELECT id FROM commands WHERE id < ? ORDER BY id LIMIT ?)',
    );
    for (const row of database.prepare('SELECT id, batch FROM commands ORDER BY id').all()) {
      this.#newest = row['id'] as number;
      const entries = JSON.parse(row['batch'] as string) as Entry[];
      for (const [key, pageId, kind] of entries) this.#young.set(key, { pageId, kind });
    }
    this.#youngSince = this.#newest;
    this.#time = time;
  }

  find(visitorId: string, commandId: string): KnownCommand | undefined {
    const key = keyOf(visitorId, commandId);
    return this.#noted.get(key) ?? this.#young.get(key) ?? this.#old.get(key);
  }

  /** Takes note of a command of this group. */
  note(visitorId: string, commandId: string, known: KnownCommand): void {
    this.#noted.set(keyOf(visitorId, commandId), known);
  }

  /** Writes what was noted, and lets go of what is too old; within the transaction of the group. */
  save(): void {
    // A row's number is its time, and unique.
    this.#newest = Math.max(this.#newest + 1, this.#time.us);
    if (this.#noted.size > 0) this.#insert.run(this.#newest, JSON.stringify(entriesOf(this.#noted)));
    this.prune(PRUNED_ROWS);
  }

  /** Deletes so many rows that are past, at most; returns how many. */
  prune(limit: number): number {
    return Number(this.#prune.run(this.#newest - MEMORY_US, limit).changes);
  }

  /** To be called after the commit. */
  committed(): void {
    if (this.#newest - this.#youngSince >= MEMORY_US) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#youngSince = this.#newest;
    }
    for (const [key, known] of this.#noted) this.#young.set(key, known);
    this.#noted = new Map();
  }

  /** To be called where the group was not committed. */
  rolledBack(): void {
    this.#noted = new Map();
  }
}

function entriesOf(commands: ReadonlyMap<string, KnownCommand>): Entry[] {
  return Array.from(commands, ([key, { pageId, kind }]) => [key, pageId, kind]);
}

/** A UUID has a fixed length, so that no two pairs are one key. */
function keyOf(visitorId: string, commandId: string): string {
  return commandId + visitorId;
}
