import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { onTestFinished } from 'vitest';
import type { Store } from '../../core/ports.js';
import type { PageRef, ReactionWrite } from '../../core/records.js';
import { openSqliteStore, type SqliteOptions } from './sqlite-store.js';

export const PAGE: PageRef = { site: 'news', page: 'a' };

/** A folder that is gone after the test. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'huzzah-sqlite-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function scratchPath(): string {
  return join(scratchFolder(), 'huzzah.db');
}

/** A store that is closed after the test. */
export async function opened(path: string, options?: SqliteOptions): Promise<Store> {
  const store = await openSqliteStore(path, options);
  onTestFinished(() => store.close());
  return store;
}

/** Another connection to the same file, as another program would have. */
export function otherProgram(path: string): DatabaseSync {
  const other = new DatabaseSync(path);
  onTestFinished(() => {
    other.close();
  });
  return other;
}

export async function markOf(store: Store, ref: PageRef, visitorId: string): Promise<string | null> {
  return (await store.readOwn(ref, visitorId)).mine;
}

export function wish(kind: string | null, visitorId = 'anna', ref = PAGE): ReactionWrite {
  return { ref, visitorId, kind, commandId: randomUUID() };
}

/** Visitors by the kind that they hold, and published comments, counted one by one, beside what their pages say. */
export function recount(path: string): { counted: unknown[]; said: unknown[] } {
  const database = new DatabaseSync(path, { readOnly: true });
  const all = (sql: string) =>
    database
      .prepare(sql)
      .all()
      .map((row) => ({ ...row }));
  const counted = all(
    `SELECT page_id, kind, count(*) AS count FROM marks WHERE kind IS NOT NULL GROUP BY page_id, kind
     UNION ALL SELECT page_id, 'comments', count(*) FROM comments WHERE status = 'published' GROUP BY page_id
     ORDER BY 1, 2`,
  );
  const said = all(
    `SELECT pages.id AS page_id, key AS kind, value AS count FROM pages, json_each(counts)
     WHERE value <> 0
     UNION ALL SELECT id, 'comments', comment_count FROM pages WHERE comment_count <> 0
     ORDER BY 1, 2`,
  );
  database.close();
  return { counted, said };
}
