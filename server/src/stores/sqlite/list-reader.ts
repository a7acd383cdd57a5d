import { LIMITS } from '@huzzah/protocol';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { CommentRecord, ListPlace, ListQuery, ListRecord } from '../../core/records.js';
import { COMMENT_COLUMNS, COMMENTS, recordOf, type CommentRow } from './comment-row.js';
import { ListWalk } from './list-walk.js';

const NOTHING = { comments: [], next: null, previous: null, skipped: null };

/** Reads parts of lists. */
export class ListReader {
  readonly #find: StatementSync;
  readonly #get: StatementSync;
  readonly #firstReplies: StatementSync;
  readonly #threads: Readonly<Record<ListQuery['sort'], ListWalk>>;
  readonly #replies: ListWalk;

  constructor(database: DatabaseSync) {
    const select = `SELECT ${COMMENT_COLUMNS} FROM ${COMMENTS}`;
    this.#find = database.prepare(`${select} WHERE site = ? AND id = ? AND page_id = ? AND is_listed = 1`);
    this.#get = database.prepare(`${select} WHERE comments.key = ?`);
    this.#firstReplies = database.prepare(
      `${select} WHERE parent = ? AND is_listed = 1 ORDER BY seq LIMIT ${LIMITS.listReplies}`,
    );
    const threads = (sort: ListQuery['sort']) => new ListWalk(database, 'threads', sort);
    this.#threads = { newest: threads('newest'), oldest: threads('oldest'), top: threads('top') };
    this.#replies = new ListWalk(database, 'replies', 'oldest');
  }

  /**
   * @param pageId `null` where the page was never made
   * @param seq the page's newest change
   */
  read(pageId: number | null, seq: number, query: ListQuery): ListRecord | null {
    const { ref, sort, parentId = null, around = null } = query;
    const find = (id: string) => this.#find.get(ref.site, id, pageId) as unknown as CommentRow | undefined;
    const target = around === null ? null : find(around);
    const parent = parentId === null ? null : find(parentId);
    if (target === undefined || parent === undefined) return null;
    if (pageId === null) return { ...NOTHING, seq };
    if (parent === null) {
      const top = target === null ? null : this.#topOf(target);
      const { rows, ...places } = part(this.#threads[sort], pageId, query, top);
      return { comments: rows.flatMap((row) => this.#withReplies(row, target)), ...places, seq };
    }
    if (parent.parent !== null || (target !== null && target.parent !== parent.key)) return null;
    const { rows, ...places } = part(this.#replies, parent.key, query, target);
    return { comments: rows.map(recordOf), ...places, seq };
  }

  #topOf(row: CommentRow): CommentRow {
    return row.parent === null ? row : (this.#get.get(row.parent) as unknown as CommentRow);
  }

  /** The first replies, and the one that was asked for. */
  #withReplies(row: CommentRow, target: CommentRow | null): CommentRecord[] {
    if (row.reply_count === 0) return [recordOf(row)];
    const replies = this.#firstReplies.all(row.key) as unknown as CommentRow[];
    if (target?.parent === row.key && replies.every(({ key }) => key !== target.key)) replies.push(target);
    return [row, ...replies].map(recordOf);
  }
}

/** A part of the list, behind `from`; or, where it is given, with `target` in its middle. */
function part(
  walk: ListWalk,
  key: number,
  { limit, from = null, isCounted = false }: ListQuery,
  target: CommentRow | null,
) {
  const start = target === null ? from : walk.before(key, placeOf(target), (limit >> 1) + 1);
  const rows = walk.behind(key, start, limit + 1);
  const next = rows.length > limit ? placeOf(rows[limit - 1]!) : null;
  const previous = start === null ? null : walk.before(key, start, limit);
  const [first] = rows;
  const skipped = isCounted && first !== undefined ? walk.countBefore(key, placeOf(first)) : null;
  return { rows: rows.slice(0, limit), next, previous, skipped };
}

/** The place behind a listed comment. */
function placeOf({ seq, up, down }: CommentRow): ListPlace {
  return { seq: seq!, score: up - down };
}
