import { existsSync, realpathSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { SQLITE, sqliteCode } from './failures.js';
import { OpenError } from './open-error.js';

/** So long a server that is just ending may still have the file, in ms. */
const PATIENCE_MS = 1_000;

/**
 * Keeps a second server off the file: each would answer from its own memory of pages that the
 * other has changed. It is a lock of the system on `PATH-lock`, so that it ends with the
 * process, however that ends; programs that read or copy the database are not in its way.
 *
 * @returns what gives the file free
 */
export function claimFile(path: string): () => void {
  const claim = new DatabaseSync(lockPath(path));
  try {
    claim.exec(`PRAGMA busy_timeout = ${PATIENCE_MS}; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE`);
  } catch (error) {
    claim.close();
    if (sqliteCode(error) !== SQLITE.BUSY) throw error;
    throw new OpenError(path, 'another server has it open', 'stop that one, or name another file');
  }
  return () => claim.close();
}

/** Beside the file itself, by whatever link it is named. */
export function lockPath(path: string): string {
  return `${existsSync(path) ? realpathSync(path) : path}-lock`;
}
