import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { PageRecord, PageRef } from '../../core/ports.js';
import { failureOf } from './failures.js';
import type { Answer, ReadOperation } from './messages.js';
import { refKey } from '../../core/ref-key.js';

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
}

/** Reads what is committed, or written so far by the transaction of its own connection. */
export class PageReader {
  readonly #path: string;
  readonly #epoch: string;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #page: StatementSync;
  readonly #mark: StatementSync;

  /** @param path as shown in a fault */
  constructor(database: DatabaseSync, path: string) {
    this.#path = path;
    this.#epoch = database.prepare('SELECT epoch FROM store').get()!['epoch'] as string;
    this.#begin = database.prepare('BEGIN');
    this.#commit = database.prepare('COMMIT');
    this.#page = database.prepare('SELECT id, epoch, seq, version, counts FROM pages WHERE site = ? AND page = ?');
    this.#mark = database.prepare(
      'SELECT kind FROM marks WHERE visitor_id = ? AND page_id = (SELECT id FROM pages WHERE site = ? AND page = ?)',
    );
  }

  /** What a page shows before it is made, and starts with. */
  get blank(): PageRecord {
    return { epoch: this.#epoch, seq: 0, version: 0, counts: {} };
  }

  readPage({ site, page }: PageRef): StoredPage | null {
    const row = this.#page.get(site, page);
    if (row === undefined) return null;
    const { id, epoch, seq, version, counts } = row as unknown as PageRow;
    return { id, record: { epoch, seq, version, counts: JSON.parse(counts) as Record<string, number> } };
  }

  readMark({ site, page }: PageRef, visitorId: string): string | null {
    return (this.#mark.get(visitorId, site, page)?.['kind'] ?? null) as string | null;
  }

  /** Answers the operations in their order, each page read once: a thousand may come back to one at the same time. */
  read(operations: readonly ReadOperation[]): Answer[] {
    if (operations.length === 0) return [];
    const records = new Map<string, PageRecord>();
    const recordOf = (ref: PageRef) => {
      const key = refKey(ref);
      const record = records.get(key) ?? this.readPage(ref)?.record ?? this.blank;
      records.set(key, record);
      return record;
    };
    // Else each statement would lock and unlock on its own.
    this.#begin.run();
    const answers = operations.map((operation) => {
      try {
        return operation.type === 'page' ? recordOf(operation.ref) : this.readMark(operation.ref, operation.visitorId);
      } catch (error) {
        return failureOf(error, this.#path);
      }
    });
    this.#commit.run();
    return answers;
  }
}
