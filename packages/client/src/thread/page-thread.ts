import type { Comment, FlagReason, Joined, PagePulse } from '@huzzah/protocol';
import type { Sort, VisitorErased, VisitorExport, Vote } from '@huzzah/protocol';
import type { Page } from '../page.js';
import type { JoinWish, PagePart } from '../page-part.js';
import { Views } from '../views.js';
import { arrange } from './arrange.js';
import { foldJoined, foldPulse, hold, NOTHING } from './thread-state.js';
import type { Drafts, NewComment, Thread, ThreadItem, ThreadOptions, ThreadView } from './thread-view.js';
import { Lists, type ListTaker } from './lists.js';
import { isAnythingKept, loadWriter } from './load-writer.js';
import { outboxTabs } from './outbox-tabs.js';
import type { Writer } from './writer.js';

/** The thread of one page: a part of it while somebody subscribes. What writes is loaded by the first that is written. */
export class PageThread implements Thread, PagePart, ListTaker {
  /** The page's key. */
  readonly key: string;
  readonly drafts: Drafts = {
    read: async (parentId) => ((await this.#isWriting()) ? (await this.#write()).drafts.read(parentId) : ''),
    write: (parentId, text) => this.#writeUnasked(({ drafts }) => drafts.write(parentId, text)),
  };
  /** What the server has said. */
  state = NOTHING;
  /** The order that is wanted. */
  sort: Sort;
  readonly limit: number;
  readonly #page: Page;
  readonly #views: Views<ThreadView>;
  readonly #lists: Lists;
  #isKnown = false;
  #isWatched = false;
  #stop: (() => void) | undefined;
  /** Whose votes and held comments the state has. */
  #visitorId: string | undefined;
  #items: readonly ThreadItem[] = [];
  #isHeld = false;
  #target: string | undefined;
  #writer: Writer | undefined;
  #writing: Promise<Writer> | undefined;
  readonly #heard = () => this.#writeUnasked();

  constructor(page: Page, { sort = 'newest', limit = 20 }: ThreadOptions) {
    this.key = page.key;
    this.#page = page;
    this.sort = sort;
    this.limit = limit;
    this.#lists = new Lists(page, this);
    this.#views = new Views(
      () => this.#draw(),
      () => this.#begin(),
      () => this.#end(),
    );
  }

  get view(): ThreadView {
    return this.#views.view;
  }

  subscribe(listener: (view: ThreadView) => void): () => void {
    return this.#views.subscribe(listener);
  }

  setSort(sort: Sort): void {
    this.sort = sort;
    this.#target = undefined;
    if (this.#isKnown) void this.#lists.fetch('first', {});
  }

  async showOlder(): Promise<void> {
    const { before } = this.state;
    if (before !== null) await this.#lists.fetch('older', { before });
  }

  async showNewer(): Promise<void> {
    const { after } = this.state;
    if (after !== null) await this.#lists.fetch('newer', { before: after });
  }

  showReplies(id: string): Promise<void> {
    return this.#lists.fetchReplies(id);
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
      await this.#lists.fetch('first', { around: id });
      // It may have come in the place of another order, and not have been there.
      if (this.state.sort !== this.sort) this.setSort(this.sort);
    }
    return isShown();
  }

  hold(isHeld: boolean): void {
    if (isHeld === this.#isHeld) return;
    this.#isHeld = isHeld;
    this.reveal();
  }

  reveal(): void {
    this.state = hold(this.state, this.#isHeld);
    this.changed();
  }

  async post(comment: NewComment): Promise<Comment> {
    return (await this.#write()).post(comment);
  }

  retry(id: string): void {
    this.#writer?.retry(id);
  }

  discard(id: string): void {
    this.#writer?.discard(id);
  }

  async edit(id: string, body: string): Promise<Comment> {
    return (await this.#write()).edit(id, body);
  }

  async remove(id: string): Promise<Comment> {
    return (await this.#write()).remove(id, this.state.known.get(id)?.comment);
  }

  async restore(id: string): Promise<Comment> {
    return (await this.#write()).restore(id);
  }

  async vote(id: string, value: Vote): Promise<void> {
    return (await this.#write()).vote(id, value);
  }

  async flag(id: string, reason: FlagReason, text?: string): Promise<void> {
    return (await this.#write()).flag(id, reason, text);
  }

  async exportMine(): Promise<VisitorExport> {
    return (await this.#write()).exportMine();
  }

  async eraseMine(): Promise<VisitorErased['erased']> {
    return (await this.#write()).eraseMine();
  }

  get wish(): JoinWish | null {
    if (!this.#isWatched) return null;
    const { epoch, seq, sort } = this.state;
    const isOurs = this.#isKnown && sort === this.sort && this.#visitorId === this.#page.connection.visitor?.id;
    return { limit: this.limit, sort: this.sort, ...(isOurs && { since: { epoch, seq } }) };
  }

  joined(reply: Joined, { sort }: JoinWish): void {
    this.state = foldJoined(this.state, reply, sort!);
    this.#isKnown = true;
    this.#visitorId = this.#page.connection.visitor?.id;
    if (reply.resumed) {
      // The changes say nothing of votes.
      void this.#lists.refresh();
    } else {
      this.#lists.begin();
      if (this.#isHeld) this.reveal();
    }
    // The order may have been changed while the join was under way.
    if (sort !== this.sort) this.setSort(this.sort);
    this.changed();
  }

  heard(pulse: PagePulse): boolean {
    if (!this.#isKnown) return true;
    const state = foldPulse(this.state, pulse);
    if (state !== this.state) this.changed();
    this.state = state;
    return (pulse.head ?? 0) <= state.seq;
  }

  connectionChanged(): void {
    this.#writer?.connectionChanged();
    this.changed();
  }

  end(reason: Error): void {
    this.#writer?.end(reason);
  }

  /** What there is to draw is another. */
  changed(): void {
    this.#views.changed();
  }

  #begin(): void {
    if (this.#isWatched) return;
    this.#isWatched = true;
    this.#writer?.watch(true);
    // In this order a page that is not live yet joins once.
    this.#page.joinAnew();
    this.#stop = this.#page.subscribe(() => this.changed());
    void this.#isWriting().then((isWriting) => isWriting && this.#writeUnasked());
    // What waits in another tab is seen in this one.
    outboxTabs(this.#page.connection)?.addEventListener('message', this.#heard);
  }

  #end(): void {
    this.#isWatched = false;
    this.#writer?.watch(false);
    outboxTabs(this.#page.connection)?.removeEventListener('message', this.#heard);
    this.#stop?.();
    this.#lists.begin();
    this.state = NOTHING;
    this.#isKnown = false;
    this.#isHeld = false;
    this.#target = undefined;
  }

  /** For what nobody waits for: where the connection has ended it is not done. */
  #writeUnasked(use: (writer: Writer) => void = () => {}): void {
    this.#write().then(use, () => {});
  }

  /** Whether he has written something, now or before: who only reads needs nothing of all that. */
  async #isWriting(): Promise<boolean> {
    return this.#writing !== undefined || (await isAnythingKept(this.#page.connection.storageName));
  }

  async #write(): Promise<Writer> {
    const { ended } = this.#page.connection;
    if (ended) throw ended;
    return (this.#writing ??= loadWriter().then(({ Writer }) => {
      this.#writer = new Writer(this, this.#page.connection);
      this.#writer.watch(this.#isWatched);
      return this.#writer;
    }));
  }

  #draw(): ThreadView {
    const { visitor, site, clockSkewMs } = this.#page.connection;
    const { commentCount, settings } = this.state;
    const now = Date.now();
    const own = this.#writer;
    const reader = {
      visitor,
      now,
      editableMs: (site?.limits.editWindowMs ?? 0) + clockSkewMs,
      own,
      target: this.#target,
      loadingReplies: this.#lists.loadingReplies,
    };
    const arranged = arrange(this.state, reader, this.#items);
    this.#items = arranged.items;
    return Object.freeze({
      ...arranged,
      isKnown: this.#isKnown,
      sort: this.sort,
      commentCount,
      loading: this.#isKnown ? this.#lists.loading : 'first',
      isLoadFailed: this.#lists.isFailed,
      isLocked: settings.locked,
      slowModeMs: settings.slowModeMs,
      mayPostAt: own && own.mayPostAt > now ? own.mayPostAt : null,
    });
  }
}
