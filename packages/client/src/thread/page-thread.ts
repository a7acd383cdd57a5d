import { LIMITS, type Comment, type CommandInputs, type CommentChanged, type FlagReason } from '@huzzah/protocol';
import type { Joined, PagePulse, Sort, VisitorErased, VisitorExport, Vote } from '@huzzah/protocol';
import { newCommandId } from '../command-id.js';
import type { Page } from '../page.js';
import type { JoinWish, PagePart } from '../page-part.js';
import { HuzzahRefusal } from '../refusal.js';
import { Views } from '../views.js';
import { arrange } from './arrange.js';
import { CommentOutbox, type OutboxThread } from './comment-outbox.js';
import { PageDrafts } from './drafts.js';
import { eraseVisitor, exportVisitor } from './held-on-me.js';
import { OwnChanges, type ChangeReply } from './own-changes.js';
import { foldJoined, foldList, foldOwn, foldPulse, foldVoted, hold, NOTHING, type ListPart } from './thread-state.js';
import type { NewComment, Thread, ThreadItem, ThreadOptions, ThreadView } from './thread-view.js';

/** How long *Undo* is there. */
const UNDO_MS = 8_000;

type ListInput = Omit<CommandInputs['comment.list'], 'page'>;

/** The thread of one page: a part of it while somebody subscribes. */
export class PageThread implements Thread, PagePart, OutboxThread {
  readonly key: string;
  readonly drafts: PageDrafts;
  readonly #page: Page;
  readonly #limit: number;
  readonly #outbox: CommentOutbox;
  readonly #changes: OwnChanges;
  readonly #views: Views<ThreadView>;
  readonly #loadingReplies = new Set<string>();
  readonly #undoable = new Map<string, { comment: Comment; until: number }>();
  #sort: Sort;
  #state = NOTHING;
  #isKnown = false;
  /** Whose votes and held comments the state has. */
  #visitorId: string | undefined;
  #items: readonly ThreadItem[] = [];
  #loading: ThreadView['loading'] = null;
  #isLoadFailed = false;
  /** Counts the times that the list began anew: what was asked for before that is not of it. */
  #life = 0;
  #isHeld = false;
  #target: string | null = null;
  #mayPostAt = 0;
  #stop: (() => void) | undefined;
  #isWatched = false;

  constructor(page: Page, { sort = 'newest', limit = LIMITS.listDefault }: ThreadOptions) {
    const { key, connection } = page;
    this.key = key;
    this.#page = page;
    this.#sort = sort;
    this.#limit = limit;
    this.#outbox = CommentOutbox.of(connection);
    this.drafts = new PageDrafts(this.#outbox.keep, key);
    this.#changes = new OwnChanges({
      send: (type, command) => {
        connection.keepIdentity();
        return connection.request(`comment.${type}`, { page: key, ...command } as never);
      },
      acknowledged: (id, reply) => this.#acknowledged(id, reply),
      changed: () => this.changed(),
    });
    this.#views = new Views(
      () => this.#draw(),
      () => this.#begin(),
      () => this.#end(),
    );
    this.connectionChanged();
  }

  get view(): ThreadView {
    return this.#views.view;
  }

  subscribe(listener: (view: ThreadView) => void): () => void {
    return this.#views.subscribe(listener);
  }

  setSort(sort: Sort): void {
    this.#sort = sort;
    if (this.#isKnown) void this.#list('first', {}, { first: sort });
  }

  async showOlder(): Promise<void> {
    const { before } = this.#state;
    if (before !== null) await this.#list('older', { before }, 'older');
  }

  async showNewer(): Promise<void> {
    const { after } = this.#state;
    if (after !== null) await this.#list('newer', { before: after }, 'newer');
  }

  async showReplies(id: string): Promise<void> {
    if (this.#loadingReplies.has(id)) return;
    const before = this.#state.known.get(id)?.repliesCursor;
    this.#loadingReplies.add(id);
    await this.#ask({ parentId: id, ...(before && { before }) }, { parentId: id });
    this.#loadingReplies.delete(id);
    this.changed();
  }

  async showComment(id: string): Promise<boolean> {
    const isShown = () =>
      this.view.items.some((item) => [item, ...item.replies].some(({ comment }) => comment.id === id));
    if (!this.#isKnown) {
      await new Promise<void>((resolve) => {
        const stop = this.subscribe(({ isKnown }) => {
          if (!isKnown) return;
          stop();
          resolve();
        });
      });
    }
    if (!isShown()) {
      this.#target = id;
      await this.#list('first', { around: id }, { first: this.#sort });
    }
    return isShown();
  }

  hold(isHeld: boolean): void {
    if (isHeld === this.#isHeld) return;
    this.#isHeld = isHeld;
    this.reveal();
  }

  reveal(): void {
    this.#state = hold(this.#state, this.#isHeld);
    this.changed();
  }

  post({ body, parentId = null, name }: NewComment): Promise<Comment> {
    this.#page.connection.wanted();
    return this.#outbox.post(
      { id: newCommandId(), page: this.key, parentId, body, at: Date.now(), ...(name !== undefined && { name }) },
      this.drafts.take(parentId),
    );
  }

  retry(id: string): void {
    this.#outbox.retry(id);
    this.#changes.retry(id);
  }

  discard(id: string): void {
    this.#outbox.discard(id);
    this.#changes.discard(id);
  }

  edit(id: string, body: string): Promise<Comment> {
    return this.#changes.ask(id, 'edit', { body }).then(commentOf);
  }

  remove(id: string): Promise<Comment> {
    const comment = this.#state.known.get(id)?.comment;
    if (comment) this.#undoable.set(id, { comment, until: Date.now() + UNDO_MS });
    setTimeout(() => this.#forget(id, Date.now()), UNDO_MS);
    return this.#changes.ask(id, 'remove', {}).then(commentOf);
  }

  restore(id: string): Promise<Comment> {
    const undo = this.#undoable.get(id);
    // What it was is shown until the server says so.
    if (undo) this.#undoable.set(id, { ...undo, until: Infinity });
    return this.#changes
      .ask(id, 'restore', {})
      .then(commentOf)
      .finally(() => this.#forget(id, Infinity));
  }

  async vote(id: string, value: Vote): Promise<void> {
    await this.#changes.ask(id, 'vote', { value });
  }

  async flag(id: string, reason: FlagReason, text?: string): Promise<void> {
    await this.#changes.ask(id, 'flag', { reason, ...(text !== undefined && { text }) });
  }

  exportMine(): Promise<VisitorExport> {
    return exportVisitor(this.#page.connection);
  }

  eraseMine(): Promise<VisitorErased['erased']> {
    return eraseVisitor(this.#page.connection, this.#outbox);
  }

  get wish(): JoinWish | null {
    if (!this.#isWatched) return null;
    const { epoch, seq, sort } = this.#state;
    const isOurs = this.#isKnown && sort === this.#sort && this.#visitorId === this.#page.connection.visitor?.id;
    return { limit: this.#limit, sort: this.#sort, ...(isOurs && { since: { epoch, seq } }) };
  }

  joined(reply: Joined, { sort }: JoinWish): void {
    this.#state = foldJoined(this.#state, reply, sort!);
    this.#isKnown = true;
    this.#visitorId = this.#page.connection.visitor?.id;
    if (!reply.resumed) {
      this.#life += 1;
      this.#loading = null;
      if (this.#isHeld) this.reveal();
    }
    // The order may have been changed while the join was under way.
    if (sort !== this.#sort) this.setSort(this.#sort);
    this.changed();
  }

  heard(pulse: PagePulse): boolean {
    if (!this.#isKnown) return true;
    const state = foldPulse(this.#state, pulse);
    if (state !== this.#state) this.changed();
    this.#state = state;
    return (pulse.head ?? 0) <= state.seq;
  }

  connectionChanged(): void {
    const isUp = this.#page.connection.stage === 'up';
    this.#outbox.setUp(isUp);
    this.#changes.setUp(isUp);
    this.changed();
  }

  end(reason: Error): void {
    this.#outbox.end(reason);
    this.#changes.end(reason);
  }

  posted({ epoch, comment }: CommentChanged): void {
    if (epoch === this.#state.epoch) this.#state = foldOwn(this.#state, comment);
    this.#mayPostIn(this.#state.settings.slowModeMs);
  }

  refused({ code, retryAfterMs = 0 }: HuzzahRefusal): void {
    if (code === 'slow_mode' || code === 'rate_limited') this.#mayPostIn(retryAfterMs);
  }

  /** What there is to draw is another. */
  changed(): void {
    this.#views.changed();
  }

  #begin(): void {
    if (this.#isWatched) return;
    this.#isWatched = true;
    this.#outbox.threads.add(this);
    this.#outbox.open();
    this.drafts.watch(true);
    // In this order a page that is not live yet joins once.
    this.#page.joinAnew();
    this.#stop = this.#page.subscribe(() => this.changed());
  }

  #end(): void {
    this.#isWatched = false;
    this.#outbox.threads.delete(this);
    this.drafts.watch(false);
    this.#stop?.();
    this.#life += 1;
    this.#state = NOTHING;
    this.#isKnown = false;
    this.#isHeld = false;
    this.#target = null;
    this.#loading = null;
  }

  /** Fetches a part of the list; one at a time, but for one that begins it anew. */
  async #list(loading: ThreadView['loading'], input: ListInput, part: ListPart): Promise<void> {
    if (loading === 'first') this.#life += 1;
    else if (this.#loading !== null) return;
    const life = this.#life;
    this.#loading = loading;
    await this.#ask(input, part);
    if (life === this.#life) this.#loading = null;
    this.changed();
  }

  async #ask(input: ListInput, part: ListPart): Promise<void> {
    const life = this.#life;
    this.#isLoadFailed = false;
    this.changed();
    try {
      const reply = await this.#page.connection.request('comment.list', {
        page: this.key,
        limit: this.#limit,
        sort: this.#sort,
        ...input,
      });
      if (life === this.#life && reply.epoch === this.#state.epoch) this.#state = foldList(this.#state, reply, part);
    } catch (error) {
      // What is not there is no failure.
      if (life === this.#life) this.#isLoadFailed = !(error instanceof HuzzahRefusal && error.code === 'not_found');
    }
  }

  #acknowledged(id: string, reply: ChangeReply): void {
    if (!('epoch' in reply) || reply.epoch !== this.#state.epoch) return;
    this.#state = 'votes' in reply ? foldVoted(this.#state, id, reply) : foldOwn(this.#state, reply.comment);
  }

  #forget(id: string, until: number): void {
    if ((this.#undoable.get(id)?.until ?? Infinity) <= until) this.#undoable.delete(id);
    this.changed();
  }

  #mayPostIn(ms: number): void {
    this.#mayPostAt = Date.now() + ms;
    setTimeout(() => this.changed(), ms);
  }

  #draw(): ThreadView {
    const { visitor, site, clockSkewMs } = this.#page.connection;
    const now = Date.now();
    const state = this.#state;
    const arranged = arrange(
      state,
      {
        visitor,
        now,
        editableMs: (site?.limits.editWindowMs ?? 0) + clockSkewMs,
        unsent: this.#outbox.unsent(this.key),
        asked: this.#changes.asked,
        undoable: this.#undoable,
        target: this.#target,
        loadingReplies: this.#loadingReplies,
      },
      this.#items,
    );
    this.#items = arranged.items;
    return Object.freeze({
      ...arranged,
      isKnown: this.#isKnown,
      sort: this.#sort,
      commentCount: state.commentCount,
      loading: this.#isKnown ? this.#loading : 'first',
      isLoadFailed: this.#isLoadFailed,
      isLocked: state.settings.locked,
      slowModeMs: state.settings.slowModeMs,
      mayPostAt: this.#mayPostAt > now ? this.#mayPostAt : null,
    });
  }
}

function commentOf(reply: ChangeReply): Comment {
  return (reply as CommentChanged).comment;
}
