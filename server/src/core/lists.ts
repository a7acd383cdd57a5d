import { LIMITS, type Comment, type CommentList, type Sort } from '@huzzah/protocol';
import type { Cursors, ListScope } from './cursors.js';
import type { Store } from './ports.js';
import type { CommentRecord, ListQuery, ListRecord, PageRecord, PageRef } from './records.js';
import { Refusal } from './refusal.js';
import { showComment } from './show-comment.js';

/** Which part of a page's comments is asked for. */
export interface ListWish {
  readonly sort?: Sort | undefined;
  readonly limit?: number | undefined;
  readonly before?: string | undefined;
  readonly parentId?: string | undefined;
  readonly around?: string | undefined;
}

/** Parts of a page's comments, as every reader sees them. */
export class Lists {
  readonly #store: Store;
  readonly #cursors: Cursors;
  /** As shown, as long as the store holds the list in memory: a crowd that joins costs its making once. */
  readonly #shown = new WeakMap<ListRecord, CommentList>();

  constructor(store: Store, cursors: Cursors) {
    this.#store = store;
    this.#cursors = cursors;
  }

  /**
   * @param record the page, read before
   * @throws the refusals `bad_request` (a cursor of elsewhere) and `not_found` (`parentId` or `around` is not there)
   */
  async read(ref: PageRef, record: PageRecord, wish: ListWish): Promise<CommentList> {
    const { limit = LIMITS.listDefault, before, parentId = null, around = null } = wish;
    if (before !== undefined && around !== null) {
      throw new Refusal('bad_request', 'unable to list; a list is before a cursor, or around a comment');
    }
    const sort = parentId === null ? (wish.sort ?? 'newest') : 'oldest';
    const scope = { ref, sort, parentId };
    const { place: from = null, isBackward = false } = before === undefined ? {} : this.#cursors.open(scope, before);
    if (record.threadCount === 0 && parentId === null && around === null) {
      return { comments: [], asOf: record.seq, before: null };
    }
    // What comes before is asked for by who is in the middle, and nobody else pays for its counting.
    const isCounted = isBackward || around !== null;
    return this.#read({ ref, sort, parentId, around, limit, from, isCounted }, scope);
  }

  async #read(query: ListQuery, scope: ListScope): Promise<CommentList> {
    const list = await this.#store.listComments(query);
    if (list === null) throw new Refusal('not_found', 'unable to list; the comment is not on this page');
    const known = this.#shown.get(list);
    if (known !== undefined) return known;
    const threads = threadsOf(list.comments, scope.parentId);
    const count = countFitting(
      threads.map(({ bytes }) => bytes),
      LIMITS.listBytes,
    );
    // What is asked for stands in the middle: a shorter part holds it still.
    if (query.around !== null && query.around !== undefined && count < threads.length && query.limit > 1) {
      return this.#read({ ...query, limit: Math.max(1, Math.min(count, query.limit >> 1)) }, scope);
    }
    const shown = this.#show(list, threads.slice(0, count), threads.length - count, scope);
    this.#shown.set(list, shown);
    return shown;
  }

  #show(
    { next, previous, skipped, seq }: ListRecord,
    threads: readonly Thread[],
    cut: number,
    scope: ListScope,
  ): CommentList {
    const last = threads.at(-1)?.top;
    const place = cut > 0 && last ? { seq: last.seq!, score: last.votes.up - last.votes.down } : next;
    return {
      comments: threads.flatMap(({ shown }) => shown),
      asOf: seq,
      before: place && this.#cursors.seal(scope, { place, isBackward: false }),
      ...(skipped !== null && {
        after: previous && this.#cursors.seal(scope, { place: previous, isBackward: true }),
        skipped,
      }),
    };
  }
}

/** A comment of the list, with the replies that come with it. */
interface Thread {
  readonly top: CommentRecord;
  readonly shown: Comment[];
  readonly bytes: number;
}

function threadsOf(comments: readonly CommentRecord[], parentId: string | null): Thread[] {
  const threads: { top: CommentRecord; shown: Comment[]; bytes: number }[] = [];
  for (const record of comments) {
    const comment = showComment(record, 'reader');
    const bytes = bytesOf(comment);
    const thread = threads.at(-1);
    if (record.parentId === parentId || thread === undefined) threads.push({ top: record, shown: [comment], bytes });
    // One whose replies alone fill a list stands without them.
    else if (thread.bytes + bytes <= LIMITS.listBytes) {
      thread.shown.push(comment);
      thread.bytes += bytes;
    }
  }
  return threads;
}

/** The first of them that are within the bound, as JSON; one at least. */
export function fitting(comments: readonly Comment[], maxBytes: number): Comment[] {
  return comments.slice(0, countFitting(comments.map(bytesOf), maxBytes));
}

function countFitting(sizes: readonly number[], maxBytes: number): number {
  let bytes = 0;
  const end = sizes.findIndex((size) => (bytes += size) > maxBytes);
  return end === -1 ? sizes.length : Math.max(1, end);
}

/** As JSON in a list. */
export function bytesOf(comment: Comment): number {
  return Buffer.byteLength(JSON.stringify(comment)) + 1;
}
