/** The secret that a server makes for itself. */
import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigError, type Config } from './config.js';
import { makeFolder } from './stores/make-folder.js';
import { isFile, type FilePlan, type StorePlan } from './stores/open-store.js';

/** Where the secret of a server on this file is kept. */
export function secretPathOf(store: FilePlan): string {
  return join(dirname(store.path), 'secret');
}

/**
 * Those that are given, else the server's own: made once, beside the store, so that visitors stay themselves over a
 * restart. Throws a {@link ConfigError} where that cannot be kept.
 */
export function secretsOf({ secrets, store }: Pick<Config, 'secrets' | 'store'>): readonly string[] {
  return secrets.length > 0 ? secrets : [ownSecret(store)];
}

function ownSecret(store: StorePlan): string {
  const secret = randomBytes(32).toString('base64url');
  if (!isFile(store)) return secret;
  const path = secretPathOf(store);
  try {
    if (!existsSync(path)) writeWhole(path, secret);
  } catch (error) {
    throw new ConfigError([`unable to write ${path}: ${(error as Error).message}`]);
  }
  const kept = readFileSync(path, 'utf8').trim();
  if (Buffer.byteLength(kept) >= 32) return kept;
  throw new ConfigError([`${path} must hold at least 32 bytes; restore it, or delete it: visitors then begin anew`]);
}

/** Under its name there is all of it or nothing, whoever else writes and whatever fails. */
function writeWhole(path: string, text: string): void {
  makeFolder(dirname(path));
  const part = `${path}.${process.pid}`;
  try {
    writeFileSync(part, text, { mode: 0o600, flush: true });
    linkSync(part, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(part, { force: true });
  }
}
