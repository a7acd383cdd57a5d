import { chmodSync, closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { OpenError } from './open-error.js';

/** `Huzz`: other programs' databases are not ours to migrate. */
const APPLICATION_ID = 0x48757a7a;

/**
 * The schema, step by step: step n, counted from 1, makes schema number n of the one before. A
 * step that has been released is never changed.
 *
 * - `counts` is JSON of the holders of each kind: read and written with its page, one statement
 *   each, where a row a kind took six a group. The check holds for kinds without a colon.
 * - A mark without a kind is one taken back: its row stays, for its `command_id`.
 * - `commands` is a journal, a row a group: see `recent-commands.ts`.
 * - `room` is where a check tries whether there is any.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE store (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    epoch TEXT NOT NULL,
    checked_at INTEGER NOT NULL,
    room BLOB
  ) STRICT;
  INSERT INTO store VALUES (1, lower(hex(randomblob(8))), 0, NULL);

  CREATE TABLE pages (
    id INTEGER PRIMARY KEY,
    site TEXT NOT NULL,
    page TEXT NOT NULL,
    epoch TEXT NOT NULL,
    seq INTEGER NOT NULL,
    version INTEGER NOT NULL,
    counts TEXT NOT NULL CHECK (counts NOT LIKE '%:-%'),
    UNIQUE (site, page)
  ) STRICT;

  CREATE TABLE marks (
    page_id INTEGER NOT NULL REFERENCES pages,
    visitor_id TEXT NOT NULL,
    kind TEXT,
    command_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (page_id, visitor_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE commands (
    id INTEGER PRIMARY KEY,
    batch TEXT NOT NULL
  ) STRICT;
  `,
];

/**
 * Brings the database to the last of `steps`, in one transaction. Where it holds an older
 * schema a copy is left beside it first, `PATH.vN.bak`. Throws an {@link OpenError} where the
 * schema is newer, or the database another program's.
 */
export function migrate(database: DatabaseSync, path: string, steps: readonly string[]): void {
  const version = readPragma(database, 'user_version');
  const isEmpty = version === 0 && database.prepare('SELECT 1 FROM sqlite_schema').get() === undefined;
  if (!isEmpty && readPragma(database, 'application_id') !== APPLICATION_ID) {
    throw new OpenError(path, 'it is a database of another program', 'name another file');
  }
  if (version > steps.length) {
    const known = `its schema is number ${version}, and this version of Huzzah knows no newer than ${steps.length}`;
    throw new OpenError(path, known, 'run the version that last used it, or put back a copy from before');
  }
  if (version === steps.length) return;
  if (version > 0) copy(database, `${path}.v${version}.bak`);
  database.exec('BEGIN IMMEDIATE');
  try {
    for (const step of steps.slice(version)) database.exec(step);
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${steps.length}; COMMIT`);
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

/** Under its own name only once it is whole and on the disk. */
function copy(database: DatabaseSync, path: string): void {
  const unfinished = `${path}.part`;
  rmSync(unfinished, { force: true });
  database.prepare('VACUUM INTO ?').run(unfinished);
  chmodSync(unfinished, 0o600);
  const file = openSync(unfinished, 'r+');
  fsyncSync(file);
  closeSync(file);
  renameSync(unfinished, path);
}

function readPragma(database: DatabaseSync, name: 'user_version' | 'application_id'): number {
  return database.prepare(`PRAGMA ${name}`).get()![name] as number;
}
