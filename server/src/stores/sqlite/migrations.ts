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
 * - Marks and votes lie together by their visitor: all that is his is found, and erased, at once.
 * - `commands` is a journal, a row a group: see `recent-commands.ts`.
 * - `room` is where a check tries whether there is any.
 * - `comments.key` is the order in which they were written, `seq` that of their publishing. A
 *   comment `is_listed` where readers meet it: published, or removed under published replies.
 *   Each order of a list has its index, so that all places of it cost the same.
 * - `texts` has every byte that a visitor wrote: see `texts.ts`.
 * - `removed_from` is the status to which a restoration goes back. A comment without a text is one
 *   that was wiped, and a command without a fingerprint one of a visitor who was erased.
 * - A vote of 0 stays for its `command_id`, as a mark without a kind.
 * - `kept` is what the reply of a command is made of when it comes again: see `core/first-reply.ts`.
 * - `ran_at` is by the running time of the store, in µs: see `running-time.ts`.
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
  `
  ALTER TABLE pages ADD COLUMN comment_count INTEGER NOT NULL DEFAULT 0 CHECK (comment_count >= 0);
  ALTER TABLE pages ADD COLUMN thread_count INTEGER NOT NULL DEFAULT 0 CHECK (thread_count >= 0);
  ALTER TABLE pages ADD COLUMN votes_version INTEGER NOT NULL DEFAULT 0;

  CREATE TABLE marks_by_visitor (
    visitor_id TEXT NOT NULL,
    page_id INTEGER NOT NULL REFERENCES pages,
    kind TEXT,
    command_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (visitor_id, page_id)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO marks_by_visitor SELECT visitor_id, page_id, kind, command_id, at FROM marks ORDER BY 1, 2;
  DROP TABLE marks;
  ALTER TABLE marks_by_visitor RENAME TO marks;

  CREATE TABLE texts (
    key INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    fingerprint TEXT NOT NULL
  ) STRICT;

  CREATE TABLE comments (
    key INTEGER PRIMARY KEY,
    site TEXT NOT NULL,
    id TEXT NOT NULL,
    page_id INTEGER NOT NULL REFERENCES pages,
    seq INTEGER,
    version INTEGER NOT NULL,
    parent INTEGER REFERENCES comments,
    author_id TEXT NOT NULL,
    author_role TEXT NOT NULL,
    text INTEGER REFERENCES texts,
    at INTEGER NOT NULL,
    edited_at INTEGER,
    status TEXT NOT NULL,
    reason TEXT,
    removed_by TEXT,
    removed_from TEXT,
    removed_at INTEGER,
    pinned_at INTEGER,
    up INTEGER NOT NULL CHECK (up >= 0),
    down INTEGER NOT NULL CHECK (down >= 0),
    votes_version INTEGER NOT NULL,
    score INTEGER NOT NULL GENERATED ALWAYS AS (up - down) VIRTUAL,
    reply_count INTEGER NOT NULL CHECK (reply_count >= 0),
    is_listed INTEGER NOT NULL,
    UNIQUE (site, id)
  ) STRICT;
  CREATE INDEX threads_by_seq ON comments (page_id, seq) WHERE is_listed = 1 AND parent IS NULL;
  CREATE INDEX threads_by_score ON comments (page_id, score, seq) WHERE is_listed = 1 AND parent IS NULL;
  CREATE INDEX replies_by_seq ON comments (parent, seq) WHERE is_listed = 1 AND parent IS NOT NULL;
  CREATE INDEX comments_pinned ON comments (page_id, pinned_at) WHERE pinned_at IS NOT NULL;
  CREATE INDEX comments_held ON comments (page_id, author_id) WHERE status NOT IN ('published', 'removed');
  CREATE INDEX comments_by_author ON comments (author_id);
  CREATE INDEX comments_removed ON comments (removed_at) WHERE removed_at IS NOT NULL;

  CREATE TABLE changes (
    page_id INTEGER NOT NULL REFERENCES pages,
    seq INTEGER NOT NULL,
    type TEXT NOT NULL,
    comment INTEGER NOT NULL REFERENCES comments,
    PRIMARY KEY (page_id, seq)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE votes (
    visitor_id TEXT NOT NULL,
    comment INTEGER NOT NULL REFERENCES comments,
    value INTEGER NOT NULL,
    command_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (visitor_id, comment)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE flags (
    visitor_id TEXT NOT NULL,
    comment INTEGER NOT NULL REFERENCES comments,
    reason TEXT NOT NULL,
    text INTEGER NOT NULL REFERENCES texts,
    at INTEGER NOT NULL,
    PRIMARY KEY (visitor_id, comment)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX flags_by_age ON flags (at);

  CREATE TABLE visitors (
    site TEXT NOT NULL,
    id TEXT NOT NULL,
    text INTEGER NOT NULL REFERENCES texts,
    PRIMARY KEY (site, id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE comment_commands (
    visitor_id TEXT NOT NULL,
    command_id TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    ran_at INTEGER NOT NULL,
    PRIMARY KEY (visitor_id, command_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX comment_commands_by_age ON comment_commands (ran_at);
  `,
  `
  CREATE TABLE sites (
    id TEXT PRIMARY KEY,
    spec TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE members (
    site TEXT NOT NULL,
    member TEXT NOT NULL,
    visitor_id TEXT NOT NULL,
    PRIMARY KEY (site, member)
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX members_by_visitor ON members (site, visitor_id);
  `,
  `
  ALTER TABLE comment_commands ADD COLUMN kept TEXT NOT NULL DEFAULT '';
  `,
];

/**
 * Brings the database to the last of `steps`, in one transaction. Where it holds an older
 * schema a copy is left beside it first, `PATH.vN.bak`. Throws an {@link OpenError} where the
 * schema is newer, or the database another program's.
 */
export function migrate(database: DatabaseSync, path: string, steps: readonly string[]): void {
  const { version, isOurs } = readSchema(database);
  const isEmpty = version === 0 && database.prepare('SELECT 1 FROM sqlite_schema').get() === undefined;
  if (!isEmpty && !isOurs) {
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

/** The number of its schema, and whether it is a store of ours. */
export function readSchema(database: DatabaseSync): { readonly version: number; readonly isOurs: boolean } {
  const isOurs = readPragma(database, 'application_id') === APPLICATION_ID;
  return { version: readPragma(database, 'user_version'), isOurs };
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
