import { accessSync, closeSync, constants, existsSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SQLITE, sqliteCode } from './failures.js';
import { makeFolder } from '../make-folder.js';
import { claimFile, lockPath } from './file-claim.js';
import { MEMORY, type Settings } from './messages.js';
import { migrate, MIGRATIONS } from './migrations.js';
import { OpenError } from './open-error.js';
import { UnfinishedMark } from './unfinished.js';

/** So long a statement waits for another program that writes, in ms: a group must be answered within 2.5 s. */
export const BUSY_MS = 1_000;

/**
 * - `fullfsync`: on macOS alone a plain sync leaves the data in the disk's own memory.
 * - A checkpoint writes each page once, however often the log has it: at 16 MiB rather than 4 a
 *   hot page's marks cost a third less.
 * - What is deleted is overwritten: a visitor who is erased leaves no byte.
 * - 16 MiB of pages in memory: of 64 MiB a commit was no faster.
 */
const ASKED = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA fullfsync = ON;
  PRAGMA foreign_keys = ON;
  PRAGMA wal_autocheckpoint = 4000;
  PRAGMA cache_size = -16384;
  PRAGMA secure_delete = ON;
`;

const SYNCHRONOUS = ['OFF', 'NORMAL', 'FULL', 'EXTRA'] as const;

export interface Connection {
  readonly database: DatabaseSync;
  /** None where nothing is written. */
  readonly settings: Settings;
  readonly close: () => void;
}

/**
 * Opens for writing what is at `path`, made if it is not there, and brings its schema up to
 * date. Throws an {@link OpenError}, also where the settings that make it durable do not hold.
 *
 * @param mayBeUnfinished whether it may hold a part of what a migration brings
 */
export function connectWriter(path: string, maxPages?: number, mayBeUnfinished = false): Connection {
  const closers: (() => void)[] = [];
  const close = () => {
    for (const closeNext of closers.reverse()) closeNext();
  };
  try {
    if (path !== MEMORY) closers.push(prepareFile(path));
    const database = new DatabaseSync(path);
    closers.push(() => database.close());
    database.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
    // First: what is refused is left as it was.
    migrate(database, path, MIGRATIONS);
    if (!mayBeUnfinished) new UnfinishedMark(database).mustBeFinished(path);
    database.exec(ASKED);
    if (maxPages !== undefined) database.exec(`PRAGMA max_page_count = ${maxPages}`);
    return { database, settings: readSettings(database, path), close };
  } catch (error) {
    close();
    throw explained(path, error);
  }
}

/** Opens what a writer of this process has open: reads see what is committed, and wait for nobody. */
export function connectReader(path: string): Connection {
  const database = new DatabaseSync(path, { readOnly: true });
  database.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
  return { database, settings: {}, close: () => database.close() };
}

/** Makes and claims the file. Nobody else on this machine may read who reacted to what. */
function prepareFile(path: string): () => void {
  makeFolder(dirname(path));
  for (const file of [path, lockPath(path)]) {
    // Not opened where it exists: to close it would take the locks of this process off it.
    if (!existsSync(file)) closeSync(openSync(file, 'wx', 0o600));
    if (statSync(file).isDirectory()) throw new OpenError(path, 'it is a folder', 'name a file in it');
    accessSync(file, constants.R_OK | constants.W_OK);
  }
  return claimFile(path);
}

function readSettings(database: DatabaseSync, path: string): Settings {
  const read = (name: string) => database.prepare(`PRAGMA ${name}`).get()![name] as string | number;
  const journal = read('journal_mode') as string;
  if (path === MEMORY) return { journal_mode: journal };
  const synchronous = SYNCHRONOUS[read('synchronous') as number] ?? 'unknown';
  if (journal !== 'wal' || synchronous !== 'FULL') {
    const reason = `its file system gives journal_mode ${journal} and synchronous ${synchronous}, not WAL and FULL`;
    throw new OpenError(path, reason, 'put it on a local disk');
  }
  return { journal_mode: journal, synchronous, wal_autocheckpoint: read('wal_autocheckpoint') };
}

/** What went wrong, for those who start a server. */
function explained(path: string, error: unknown): Error {
  if (error instanceof OpenError) return error;
  const code = sqliteCode(error);
  if (code === SQLITE.NOTADB) {
    return new OpenError(path, 'it is not a SQLite database', 'name another file, or move this one away');
  }
  if (code === SQLITE.BUSY) {
    return new OpenError(path, 'another program is writing to it', 'end that one, and start again');
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new OpenError(path, reason, 'name a file that this user may write, in a folder with room');
}
