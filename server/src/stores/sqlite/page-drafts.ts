import { LIMITS, type ChangeType } from '@huzzah/protocol';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { refKey } from '../../core/ref-key.js';
import type { Committed, PageRecord, PageRef } from '../../core/records.js';
import type { CommentDraft } from './comment-drafts.js';
import type { PageReader, StoredPage } from './page-reader.js';

interface DraftedChange {
  readonly seq: number;
  readonly type: ChangeType;
  readonly comment: CommentDraft;
}

/** A page that the group at hand has touched. Its record is changed in place: all answers show the last. */
export interface PageDraft {
  readonly ref: PageRef;
  /** `null` until it is made. */
  id: number | null;
  readonly record: { -readonly [key in keyof PageRecord]: PageRecord[key] } & {
    readonly counts: Record<string, number>;
  };
  /** New in its log. */
  readonly changes: DraftedChange[];
  /** Comments whose votes have changed. */
  readonly voted: Set<CommentDraft>;
  isChanged: boolean;
  /** Something was asked for again: whoever has missed the first is told the page as it is. */
  isRepeated: boolean;
}

/** The pages of the group at hand, each read once and saved once, with their logs. */
export class PageDrafts {
  readonly #pages: PageReader;
  readonly #readRef: StatementSync;
  readonly #make: StatementSync;
  readonly #save: StatementSync;
  readonly #log: StatementSync;
  readonly #trim: StatementSync;
  #drafts = new Map<string, PageDraft>();
  #refs = new Map<number, PageRef>();

  constructor(database: DatabaseSync, pages: PageReader) {
    this.#pages = pages;
    this.#readRef = database.prepare('SELECT site, page FROM pages WHERE id = ?');
    this.#make = database.prepare(
      "INSERT INTO pages (site, page, epoch, seq, version, counts) VALUES (?, ?, ?, 0, 0, '{}') RETURNING id",
    );
    this.#save = database.prepare(
      `UPDATE pages SET seq = ?, version = ?, counts = ?, comment_count = ?, thread_count = ?, votes_version = ?
       WHERE id = ?`,
    );
    this.#log = database.prepare('INSERT INTO changes VALUES (?, ?, ?, ?)');
    this.#trim = database.prepare('DELETE FROM changes WHERE page_id = ? AND seq <= ?');
  }

  of(ref: PageRef): PageDraft {
    const key = refKey(ref);
    let draft = this.#drafts.get(key);
    if (draft === undefined) {
      draft = draftOf(ref, this.#pages.readPage(ref) ?? { id: null, record: this.#pages.blank });
      this.#drafts.set(key, draft);
    }
    return draft;
  }

  /** One that is known to be there. */
  get(id: number): PageDraft {
    let ref = this.#refs.get(id);
    if (ref === undefined) {
      const row = this.#readRef.get(id)!;
      ref = { site: row['site'] as string, page: row['page'] as string };
      this.#refs.set(id, ref);
    }
    return this.of(ref);
  }

  /** The id of the page, which is made where it is not there. */
  make(draft: PageDraft): number {
    const { ref, record } = draft;
    draft.id ??= this.#make.get(ref.site, ref.page, record.epoch)!['id'] as number;
    return draft.id;
  }

  save(): void {
    for (const { id, record, changes, isChanged } of this.#drafts.values()) {
      if (!isChanged) continue;
      this.#save.run(
        record.seq,
        record.version,
        JSON.stringify(record.counts),
        record.commentCount,
        record.threadCount,
        record.votesVersion,
        id,
      );
      for (const { seq, type, comment } of changes) this.#log.run(id, seq, type, comment.key);
      if (changes.length > 0) this.#trim.run(id, record.seq - LIMITS.logLength);
    }
  }

  /** What the group has done, for those who show it. */
  get committed(): Committed[] {
    return Array.from(this.#drafts.values())
      .filter(({ isChanged, isRepeated }) => isChanged || isRepeated)
      .map(({ ref, record, changes, voted }) => ({
        ref,
        record,
        changes: changes.map(({ seq, type, comment }) => ({ seq, type, comment: comment.record })),
        votes: Object.fromEntries(Array.from(voted, ({ record: { id, votes } }) => [id, votes])),
      }));
  }

  /** Forgets them: the next group begins. */
  clear(): void {
    this.#drafts = new Map();
    this.#refs = new Map();
  }
}

function draftOf(ref: PageRef, { id, record }: StoredPage | { id: null; record: PageRecord }): PageDraft {
  // Without a prototype: a kind may be called `constructor`.
  const counts = Object.assign(Object.create(null) as Record<string, number>, record.counts);
  return {
    ref,
    id,
    record: { ...record, counts },
    changes: [],
    voted: new Set(),
    isChanged: false,
    isRepeated: false,
  };
}

/** One visitor's mark goes from `before` to `after`. */
export function countMark(page: PageDraft, before: string | null, after: string | null): void {
  if (before === after) return;
  const { counts } = page.record;
  if (before !== null) counts[before] = (counts[before] ?? 0) - 1;
  if (after !== null) counts[after] = (counts[after] ?? 0) + 1;
  page.record.version += 1;
  page.isChanged = true;
}

/** The page's next `seq`, for a change of a comment. */
export function logChange(page: PageDraft, type: ChangeType, comment: CommentDraft): void {
  page.record.seq += 1;
  page.changes.push({ seq: page.record.seq, type, comment });
  page.isChanged = true;
}
