/** For tests: a page whose every commit is made by hand. */
import type { ChangeType, Votes } from '@huzzah/protocol';
import type { ShowChange } from '../core/ports.js';
import type { ChangeRecord, CommentRecord, Committed, PageRecord, PageRef } from '../core/records.js';

const NO_VOTES: Votes = { up: 0, down: 0, version: 0 };

/** What readers see of a change. */
export const showChange: ShowChange = ({ seq, type, comment }) => {
  const { id, version, parentId, author, body, at, editedAt, status, votes, replyCount } = comment;
  const common = { id, seq: comment.seq, version, parentId, at, editedAt, votes, replyCount, pinned: false };
  return {
    seq,
    type,
    comment:
      status === 'published'
        ? { ...common, status, author, body }
        : { ...common, status: 'removed', author: null, body: '' },
  };
};

/** A page with its comments, marks and log, as a store would have it. */
export class TestPage {
  readonly ref: PageRef = { site: 'news', page: 'p' };
  record: PageRecord;
  readonly comments = new Map<string, CommentRecord>();
  readonly #log: { seq: number; type: ChangeType; id: string }[] = [];
  readonly #origin: number;

  /** @param seq the newest change of its log at the beginning */
  constructor(epoch = 'e', seq = 0) {
    this.#origin = seq;
    this.record = { epoch, seq, counts: {}, version: 0, commentCount: 0, threadCount: 0, votesVersion: 0 };
  }

  post(body = 'Hello', parentId: string | null = null): Committed {
    const seq = this.record.seq + 1;
    const id = `c-${seq}`;
    const author = { id: 'v', name: 'Ann', role: 'visitor' as const };
    const parent = parentId === null ? undefined : this.comments.get(parentId);
    if (parent) this.comments.set(parent.id, { ...parent, replyCount: parent.replyCount + 1 });
    return this.#commit('posted', {
      ...{ id, seq, version: 0, parentId, author, body, at: 1, editedAt: null, status: 'published', removedBy: null },
      ...{ reason: null, votes: NO_VOTES, pinnedAt: null, replyCount: 0 },
    });
  }

  edit(id: string, body: string): Committed {
    return this.#commit('edited', { ...this.comments.get(id)!, body });
  }

  remove(id: string): Committed {
    return this.#commit('removed', { ...this.comments.get(id)!, status: 'removed', removedBy: 'author' });
  }

  vote(id: string): Committed {
    const comment = this.comments.get(id)!;
    const { up, down, version } = comment.votes;
    const votes = { up: up + 1, down, version: version + 1 };
    this.comments.set(id, { ...comment, votes });
    this.record = { ...this.record, votesVersion: this.record.votesVersion + 1 };
    return { ref: this.ref, record: this.record, changes: [], votes: { [id]: votes } };
  }

  react(like: number): Committed {
    this.record = { ...this.record, counts: { like }, version: this.record.version + 1 };
    return { ref: this.ref, record: this.record, changes: [], votes: {} };
  }

  /** The whole log, with the comments as they are now. */
  get log(): ChangeRecord[] {
    return this.#log.map(({ seq, type, id }) => ({ seq, type, comment: this.comments.get(id)! }));
  }

  /** What a store would give to one who has heard up to `seq`. */
  changesAfter(seq: number): ChangeRecord[] | null {
    return seq < this.#origin ? null : this.log.slice(seq - this.#origin);
  }

  #commit(type: ChangeType, next: CommentRecord): Committed {
    const comment = { ...next, version: next.version + 1 };
    const { id } = comment;
    this.comments.set(id, comment);
    const seq = this.record.seq + 1;
    this.#log.push({ seq, type, id });
    const commentCount = [...this.comments.values()].filter(({ status }) => status === 'published').length;
    this.record = { ...this.record, seq, commentCount, threadCount: commentCount };
    return { ref: this.ref, record: this.record, changes: [{ seq, type, comment }], votes: {} };
  }
}
