import { LIMITS, type ChangeType, type CommentStatus, type Sort, type Vote } from '@huzzah/protocol';
import type {
  Command,
  CommentRecord,
  CommentWrite,
  EditWrite,
  FlagWrite,
  PageRef,
  PostWrite,
  VisitorWrite,
  VoteWrite,
} from '../core/records.js';

/** A comment as every driver must have it; times are its own. */
export type ModelledComment = Omit<
  CommentRecord,
  'at' | 'editedAt' | 'votes' | 'replyCount' | 'reason' | 'pinnedAt'
> & {
  readonly up: number;
  readonly down: number;
  readonly replyCount: number;
};

interface Entry {
  readonly ref: PageRef;
  readonly id: string;
  readonly parentId: string | null;
  readonly author: CommentRecord['author'];
  readonly votes: Map<string, Vote>;
  seq: number | null;
  version: number;
  name: string;
  body: string;
  status: CommentStatus;
  statusBefore: CommentStatus;
  removedBy: CommentRecord['removedBy'];
}

/** `known`: to compare with nothing is left but what the driver has kept; not applied in any case. */
export type ExpectedStatus = 'applied' | 'repeated' | 'conflict' | 'known' | 'stale' | 'not_found' | 'forbidden';

/** The laws of comments, said the naive way: everything is kept, and all that is counted is counted anew. */
export class TalkModel {
  readonly #comments: Entry[] = [];
  readonly #log: { readonly page: string; readonly type: ChangeType; readonly id: string }[] = [];
  readonly #commands = new Map<string, string | null>();
  readonly #names = new Map<string, string>();

  writeComment(write: CommentWrite): ExpectedStatus {
    const known = this.#known(write);
    if (known !== null) return known;
    return write.type === 'post' ? this.#post(write) : this.#change(write);
  }

  setVote(write: VoteWrite): ExpectedStatus {
    const known = this.#known(write);
    if (known !== null) return known;
    const comment = this.#find(write.ref, write.id);
    if (comment?.status !== 'published') return 'not_found';
    if (comment.author.id === write.visitorId) return 'forbidden';
    comment.votes.set(write.visitorId, write.value);
    return this.#note(write);
  }

  flagComment(write: FlagWrite): ExpectedStatus {
    const known = this.#known(write);
    if (known !== null) return known;
    return this.#find(write.ref, write.id)?.status === 'published' ? this.#note(write) : 'not_found';
  }

  writeVisitor(write: VisitorWrite): ExpectedStatus {
    const known = this.#known(write);
    if (known !== null) return known;
    if (write.name === null) this.#erase(write.visitorId);
    else this.#names.set(write.visitorId, write.name);
    return this.#note(write);
  }

  nameOf(visitorId: string): string | undefined {
    return this.#names.get(visitorId);
  }

  comment(id: string): ModelledComment | null {
    const found = this.#comments.find((comment) => comment.id === id);
    return found === undefined ? null : this.#shown(found);
  }

  vote(id: string, visitorId: string): Vote {
    return this.#comments.find((comment) => comment.id === id)?.votes.get(visitorId) ?? 0;
  }

  /** The page's log, as types and ids. */
  log({ page }: PageRef): (readonly [ChangeType, string])[] {
    return this.#log.filter((entry) => entry.page === page).map(({ type, id }) => [type, id] as const);
  }

  counts({ page }: PageRef): { commentCount: number; threadCount: number } {
    const here = this.#comments.filter(({ ref }) => ref.page === page);
    const commentCount = here.filter(({ status }) => status === 'published').length;
    return { commentCount, threadCount: here.filter((comment) => this.#isThread(comment)).length };
  }

  /** The whole list. */
  list({ page }: PageRef, sort: Sort): ModelledComment[] {
    const threads = this.#comments.filter((comment) => comment.ref.page === page && this.#isThread(comment));
    const newestFirst = threads.map((comment) => this.#shown(comment)).toSorted((a, b) => b.seq! - a.seq!);
    const sorted = {
      newest: newestFirst,
      oldest: newestFirst.toReversed(),
      top: newestFirst.toSorted((a, b) => b.up - b.down - (a.up - a.down)),
    }[sort];
    return sorted.flatMap((thread) => [
      thread,
      ...this.#replies(thread.id)
        .slice(0, LIMITS.listReplies)
        .map((reply) => this.#shown(reply)),
    ]);
  }

  #post(write: PostWrite): ExpectedStatus {
    const { ref, commandId: id, parentId, author, body, status } = write;
    if (this.#comments.some((comment) => comment.id === id)) return 'conflict';
    const answered = parentId === null ? null : this.#find(ref, parentId);
    if (answered !== null && answered?.status !== 'published') return 'not_found';
    const comment: Entry = {
      ref,
      id,
      parentId: answered?.parentId ?? answered?.id ?? null,
      author,
      name: author.name,
      body,
      status,
      statusBefore: status,
      seq: null,
      version: 1,
      removedBy: null,
      votes: new Map(),
    };
    this.#comments.push(comment);
    if (status === 'published') comment.seq = this.#tell(comment, 'posted');
    if (write.isRename) this.#names.set(write.visitorId, author.name);
    return this.#note(write);
  }

  #change(write: EditWrite): ExpectedStatus {
    const comment = this.#find(write.ref, write.id);
    if (comment === undefined) return 'not_found';
    if (comment.version !== write.ifVersion) return 'stale';
    if ((comment.status === 'removed') !== (write.type === 'restore')) return 'stale';
    if (comment.body === '') return 'not_found';
    if (write.type === 'edit') this.#edit(comment, write.body!);
    if (write.type === 'remove') this.#setStatus(comment, 'removed', write.removedBy!);
    if (write.type === 'restore') this.#setStatus(comment, comment.statusBefore, null);
    return this.#note(write);
  }

  #edit(comment: Entry, body: string): void {
    comment.body = body;
    comment.version += 1;
    if (comment.status === 'published') this.#tell(comment, 'edited');
  }

  #setStatus(comment: Entry, status: CommentStatus, removedBy: Entry['removedBy']): void {
    const wasPublished = comment.status === 'published';
    comment.statusBefore = comment.status;
    comment.status = status;
    comment.removedBy = removedBy;
    comment.version += 1;
    if (wasPublished) this.#tell(comment, 'removed');
    if (status === 'published') this.#tell(comment, 'restored');
  }

  #erase(visitorId: string): void {
    this.#names.delete(visitorId);
    for (const key of this.#commands.keys()) if (key.endsWith(` ${visitorId}`)) this.#commands.set(key, null);
    for (const comment of this.#comments) {
      comment.votes.delete(visitorId);
      if (comment.author.id !== visitorId) continue;
      comment.body = '';
      comment.name = '';
      if (comment.status !== 'removed') this.#setStatus(comment, 'removed', 'author');
    }
  }

  #tell({ ref, id }: Entry, type: ChangeType): number {
    this.#log.push({ page: ref.page, type, id });
    return this.log(ref).length;
  }

  #known({ visitorId, commandId, fingerprint }: Command): ExpectedStatus | null {
    const known = this.#commands.get(`${commandId} ${visitorId}`);
    if (known === undefined) return null;
    if (known === fingerprint) return 'repeated';
    return known === null ? 'known' : 'conflict';
  }

  #note({ visitorId, commandId, fingerprint }: Command): 'applied' {
    this.#commands.set(`${commandId} ${visitorId}`, fingerprint);
    return 'applied';
  }

  #find(ref: PageRef, id: string): Entry | undefined {
    return this.#comments.find((comment) => comment.id === id && comment.ref.page === ref.page);
  }

  #replies(id: string): Entry[] {
    const replies = this.#comments.filter(({ parentId, status }) => parentId === id && status === 'published');
    return replies.toSorted((a, b) => a.seq! - b.seq!);
  }

  #isThread({ id, parentId, status, seq }: Entry): boolean {
    if (parentId !== null) return false;
    return status === 'published' || (seq !== null && this.#replies(id).length > 0);
  }

  #shown(comment: Entry): ModelledComment {
    const { id, seq, version, parentId, name, body, status, removedBy } = comment;
    const votes = [...comment.votes.values()];
    return {
      id,
      seq,
      version,
      parentId,
      author: { ...comment.author, name },
      body,
      status,
      removedBy,
      up: votes.filter((value) => value === 1).length,
      down: votes.filter((value) => value === -1).length,
      replyCount: this.#replies(id).length,
    };
  }
}

/** A stored comment, as the model has it. */
export function modelled({ votes, ...comment }: CommentRecord): ModelledComment {
  const { id, seq, version, parentId, author, body, status, removedBy, replyCount } = comment;
  const { up, down } = votes;
  return { id, seq, version, parentId, author, body, status, removedBy, up, down, replyCount };
}
