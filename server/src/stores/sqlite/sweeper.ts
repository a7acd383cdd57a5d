import { LIMITS } from '@huzzah/protocol';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { KnownCommands } from './known-commands.js';

/** Rows of a kind that one step takes: some ms of a writer's time. */
const STEP = 500;

/** Lets go of what has been kept as long as it may be, step by step, each within a transaction. */
export class Sweeper {
  readonly #commands: KnownCommands;
  readonly #wipe: StatementSync;
  readonly #forget: StatementSync;

  constructor(database: DatabaseSync, commands: KnownCommands) {
    this.#commands = commands;
    this.#wipe = database.prepare(
      `UPDATE comments SET body = '', fingerprint = '', removed_at = NULL WHERE key IN
         (SELECT key FROM comments WHERE removed_at IS NOT NULL AND removed_at < ? LIMIT ${STEP})`,
    );
    this.#forget = database.prepare(
      `DELETE FROM flags WHERE (visitor_id, comment) IN (SELECT visitor_id, comment FROM flags WHERE at < ? LIMIT ${STEP})`,
    );
  }

  /** One step; whether it has wiped a text, and whether more is due. */
  sweep(now: number): { hasWiped: boolean; isMoreDue: boolean } {
    const wiped = Number(this.#wipe.run(now - LIMITS.removedKeptMs).changes);
    const forgotten = Number(this.#forget.run(now - LIMITS.flagsKeptMs).changes);
    const pruned = this.#commands.prune(STEP);
    return { hasWiped: wiped + forgotten > 0, isMoreDue: Math.max(wiped, forgotten, pruned) === STEP };
  }
}
