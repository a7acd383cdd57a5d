import type { DatabaseSync } from 'node:sqlite';
import { BUSY_MS } from './connection.js';

/** Between two scrubs, in ms: each one writes all that the log holds. */
const EVERY_MS = 3_000;
/** So long a scrub waits for those who read the log, in ms: until then no group is written. */
const PATIENCE_MS = 50;

/**
 * Empties the log of the database where something was blanked: until then the file, the log or
 * both still hold it as it was. At the beginning too: a process that was killed may have left some.
 */
export class LogScrubber {
  readonly #database: DatabaseSync;
  #isDue = false;
  #scrubbedAt = -Infinity;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#empty();
  }

  /** Something was blanked. */
  note(): void {
    this.#isDue = true;
  }

  /** Scrubs, if it is due; to be called between transactions. */
  scrub(): void {
    const now = performance.now();
    if (!this.#isDue || now - this.#scrubbedAt < EVERY_MS) return;
    this.#scrubbedAt = now;
    this.#empty();
  }

  #empty(): void {
    // Another program may hinder it; then it stays due.
    this.#isDue = true;
    try {
      this.#database.exec(`PRAGMA busy_timeout = ${PATIENCE_MS}`);
      this.#isDue = this.#database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()!['busy'] !== 0;
    } catch {
      // A full disk, for one.
    } finally {
      this.#database.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
    }
  }
}
