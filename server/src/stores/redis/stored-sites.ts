import type { SiteRow, SiteWrite } from '../../core/ports.js';
import type { Connections } from './connections.js';
import { STORE_KEYS } from './keys.js';

/** What owners have set of their sites: one hash, read whole. */
export class StoredSites {
  readonly #connections: Connections;

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  read(): Promise<readonly SiteRow[]> {
    return this.#connections.read('HGETALL', STORE_KEYS.sites, [], (reply) => {
      const fields = (reply as readonly Buffer[]).map(String);
      const rows = fields.flatMap((id, index) => (index % 2 === 0 ? [{ id, spec: fields[index + 1]! }] : []));
      return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
    });
  }

  write({ id, before, after }: SiteWrite): Promise<boolean> {
    return this.#connections.write('site', [STORE_KEYS.sites], [id, before ?? '', after ?? ''], (reply) => reply === 1);
  }
}
