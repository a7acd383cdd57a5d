import type { LiveSites } from './core/live-sites.js';
import type { OriginRule } from './core/origins.js';
import type { SiteRow, SiteStore } from './core/ports.js';
import type { SiteConfig } from './core/sites.js';
import { keyFaults, LiveKeys, type KeySources } from './sign-on-keys.js';
import { faultsOf, keyEntriesOf, laidOver, siteOf, type SiteSpec } from './site-specs.js';
import type { SitesFile } from './sites-file.js';

/** Whoever else writes the same site at the same time: one of so many tries is the last. */
const TRIES = 5;

/** All that is said of sites. */
export interface SiteSources {
  readonly file: ReadonlyMap<string, SiteSpec>;
  readonly stored: ReadonlyMap<string, SiteSpec>;
  /** Further origins of the default site. */
  readonly further: readonly OriginRule[];
  /** The server's own origins, which may use every site. */
  readonly own: readonly OriginRule[];
  /** Where further keys of the default site are. */
  readonly furtherKeys: readonly string[];
  readonly keysOf: (entry: string) => readonly string[];
}

/** The sites as all that says: the file goes before the store, and there always is a default one. */
export function composeSites({
  file,
  stored,
  further,
  own,
  furtherKeys,
  keysOf,
}: SiteSources): Map<string, SiteConfig> {
  const ids = new Set(['default', ...file.keys(), ...stored.keys()]);
  return new Map(
    [...ids].map((id) => {
      const spec = laidOver(file.get(id) ?? {}, stored.get(id) ?? {});
      const site = siteOf(id, spec);
      const isDefault = id === 'default';
      const origins = [...site.origins, ...(isDefault ? further : []), ...own];
      const entries = [...(isDefault ? furtherKeys : []), ...keyEntriesOf(spec)];
      return [id, { ...site, origins, signOnKeys: entries.flatMap(keysOf) }];
    }),
  );
}

export interface SiteBookOptions {
  /** Kept as all that is said has them. */
  readonly sites: LiveSites;
  readonly store: SiteStore;
  readonly file: SitesFile;
  readonly further: readonly OriginRule[];
  readonly furtherKeys: readonly string[];
  readonly keySources: KeySources;
  /** Told what cannot be taken from the file or the store. */
  readonly warn: (text: string) => void;
}

/** What is said of sites, by whom, and how that changes; what is in force stands in `sites`. */
export class SiteBook {
  readonly sites: LiveSites;
  readonly #store: SiteStore;
  readonly #file: SitesFile;
  readonly #further: readonly OriginRule[];
  readonly #furtherKeys: readonly string[];
  readonly #keySources: KeySources;
  readonly #keys: LiveKeys;
  readonly #warn: (text: string) => void;
  #own: readonly OriginRule[] = [];
  #stored: ReadonlyMap<string, SiteSpec> = new Map();
  /** The rows that were read last. */
  #seen: string | undefined;

  private constructor({ sites, store, file, further, furtherKeys, keySources, warn }: SiteBookOptions) {
    this.sites = sites;
    this.#store = store;
    this.#file = file;
    this.#further = further;
    this.#furtherKeys = furtherKeys;
    this.#keySources = keySources;
    this.#keys = new LiveKeys(keySources, warn);
    this.#warn = warn;
  }

  static async open(options: SiteBookOptions): Promise<SiteBook> {
    const book = new SiteBook(options);
    await book.refresh();
    return book;
  }

  /** The server's own origins, once they are known. */
  set own(own: readonly OriginRule[]) {
    this.#own = own;
    this.#replace();
  }

  /** All that has a site, in the order in which they are listed. */
  get ids(): string[] {
    return [...new Set(['default', ...this.#file.specs.keys(), ...this.#stored.keys()])].sort();
  }

  /** What the file names of the site; it cannot be changed from here. */
  inFile(id: string): SiteSpec | undefined {
    return this.#file.specs.get(id);
  }

  /** What the store has of it. */
  inStore(id: string): SiteSpec | undefined {
    return this.#stored.get(id);
  }

  /** Where keys for the sign-ons of the site are, without showing one. */
  keysOf(id: string): string[] {
    const spec = laidOver(this.inFile(id) ?? {}, this.inStore(id) ?? {});
    return keyEntriesOf(spec).map((entry) => (entry.startsWith('hs256:') ? 'hs256:…' : entry));
  }

  /** What is wrong with keys, looked up where the server looks. */
  keyFaults(entries: readonly string[]): string[] {
    return entries.flatMap((entry) => keyFaults(entry, this.#keySources));
  }

  /**
   * Makes what the store has of the site what `change` returns, `null` for nothing; resolves once
   * that is durable, and in force here. `change` may be called again, and what it throws ends it.
   */
  async change(id: string, change: (spec: SiteSpec | undefined) => SiteSpec | null): Promise<void> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const row = (await this.#store.readSites()).find((one) => one.id === id);
      const spec = change(row && (JSON.parse(row.spec) as SiteSpec));
      const after = spec && JSON.stringify(spec);
      if (!(await this.#store.writeSite({ id, before: row?.spec ?? null, after }))) continue;
      return this.refresh();
    }
    throw new Error(`unable to change site "${id}"; somebody else changes it all the time`);
  }

  /** Looks at the file and the store again. */
  async refresh(): Promise<void> {
    const rows = await this.#store.readSites();
    const before = this.#file.specs;
    for (const fault of this.#file.look()) this.#warn(`${fault}. Until that is mended the sites stay as they were`);
    const seen = JSON.stringify(rows);
    // Files of keys are looked at too.
    if (seen === this.#seen && this.#file.specs === before && !this.#hasKeys) return;
    if (seen !== this.#seen) this.#stored = new Map(rows.flatMap((row) => this.#read(row)));
    this.#seen = seen;
    this.#replace();
  }

  /** Of another version there may be what this one does not know. */
  #read({ id, spec: text }: SiteRow): [string, SiteSpec][] {
    const spec = JSON.parse(text) as SiteSpec;
    const [fault] = faultsOf(spec);
    if (fault === undefined) return [[id, spec]];
    this.#warn(`unable to use what the store has of site "${id}"; ${fault}`);
    return [];
  }

  get #hasKeys(): boolean {
    const specs = [...this.#file.specs.values(), ...this.#stored.values()];
    return this.#furtherKeys.length > 0 || specs.some((spec) => keyEntriesOf(spec).length > 0);
  }

  #replace(): void {
    const { specs } = this.#file;
    this.sites.replace(
      composeSites({
        file: specs,
        stored: this.#stored,
        further: this.#further,
        own: this.#own,
        furtherKeys: this.#furtherKeys,
        keysOf: (entry) => this.#keys.of(entry),
      }),
    );
  }
}
