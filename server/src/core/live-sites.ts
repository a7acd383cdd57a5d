import type { OriginRule } from './origins.js';
import type { SiteConfig } from './sites.js';

/** Is told of a site that has changed; `undefined` where it is no more. */
export type SiteListener = (id: string, site: SiteConfig | undefined) => unknown;

/** All sites as they are now: one object that every room reads, and hears of changes by. */
export class LiveSites {
  #sites: ReadonlyMap<string, SiteConfig> = new Map();
  #origins: readonly OriginRule[] = [];
  readonly #listeners = new Set<SiteListener>();

  get(id: string): SiteConfig | undefined {
    return this.#sites.get(id);
  }

  /** Of every site: what is asked before a site is named. */
  get origins(): readonly OriginRule[] {
    return this.#origins;
  }

  /** Has the listener told of each change, once all of it is in force. */
  watch(listener: SiteListener): void {
    this.#listeners.add(listener);
  }

  /** Puts these in the place of all. A site that stays as it was is no change. */
  replace(sites: ReadonlyMap<string, SiteConfig>): void {
    const before = this.#sites;
    this.#sites = new Map([...sites].map(([id, site]) => [id, isSame(before.get(id), site) ? before.get(id)! : site]));
    this.#origins = [...new Set([...this.#sites.values()].flatMap(({ origins }) => origins))];
    for (const id of new Set([...before.keys(), ...sites.keys()])) {
      const site = this.#sites.get(id);
      if (site === before.get(id)) continue;
      for (const listener of this.#listeners) listener(id, site);
    }
  }
}

function isSame(a: SiteConfig | undefined, b: SiteConfig): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
