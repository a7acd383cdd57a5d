import { LIMITS } from '@huzzah/protocol';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { KnownCommands } from './known-commands.js';
import type { Texts } from './texts.js';

/** Rows of a kind that one step takes: some ms of a writer's time. */
const STEP = 500;

/** Lets go of what has been kept as long as it may be, step by step, each within a transaction. */
export class Sweeper {
  readonly #texts: Texts;
  readonly #commands: KnownCommands;
  readonly #readRemoved: StatementSync;
  readonly #wipe: StatementSync;
  readonly #readFlags: StatementSync;
  readonly #deleteFlag: StatementSync;

  constructor(database: DatabaseSync, texts: Texts, commands: KnownCommands) {
    this.#texts = texts;
    this.#commands = commands;
    this.#readRemoved = database.prepare(
      `SELECT key, text FROM comments WHERE removed_at IS NOT NULL AND removed_at < ? LIMIT ${STEP}`,
    );
    this.#wipe = database.prepare('UPDATE comments SET text = NULL, removed_at = NULL WHERE key = ?');
    this.#readFlags = database.prepare(`SELECT visitor_id, comment, text FROM flags WHERE at < ? LIMIT ${STEP}`);
    this.#deleteFlag = database.prepare('DELETE FROM flags WHERE visitor_id = ? AND comment = ?');
  }

  /** Takes one step; whether more is due. */
  sweep(now: number): boolean {
    const removed = this.#readRemoved.all(now - LIMITS.removedKeptMs);
    for (const { key, text } of removed) {
      this.#texts.blank(text as number);
      this.#wipe.run(key!);
    }
    const flags = this.#readFlags.all(now - LIMITS.flagsKeptMs);
    for (const { visitor_id, comment, text } of flags) {
      this.#texts.blank(text as number);
      this.#deleteFlag.run(visitor_id!, comment!);
    }
    return Math.max(removed.length, flags.length, this.#commands.prune(STEP)) === STEP;
  }
}
