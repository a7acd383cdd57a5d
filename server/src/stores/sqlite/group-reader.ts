import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { refKey } from '../../core/ref-key.js';
import type { PageRecord, PageRef } from '../../core/records.js';
import { CommentReader } from './comment-reader.js';
import { failureOf } from './failures.js';
import { ListReader } from './list-reader.js';
import type { Answer, ReadOperation, Seen } from './messages.js';
import { NO_PAGE, type PageReader, type StoredPage } from './page-reader.js';
import { SiteRows } from './site-rows.js';
import { VisitorReader } from './visitor-reader.js';

/** Answers reads in groups, each from one moment of the database. */
export class GroupReader {
  readonly #path: string;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #pages: PageReader;
  readonly #lists: ListReader;
  readonly #comments: CommentReader;
  readonly #visitors: VisitorReader;
  readonly #sites: SiteRows;
  /** Each page is read once a group: a thousand may come back to one at the same time. */
  #read = new Map<string, StoredPage | null>();

  /** @param path as shown in a fault */
  constructor(database: DatabaseSync, path: string, pages: PageReader) {
    this.#path = path;
    // Else each statement would lock and unlock on its own.
    this.#begin = database.prepare('BEGIN');
    this.#commit = database.prepare('COMMIT');
    this.#pages = pages;
    this.#lists = new ListReader(database);
    this.#comments = new CommentReader(database);
    this.#visitors = new VisitorReader(database);
    this.#sites = new SiteRows(database);
  }

  /** Answers the operations in their order. */
  read(operations: readonly ReadOperation[]): Answer[] {
    if (operations.length === 0) return [];
    this.#read = new Map();
    this.#begin.run();
    const answers = operations.map((operation) => {
      try {
        return this.#answer(operation);
      } catch (error) {
        return failureOf(error, this.#path);
      }
    });
    this.#commit.run();
    return answers;
  }

  #answer(operation: ReadOperation): Answer {
    if (operation.type === 'sites') return this.#sites.read();
    if (operation.type === 'who') return this.#visitors.read(operation.site, operation.visitorId);
    if (operation.type === 'export') {
      return this.#visitors.export(operation.site, operation.visitorId, operation.from);
    }
    const { ref } = operation;
    const page = this.#page(ref);
    const record = page?.record ?? this.#pages.blank;
    switch (operation.type) {
      case 'page':
        return record;
      case 'list':
        return seen(record, this.#lists.read(page?.id ?? null, record.seq, operation.query));
      case 'pinned':
        return seen(record, page === null ? [] : this.#comments.pinned(page.id));
      case 'changes':
        return seen(record, this.#comments.changes(page ?? { id: NO_PAGE, record }, operation.since));
      case 'own':
        return this.#comments.own(page?.id ?? NO_PAGE, operation.visitorId);
      case 'comments':
        return this.#comments.find(ref, page?.id ?? NO_PAGE, operation.ids);
      case 'votes':
        return this.#comments.votes(ref, page?.id ?? NO_PAGE, operation.visitorId, operation.ids);
    }
  }

  #page(ref: PageRef): StoredPage | null {
    const key = refKey(ref);
    let page = this.#read.get(key);
    if (page === undefined) {
      page = this.#pages.readPage(ref);
      this.#read.set(key, page);
    }
    return page;
  }
}

function seen<Value>(record: PageRecord, value: Value): Seen<Value> {
  return { record, value };
}
