import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseKey } from './core/sign-on.js';

/** Where keys are named: variables of the environment, and files beside `huzzah.config.json`. */
export interface KeySources {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
}

/**
 * The keys that an entry names, as `core/sign-on.ts` reads them: `hs256:BASE64URL`, `env:NAME`, or the path of a
 * public JWK or JWKS. Throws what is wrong, without showing a key.
 */
function readKeys(entry: string, { env, folder }: KeySources): string[] {
  if (entry.startsWith('env:')) {
    const name = entry.slice('env:'.length);
    const value = env[name];
    if (value === undefined || value.startsWith('env:'))
      throw new Error(`${entry}: there is no variable ${name} with a key in it`);
    return listOf(value).flatMap((one) => readKeys(one, { env, folder }));
  }
  if (entry.startsWith('hs256:')) return [checked(entry, 'hs256:…')];
  const file = JSON.parse(readFile(entry, folder)) as { keys?: unknown } | null;
  const jwks = Array.isArray(file?.keys) ? file.keys : [file];
  return jwks.filter(isForSigning).map((jwk) => checked(JSON.stringify(jwk), entry));
}

/** What is wrong with an entry, without a key; nothing where it names keys. */
export function keyFaults(entry: string, sources: KeySources): string[] {
  try {
    readKeys(entry, sources);
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

/** The keys as they are now: read anew with each look, and kept where that fails. */
export class LiveKeys {
  readonly #sources: KeySources;
  readonly #warn: (text: string) => void;
  readonly #good = new Map<string, readonly string[]>();
  readonly #told = new Set<string>();

  /** @param warn told once of an entry that cannot be read */
  constructor(sources: KeySources, warn: (text: string) => void) {
    this.#sources = sources;
    this.#warn = warn;
  }

  of(entry: string): readonly string[] {
    try {
      this.#good.set(entry, readKeys(entry, this.#sources));
      this.#told.delete(entry);
    } catch (error) {
      if (!this.#told.has(entry)) this.#warn(`unable to read the keys of sign-ons; ${(error as Error).message}`);
      this.#told.add(entry);
    }
    return this.#good.get(entry) ?? [];
  }
}

/** `NEW,OLD`. */
export function listOf(text: string): string[] {
  return text.split(',').flatMap((part) => part.trim() || []);
}

function isForSigning(jwk: unknown): boolean {
  return (jwk as { use?: unknown } | null)?.use !== 'enc';
}

function readFile(path: string, folder: string): string {
  try {
    const text = readFileSync(resolve(folder, path), 'utf8');
    JSON.parse(text);
    return text;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // What has no ending may be a key that was meant, and is not repeated.
    const shown = /\.\w{2,5}$/.test(path) ? path.slice(0, 200) : 'the file';
    throw new Error(`${shown}: ${code === undefined ? 'it is no JSON' : `it cannot be read (${code})`}`, {
      cause: error,
    });
  }
}

function checked(key: string, shown: string): string {
  try {
    parseKey(key);
    return key;
  } catch (error) {
    throw new Error(`${shown}: ${(error as Error).message}`, { cause: error });
  }
}
