import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { SiteRow, SiteWrite } from '../../core/ports.js';

/** What is set of sites, a row each. */
export class SiteRows {
  readonly #database: DatabaseSync;
  readonly #readAll: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#readAll = database.prepare('SELECT id, spec FROM sites ORDER BY id');
  }

  read(): SiteRow[] {
    return this.#readAll.all().map(({ id, spec }) => ({ id: id as string, spec: spec as string }));
  }

  /** Prepared where it is needed: a site is written once in a while. */
  write({ id, before, after }: SiteWrite): boolean {
    const row = this.#database.prepare('SELECT spec FROM sites WHERE id = ?').get(id);
    if ((row?.['spec'] ?? null) !== before) return false;
    if (after === null) this.#database.prepare('DELETE FROM sites WHERE id = ?').run(id);
    else this.#database.prepare('REPLACE INTO sites VALUES (?, ?)').run(id, after);
    return true;
  }
}
