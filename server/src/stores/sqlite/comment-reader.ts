import { LIMITS, type ChangeType, type Vote } from '@huzzah/protocol';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ChangeRecord, CommentRecord, OwnRecord, PageRef } from '../../core/records.js';
import { COMMENT_COLUMNS, COMMENTS, recordOf, type CommentRow } from './comment-row.js';
import type { StoredPage } from './page-reader.js';

/** Reads single comments of a page, its log, and what a visitor holds on it. */
export class CommentReader {
  readonly #find: StatementSync;
  readonly #pinned: StatementSync;
  readonly #changes: StatementSync;
  readonly #mark: StatementSync;
  readonly #held: StatementSync;
  readonly #vote: StatementSync;

  constructor(database: DatabaseSync) {
    const select = `SELECT ${COMMENT_COLUMNS} FROM ${COMMENTS}`;
    this.#find = database.prepare(`${select} WHERE site = ? AND id = ? AND page_id = ?`);
    this.#pinned = database.prepare(
      `${select} WHERE page_id = ? AND pinned_at IS NOT NULL AND status = 'published'
       ORDER BY pinned_at DESC LIMIT ${LIMITS.pinned}`,
    );
    this.#changes = database.prepare(
      `SELECT changes.seq AS change_seq, type, ${COMMENT_COLUMNS} FROM changes
       JOIN comments ON comments.key = changes.comment LEFT JOIN texts ON texts.key = comments.text
       WHERE changes.page_id = ? AND changes.seq > ? ORDER BY changes.seq`,
    );
    this.#mark = database.prepare('SELECT kind FROM marks WHERE visitor_id = ? AND page_id = ?');
    this.#held = database.prepare(
      `${select} WHERE page_id = ? AND author_id = ? AND status NOT IN ('published', 'removed')
       ORDER BY comments.key DESC LIMIT ${LIMITS.listLength}`,
    );
    this.#vote = database.prepare(
      `SELECT value FROM votes WHERE visitor_id = ? AND value <> 0
       AND comment = (SELECT key FROM comments WHERE site = ? AND id = ? AND page_id = ?)`,
    );
  }

  find({ site }: PageRef, pageId: number, ids: readonly string[]): (CommentRecord | null)[] {
    return ids.map((id) => {
      const row = this.#find.get(site, id, pageId);
      return row === undefined ? null : recordOf(row as unknown as CommentRow);
    });
  }

  pinned(pageId: number): CommentRecord[] {
    return records(this.#pinned.all(pageId));
  }

  /** `null` where the log does not reach back, or has not come, so far. */
  changes({ id, record }: StoredPage, since: number): ChangeRecord[] | null {
    const rows = this.#changes.all(id, since);
    // Some are gone, or `since` has not come.
    if (rows.length !== record.seq - since) return null;
    return rows.map((row) => ({
      seq: row['change_seq'] as number,
      type: row['type'] as ChangeType,
      comment: recordOf(row as unknown as CommentRow),
    }));
  }

  own(pageId: number, visitorId: string): OwnRecord {
    const mine = (this.#mark.get(visitorId, pageId)?.['kind'] ?? null) as string | null;
    return { mine, held: records(this.#held.all(pageId, visitorId)) };
  }

  votes({ site }: PageRef, pageId: number, visitorId: string, ids: readonly string[]): Record<string, Vote> {
    const votes = ids.flatMap((id) => {
      const row = this.#vote.get(visitorId, site, id, pageId);
      return row === undefined ? [] : [[id, row['value'] as Vote] as const];
    });
    return Object.fromEntries(votes);
  }
}

function records(rows: ReturnType<StatementSync['all']>): CommentRecord[] {
  return rows.map((row) => recordOf(row as unknown as CommentRow));
}
