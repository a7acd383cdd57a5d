import { LIMITS, type Vote } from '@huzzah/protocol';
import type {
  ChangeRecord,
  CommentRecord,
  ListPlace,
  ListQuery,
  ListRecord,
  OwnRecord,
  PageRecord,
  PageRef,
} from '../../core/records.js';
import { refKey } from '../../core/ref-key.js';
import { changeOf, commentsIn, commentWith, keyOf } from './comment-record.js';
import type { Connections } from './connections.js';
import { PageKeys } from './keys.js';
import type { Reply } from './lane.js';
import { blankRecord, recordOf } from './page-record.js';
import { SharedReads } from './shared-reads.js';
import { packId, packVisitor } from './short-ids.js';

/** Entries of a generation of what was read last: two are some 40 MB. */
const LAST_READS = 20_000;

/** Reads pages, their comments and logs, and what a visitor holds on them. */
export class PageReads {
  readonly #connections: Connections;
  readonly #shared: SharedReads;

  constructor(connections: Connections) {
    this.#connections = connections;
    this.#shared = new SharedReads(() => connections.isDown, LAST_READS);
  }

  page(ref: PageRef): Promise<PageRecord> {
    return this.#shared.read(pageKey(ref), () =>
      this.#connections.read('GET', PageKeys.of(ref).page, [], (text) => this.#recordOf(text as Buffer | null)),
    );
  }

  /** The page is so from now on. */
  learn(ref: PageRef, record: PageRecord): void {
    this.#shared.learn(pageKey(ref), record);
  }

  own(ref: PageRef, visitorId: string): Promise<OwnRecord> {
    return this.#shared.read(ownKey(ref, visitorId), () => this.#own(ref, visitorId));
  }

  /** Resolves once all that was asked for is answered, or sent. */
  idle(): Promise<void> {
    return this.#shared.idle();
  }

  /** The visitor writes to the page. */
  wrote(ref: PageRef, visitorId: string): void {
    this.#shared.forget(ownKey(ref, visitorId));
  }

  list(query: ListQuery): Promise<ListRecord | null> {
    const { ref, sort, limit, from, parentId, around, isCounted } = query;
    const what = JSON.stringify([sort, limit, from?.seq, from?.score, parentId, around, isCounted]);
    // One that is older than the page would leave out what has come since.
    const stands = (list: ListRecord | null) => {
      const page = this.#shared.last(pageKey(ref)) as PageRecord | undefined;
      return list !== null && page !== undefined && list.seq >= page.seq;
    };
    return this.#shared.read(`list ${what}\n${refKey(ref)}`, () => this.#list(query), stands);
  }

  changes(ref: PageRef, since: number): Promise<readonly ChangeRecord[] | null> {
    return this.#shared.read(
      `since ${since}\n${refKey(ref)}`,
      () => this.#changes(ref, since),
      () => false,
    );
  }

  #own(ref: PageRef, visitorId: string): Promise<OwnRecord> {
    const { page, own, comments, held } = PageKeys.of(ref);
    const visitor = packVisitor(visitorId);
    const args = [fieldOf(visitor), visitor, LIMITS.listLength];
    return this.#connections.query('own', [page, own, comments, held], args, (reply) => {
      const [kind] = reply as [Buffer];
      return { mine: kind.length === 0 ? null : kind.toString(), held: commentsIn(reply as Reply[], 1) };
    });
  }

  #list({ ref, sort, limit, from, parentId, around, isCounted }: ListQuery): Promise<ListRecord | null> {
    const { page, comments, threads, top, replies } = PageKeys.of(ref);
    const args = [
      sort,
      limit,
      from?.seq ?? '',
      from?.score ?? '',
      idOr(parentId),
      idOr(around),
      isCounted ? 1 : 0,
      LIMITS.listReplies,
    ];
    return this.#connections.query('list', [page, comments, threads, top, replies], args, (reply) => {
      const [text, next, previous, skipped] = reply as [Buffer, Buffer?, Buffer?, (Buffer | number)?];
      if (next === undefined) return null;
      return {
        comments: commentsIn(reply as Reply[], 4),
        next: placeIn(next),
        previous: placeIn(previous!),
        skipped: typeof skipped === 'number' ? skipped : null,
        seq: this.#recordOf(text.length === 0 ? null : text).seq,
      };
    });
  }

  comments(ref: PageRef, ids: readonly string[]): Promise<(CommentRecord | null)[]> {
    if (ids.length === 0) return Promise.resolve([]);
    const packed = ids.map(packId);
    return this.#connections.read('HMGET', PageKeys.of(ref).comments, packed.map(keyOf), (reply) =>
      packed.map((id, index) => commentWith(id, (reply as (Buffer | null)[])[index]!)),
    );
  }

  votes(ref: PageRef, visitorId: string, ids: readonly string[]): Promise<Readonly<Record<string, Vote>>> {
    if (ids.length === 0) return Promise.resolve({});
    const key = PageKeys.of(ref).votes(packVisitor(visitorId));
    return this.#connections.read(
      'HMGET',
      key,
      ids.map((id) => keyOf(packId(id))),
      (reply) =>
        Object.fromEntries(
          ids.flatMap((id, index) => {
            const vote = (reply as (Buffer | null)[])[index];
            // A byte of 1 more than its value.
            const value = (vote?.[0] ?? 1) - 1;
            return value === 0 ? [] : [[id, value as Vote]];
          }),
        ),
    );
  }

  #changes(ref: PageRef, since: number): Promise<readonly ChangeRecord[] | null> {
    const { page, log, comments } = PageKeys.of(ref);
    return this.#connections.query('changes', [page, log, comments], [since], (reply) => {
      const [, ...entries] = reply as [Buffer, ...Reply[]];
      if (entries[0] === 0) return null;
      return Array.from({ length: entries.length / 2 }, (_, index) => {
        const [entry, packed] = entries.slice(2 * index) as [Buffer, Buffer];
        return changeOf(since + index + 1, entry.toString('latin1', 0, 1), entry.subarray(1), packed);
      });
    });
  }

  #recordOf(text: Buffer | null): PageRecord {
    return text === null ? blankRecord(this.#connections.epoch) : recordOf(text);
  }
}

function pageKey(ref: PageRef): string {
  return `page ${refKey(ref)}`;
}

function ownKey(ref: PageRef, visitorId: string): string {
  return `own ${visitorId}\n${refKey(ref)}`;
}

/** The field of what a visitor holds on a page. */
export function fieldOf(visitor: Buffer): Buffer {
  return visitor.length === 16 ? visitor.subarray(0, 14) : visitor;
}

function idOr(id: string | null | undefined): Buffer | string {
  return id === null || id === undefined ? '' : packId(id);
}

function placeIn(text: Buffer): ListPlace | null {
  if (text.length === 0) return null;
  const [seq, score] = text.toString().split(' ').map(Number) as [number, number];
  return { seq, score };
}
