import type { DatabaseSync } from 'node:sqlite';
import type { Marker } from '../../core/holdings.js';
import { OpenError } from './open-error.js';

/** Where a file that is being filled remembers how far that has come: a table that no schema knows, gone at the end. */
export class UnfinishedMark {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  read(): Marker | null {
    if (this.#database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'migration'").get() === undefined) return null;
    const row = this.#database.prepare('SELECT marker FROM migration').get();
    return row === undefined ? null : (JSON.parse(row['marker'] as string) as Marker);
  }

  write(marker: Marker): void {
    this.#database.exec('CREATE TABLE IF NOT EXISTS migration (id INTEGER PRIMARY KEY, marker TEXT NOT NULL) STRICT');
    this.#database.prepare('REPLACE INTO migration VALUES (1, ?)').run(JSON.stringify(marker));
  }

  remove(): void {
    this.#database.exec('DROP TABLE IF EXISTS migration');
  }

  /** Throws an {@link OpenError} where the file holds a part of what it is to hold. */
  mustBeFinished(path: string): void {
    const marker = this.read();
    if (marker === null) return;
    const mend = `huzzah migrate --from ${marker.source} --to sqlite:${path}`;
    throw new OpenError(path, 'a migration into it has not ended', `go on with it: ${mend}`);
  }
}
