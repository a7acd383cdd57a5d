import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { MEMORY, type Failure } from './messages.js';

/** Primary result codes of SQLite; an extended one has its primary in the low byte. */
export const SQLITE = { BUSY: 5, IOERR: 10, FULL: 13, NOTADB: 26 } as const;

/** A disk with less than this, in bytes, is full: a group and its checkpoint would not fit. */
const ROOM = 1_048_576;

/** The primary result code of an error of SQLite, 0 for any other. */
export function sqliteCode(error: unknown): number {
  const { errcode } = error as { errcode?: unknown };
  return typeof errcode === 'number' ? errcode & 0xff : 0;
}

/** What an operation is answered that failed with `error`. */
export function failureOf(error: unknown, path: string): Failure {
  const code = sqliteCode(error);
  if (code === SQLITE.FULL || (code === SQLITE.IOERR && !hasRoom(path))) {
    return { failure: 'storage_full', message: 'unable to store this; the disk of the store is full' };
  }
  if (code === SQLITE.BUSY) {
    return { failure: 'store_unavailable', message: 'unable to store this; another program holds the store' };
  }
  return {
    failure: 'store_unavailable',
    message: 'unable to use the store; it has a fault, which the server has logged',
    fault: `the store ${path} has a fault: ${(error as Error).message}`,
  };
}

/** SQLite tells most full disks by their name, but not where a file that it maps cannot grow. */
function hasRoom(path: string): boolean {
  if (path === MEMORY) return true;
  const { bavail, bsize } = statfsSync(dirname(path));
  return bavail * bsize >= ROOM;
}
