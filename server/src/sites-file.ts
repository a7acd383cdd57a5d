import { statSync } from 'node:fs';
import { readConfigFile } from './config-file.js';
import { readSpecs, type SiteSpec } from './site-specs.js';

/** The sites of `huzzah.config.json`, read again when it changes. */
export class SitesFile {
  readonly #path: string;
  #specs: ReadonlyMap<string, SiteSpec>;
  /** Of the file that was read, or given up. */
  #stamp: string;
  /** Of one that was found wrong, and may only be half written. */
  #suspect: string | undefined;

  /** @param specs as just read */
  constructor(path: string, specs: ReadonlyMap<string, SiteSpec>) {
    this.#path = path;
    this.#specs = specs;
    this.#stamp = stampOf(path);
  }

  get specs(): ReadonlyMap<string, SiteSpec> {
    return this.#specs;
  }

  /** Looks whether it is another, and takes that where nothing is wrong with it. Returns what is: once, and not before it has been so twice. */
  look(): readonly string[] {
    const stamp = stampOf(this.#path);
    if (stamp === this.#stamp) return [];
    const faults: string[] = [];
    const { specs } = readSpecs(readConfigFile(this.#path, faults)['sites'], faults);
    const isSure = faults.length === 0 && stamp !== GONE;
    if (!isSure && stamp !== this.#suspect) {
      this.#suspect = stamp;
      return [];
    }
    this.#stamp = stamp;
    this.#suspect = undefined;
    if (faults.length === 0) this.#specs = specs;
    return faults;
  }
}

const GONE = 'gone';

function stampOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false, bigint: true });
  return stat === undefined ? GONE : `${stat.ino} ${stat.size} ${stat.mtimeNs}`;
}
