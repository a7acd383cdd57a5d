import {
  HuzzahRefusal,
  type NewComment,
  type ShownComment,
  type Thread,
  type ThreadItem,
  type ThreadView,
} from '@huzzah/client';
import { UNKNOWN_THREAD } from '../comment-box/thread-controller.js';
import type { Comment, ErrorCode, FlagReason, Sort, VisitorExport, Vote } from '@huzzah/protocol';

/** A thread that is known, live and empty. */
const EMPTY: ThreadView = { ...UNKNOWN_THREAD, isKnown: true };

/** The id of the nth comment of a test. */
export const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** The nth comment of a test, four minutes old; a reply where `parentId` says so. */
export function comment(n: number, change: Partial<Comment> = {}): Comment {
  return {
    id: idOf(n),
    seq: n,
    version: 1,
    parentId: null,
    author: { id: `visitor-${n % 7}`, name: `Reader ${n % 7}`, role: 'visitor' },
    body: `Comment ${n}`,
    at: Date.now() - 240_000 - n,
    editedAt: null,
    status: 'published',
    votes: { up: 0, down: 0, version: 0 },
    pinned: false,
    replyCount: 0,
    ...change,
  };
}

/** A comment as it is shown, posted by another. */
export function shown(comment: Comment, change: Partial<ShownComment> = {}): ShownComment {
  return {
    comment,
    isMine: false,
    myVote: 0,
    delivery: 'posted',
    askedAt: null,
    failure: null,
    editableUntil: null,
    undoableUntil: null,
    ...change,
  };
}

/** A thread of one comment and its replies. */
export function item(comment: Comment, change: Partial<ThreadItem> = {}): ThreadItem {
  return { ...shown(comment), replies: [], moreReplies: 0, isLoadingReplies: false, ...change };
}

/** Comments from the `first` down to the `last`. */
export const items = (first: number, last: number) =>
  Array.from({ length: first - last + 1 }, (_, index) => item(comment(first - index)));

/** Own one, which may be changed. */
export const mine: Partial<ShownComment> = { isMine: true, editableUntil: Date.now() + 900_000 };

/** Comments that are what a test says they are; keeps what was asked of it, in order, and answers when told. */
export class StagedThread implements Thread {
  /** The name of each method that asked for something, with what it was given. */
  readonly wishes: unknown[][] = [];
  /** Drafts, by what they answer. */
  readonly texts = new Map<string | null, string>();
  isHeld = false;
  #view: ThreadView;
  #waiting: ThreadItem[] = [];
  readonly #listeners = new Set<(view: ThreadView) => void>();
  #answer: { resolve(comment: Comment): void; reject(error: unknown): void } | undefined;

  constructor(view: Partial<ThreadView> = {}) {
    this.#view = { ...EMPTY, commentCount: view.items?.length ?? 0, ...view };
  }

  get view(): ThreadView {
    return this.#view;
  }

  get listenerCount(): number {
    return this.#listeners.size;
  }

  subscribe(listener: (view: ThreadView) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Changes what there is to draw, and tells the listeners at once. */
  show(change: Partial<ThreadView>): void {
    this.#view = { ...this.#view, ...change };
    this.#listeners.forEach((listener) => listener(this.#view));
  }

  /** Changes one comment or reply. */
  change(id: string, change: Partial<ShownComment>): void {
    const changed = <S extends ShownComment>(each: S): S => (each.comment.id === id ? { ...each, ...change } : each);
    this.show({
      items: this.#view.items.map((each) =>
        each.replies.some(({ comment }) => comment.id === id)
          ? { ...each, replies: each.replies.map(changed) }
          : changed(each),
      ),
    });
  }

  /** Others post: at the top of the list, or behind *N new* while it is held. */
  arrive(...comments: Comment[]): void {
    this.#waiting = [...comments.map((each) => item(each)), ...this.#waiting];
    const commentCount = this.#view.commentCount + comments.length;
    if (this.isHeld) this.show({ commentCount, waitingCount: this.#waiting.length });
    else this.#letIn({ commentCount });
  }

  hold(isHeld: boolean): void {
    this.isHeld = isHeld;
    if (!isHeld && this.#waiting.length > 0) this.#letIn();
  }

  reveal(): void {
    this.wishes.push(['reveal']);
    this.#letIn();
  }

  setSort(sort: Sort): void {
    this.wishes.push(['setSort', sort]);
    this.show({ sort, items: [...this.#view.items].reverse() });
  }

  async showOlder(): Promise<void> {
    this.wishes.push(['showOlder']);
  }

  async showNewer(): Promise<void> {
    this.wishes.push(['showNewer']);
  }

  async showReplies(id: string): Promise<void> {
    this.wishes.push(['showReplies', id]);
  }

  async showComment(id: string): Promise<boolean> {
    this.wishes.push(['showComment', id]);
    return this.#view.items.some((each) => each.comment.id === id);
  }

  post(wish: NewComment): Promise<Comment> {
    const { body, parentId = null, name } = wish;
    this.wishes.push(['post', wish]);
    const id = idOf(900 + this.wishes.length);
    const author = { id: 'me', name: name ?? 'Guest', role: 'visitor' } as const;
    const own = shown(comment(0, { id, seq: null, parentId, author, body, at: Date.now() }), {
      isMine: true,
      delivery: 'sending',
      askedAt: Date.now(),
    });
    this.show({
      items: parentId
        ? this.#view.items.map((each) =>
            each.comment.id === parentId ? { ...each, replies: [...each.replies, own] } : each,
          )
        : [{ ...item(own.comment), ...own }, ...this.#view.items],
    });
    return this.#wait();
  }

  /** The server has done what was asked for last. */
  acknowledge(change: Partial<Comment> = {}): void {
    const own = this.#view.items
      .flatMap((each) => [each, ...each.replies])
      .find(({ delivery }) => delivery === 'sending');
    const done = comment(999, { ...own?.comment, seq: 999, ...change });
    if (own) {
      this.change(own.comment.id, { comment: done, delivery: 'posted', editableUntil: Date.now() + 900_000 });
      this.show({ commentCount: this.#view.commentCount + Number(done.status === 'published') });
    }
    this.#answer?.resolve(done);
  }

  /** The server says no to what was asked for last. */
  refuse(code: ErrorCode, retryAfterMs?: number): void {
    const error = { code, message: `unable to do it; ${code}`, ...(retryAfterMs !== undefined && { retryAfterMs }) };
    for (const { comment, delivery } of this.#view.items)
      if (delivery === 'sending') this.change(comment.id, { delivery: 'failed', failure: error });
    this.#answer?.reject(new HuzzahRefusal(error));
  }

  retry(id: string): void {
    this.wishes.push(['retry', id]);
    this.change(id, { delivery: 'sending', failure: null });
  }

  discard(id: string): void {
    this.wishes.push(['discard', id]);
    this.show({ items: this.#view.items.filter(({ comment }) => comment.id !== id) });
  }

  edit(id: string, body: string): Promise<Comment> {
    this.wishes.push(['edit', id, body]);
    return this.#wait();
  }

  remove(id: string): Promise<Comment> {
    this.wishes.push(['remove', id]);
    const own = this.#view.items.find(({ comment }) => comment.id === id)!;
    this.change(id, {
      comment: { ...own.comment, status: 'removed', removedBy: 'author', body: '', author: null },
      undoableUntil: Date.now() + 8_000,
    });
    return this.#wait();
  }

  restore(id: string): Promise<Comment> {
    this.wishes.push(['restore', id]);
    return this.#wait();
  }

  async vote(id: string, value: Vote): Promise<void> {
    this.wishes.push(['vote', id, value]);
    this.change(id, { myVote: value });
    await this.#wait();
  }

  async flag(id: string, reason: FlagReason, text?: string): Promise<void> {
    this.wishes.push(['flag', id, reason, ...(text === undefined ? [] : [text])]);
    await this.#wait();
  }

  readonly drafts = {
    read: async (parentId: string | null) => this.texts.get(parentId) ?? '',
    write: (parentId: string | null, text: string) => void this.texts.set(parentId, text),
  };

  async exportMine(): Promise<VisitorExport> {
    this.wishes.push(['exportMine']);
    const visitor = { id: 'me', name: 'Ana', role: 'visitor' } as const;
    const comments = this.#view.items
      .filter(({ isMine }) => isMine)
      .map((each) => ({ page: 'here', comment: each.comment }));
    return { visitor, comments, reactions: [], votes: [], flags: [], before: null };
  }

  async eraseMine(): Promise<{ comments: number; reactions: number; votes: number; flags: number }> {
    this.wishes.push(['eraseMine']);
    return { comments: 1, reactions: 0, votes: 0, flags: 0 };
  }

  #letIn(change: Partial<ThreadView> = {}): void {
    const come = this.#waiting;
    this.#waiting = [];
    this.show({ ...change, waitingCount: 0, items: [...come, ...this.#view.items] });
  }

  #wait(): Promise<Comment> {
    return new Promise((resolve, reject) => (this.#answer = { resolve, reject }));
  }
}
