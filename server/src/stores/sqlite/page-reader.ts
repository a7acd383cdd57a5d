import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { PageRecord, PageRef } from '../../core/records.js';

/** No page has this id. */
export const NO_PAGE = 0;

/** A page as it is in the database. */
export interface StoredPage {
  readonly id: number;
  readonly record: PageRecord;
}

interface PageRow {
  readonly id: number;
  readonly epoch: string;
  readonly seq: number;
  readonly version: number;
  readonly counts: string;
  readonly comment_count: number;
  readonly thread_count: number;
  readonly votes_version: number;
}

/** Reads pages as committed, or as written so far by the transaction of its own connection. */
export class PageReader {
  readonly #epoch: string;
  readonly #page: StatementSync;

  constructor(database: DatabaseSync) {
    this.#epoch = database.prepare('SELECT epoch FROM store').get()!['epoch'] as string;
    this.#page = database.prepare(
      `SELECT id, epoch, seq, version, counts, comment_count, thread_count, votes_version FROM pages
       WHERE site = ? AND page = ?`,
    );
  }

  /** What a page shows before it is made, and starts with. */
  get blank(): PageRecord {
    return { epoch: this.#epoch, seq: 0, version: 0, counts: {}, commentCount: 0, threadCount: 0, votesVersion: 0 };
  }

  readPage({ site, page }: PageRef): StoredPage | null {
    const row = this.#page.get(site, page) as unknown as PageRow | undefined;
    if (row === undefined) return null;
    const record = {
      epoch: row.epoch,
      seq: row.seq,
      version: row.version,
      counts: JSON.parse(row.counts) as Record<string, number>,
      commentCount: row.comment_count,
      threadCount: row.thread_count,
      votesVersion: row.votes_version,
    };
    return { id: row.id, record };
  }
}
