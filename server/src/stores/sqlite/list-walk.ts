import type { Sort } from '@huzzah/protocol';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ListPlace } from '../../core/records.js';
import { COMMENT_COLUMNS, COMMENTS, type CommentRow } from './comment-row.js';

/** An order, as SQL that walks an index. */
interface Order {
  /** What comes behind a place. */
  readonly behind: string;
  /** What comes up to it, itself too; and that, the nearest first. */
  readonly upTo: string;
  readonly nearestFirst: string;
  readonly parameters: (place: ListPlace) => number[];
  /** Before everything. */
  readonly beginning: ListPlace;
}

const LAST = Number.MAX_SAFE_INTEGER;

const ORDERS: Readonly<Record<Sort, Order>> = {
  newest: {
    behind: 'seq < ? ORDER BY seq DESC',
    upTo: 'seq >= ?',
    nearestFirst: 'seq',
    parameters: ({ seq }) => [seq],
    beginning: { seq: LAST, score: 0 },
  },
  oldest: {
    behind: 'seq > ? ORDER BY seq',
    upTo: 'seq <= ?',
    nearestFirst: 'seq DESC',
    parameters: ({ seq }) => [seq],
    beginning: { seq: 0, score: 0 },
  },
  top: {
    behind: '(score, seq) < (?, ?) ORDER BY score DESC, seq DESC',
    upTo: '(score, seq) >= (?, ?)',
    nearestFirst: 'score, seq',
    parameters: ({ seq, score }) => [score, seq],
    beginning: { seq: LAST, score: LAST },
  },
};

/** Which comments are a list, under one key: the page's, or the parent's. */
const SCOPES = {
  threads: 'page_id = ? AND is_listed = 1 AND parent IS NULL',
  replies: 'parent = ? AND is_listed = 1',
} as const;

/** A list of comments in one order. A step costs the same at every place of it. */
export class ListWalk {
  readonly #behind: StatementSync;
  readonly #upTo: StatementSync;
  readonly #count: StatementSync;
  readonly #order: Order;

  constructor(database: DatabaseSync, scope: keyof typeof SCOPES, sort: Sort) {
    this.#order = ORDERS[sort];
    const { behind, upTo, nearestFirst } = this.#order;
    this.#behind = database.prepare(
      `SELECT ${COMMENT_COLUMNS} FROM ${COMMENTS} WHERE ${SCOPES[scope]} AND ${behind} LIMIT ?`,
    );
    this.#upTo = database.prepare(
      `SELECT seq, score FROM comments WHERE ${SCOPES[scope]} AND ${upTo} ORDER BY ${nearestFirst} LIMIT 1 OFFSET ?`,
    );
    this.#count = database.prepare(`SELECT count(*) AS n FROM comments WHERE ${SCOPES[scope]} AND ${upTo}`);
  }

  /** The next ones behind the place; from the beginning where it is `null`. */
  behind(key: number, place: ListPlace | null, limit: number): CommentRow[] {
    const { beginning, parameters } = this.#order;
    return this.#behind.all(key, ...parameters(place ?? beginning), limit) as unknown as CommentRow[];
  }

  /**
   * The place with `count` comments between it and the given one, or with all that there are; the
   * one at the given place is among them. `null` where there are none.
   */
  before(key: number, place: ListPlace, count: number): ListPlace | null {
    const { beginning, parameters } = this.#order;
    const at = (index: number) => this.#upTo.get(key, ...parameters(place), index);
    const found = at(count);
    if (found !== undefined) return { seq: found['seq'] as number, score: found['score'] as number };
    return at(0) === undefined ? null : beginning;
  }

  /** How many come before the one at this place. */
  countBefore(key: number, place: ListPlace): number {
    return (this.#count.get(key, ...this.#order.parameters(place))!['n'] as number) - 1;
  }
}
