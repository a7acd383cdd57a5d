import type { DatabaseSync } from 'node:sqlite';

/** Between two scrubs, in ms: each one writes all that the log holds. */
const EVERY_MS = 3_000;

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
    try {
      // Another program that reads may hinder it; then it stays due.
      this.#isDue = this.#database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()!['busy'] !== 0;
    } catch {
      this.#isDue = true;
    }
  }
}
