import type { Comment, FlagReason, Joined, PagePulse } from '@huzzah/protocol';
import type { Sort, VisitorErased, VisitorExport, Vote } from '@huzzah/protocol';
import type { Page } from '../page.js';
import type { JoinWish, PagePart } from '../page-part.js';
import { Views } from '../views.js';
import { arrange } from './arrange.js';
import { load } from '../load.js';
import { foldJoined, hasNews, hold, NOTHING } from './thread-state.js';
import type { Drafts, NewComment, Thread, ThreadItem, ThreadOptions, ThreadView } from './thread-view.js';
import type { Lists, ListTaker } from './lists.js';
import { isAnythingKept, loadWriter } from './load-writer.js';
import type * as News from './news.js';
import { outboxTabs } from './outbox-tabs.js';
import type { Writer } from './writer.js';

/** The thread of one page: a part of it while somebody subscribes. What asks for more, takes in news and writes is loaded by the first such. */
export class PageThread implements Thread, PagePart, ListTaker {
  readonly key: string;
  readonly drafts: Drafts = {
    read: async (parentId) => ((await this.#isWriting()) ? (await this.#write()).drafts.read(parentId) : ''),
    write: (parentId, text) => this.#writeUnasked(({ drafts }) => drafts.write(parentId, text)),
  };
  state = NOTHING;
  sort: Sort;
  readonly limit: number;
  readonly #page: Page;
  readonly #views: Views<ThreadView>;
  #lists: Lists | undefined;
  #listing: Promise<Lists> | undefined;
  #asked: ThreadView['loading'] = null;
  /** What takes in news, and what was heard before that was loaded. */
  #news: typeof News | undefined;
  #early: PagePulse[] = [];
  #coming: Promise<void> | undefined;
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
    if (this.#isKnown) void this.#ask((lists) => lists.fetch('first', {}), 'first');
  }

  showOlder(): Promise<void> {
    return this.#ask((lists) => lists.fetchOn('older', this.state.before), 'older');
  }

  showNewer(): Promise<void> {
    return this.#ask((lists) => lists.fetchOn('newer', this.state.after), 'newer');
  }

  showReplies(id: string): Promise<void> {
    return this.#ask((lists) => lists.fetchReplies(id));
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
      await this.#ask((lists) => lists.fetch('first', { around: id }), 'first');
      // It may have come in the place of another order, and not have been there.
      if (this.state.sort !== this.sort) this.setSort(this.sort);
    }
    return isShown();
  }

  hold(isHeld: boolean): void {
    this.#loadNews();
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
    const isOurs =
      this.#isKnown && this.#news && sort === this.sort && this.#visitorId === this.#page.connection.visitor?.id;
    return { limit: this.limit, sort: this.sort, ...(isOurs && { since: { epoch, seq } }) };
  }

  joined(reply: Joined, { sort }: JoinWish): void {
    this.#isKnown = true;
    this.#early = [];
    this.#visitorId = this.#page.connection.visitor?.id;
    if (reply.resumed && this.#news && this.state.epoch === reply.epoch) {
      this.state = this.#news.foldResumed(this.state, reply);
      // The changes say nothing of votes.
      void this.#ask((lists) => lists.refresh());
    } else {
      this.state = foldJoined(reply, sort!);
      this.#lists?.begin();
      if (this.#isHeld) this.reveal();
    }
    // The order may have been changed while the join was under way.
    if (sort !== this.sort) this.setSort(this.sort);
    this.changed();
  }

  heard(pulse: PagePulse): boolean {
    if (!this.#isKnown) return true;
    if (hasNews(this.state, pulse) || this.#early.length > 0) {
      if (!this.#news) {
        this.#early.push(pulse);
        this.#loadNews();
        return true;
      }
      this.state = this.#news.foldPulse(this.state, pulse);
      this.changed();
    }
    return (pulse.head ?? 0) <= this.state.seq;
  }

  /** Before there is any for who reads on: offline it could not be had. */
  #loadNews(): void {
    this.#coming ??= load(() => import('./news.js')).then((news) => {
      this.#news = news;
      const isWhole = this.#early.splice(0).map((early) => this.heard(early));
      if (isWhole.includes(false)) this.#page.joinAnew();
    });
  }

  async #ask(what: (lists: Lists) => Promise<void>, asked: ThreadView['loading'] = null): Promise<void> {
    this.#loadNews();
    this.#asked = asked;
    this.changed();
    this.#listing ??= load(() => import('./lists.js')).then(({ Lists }) => (this.#lists = new Lists(this.#page, this)));
    return what(await this.#listing);
  }

  connectionChanged(): void {
    this.#writer?.connectionChanged();
    this.changed();
  }

  end(reason: Error): void {
    this.#writer?.end(reason);
  }

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
    this.#lists?.begin();
    this.#early = [];
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
      loadingReplies: this.#lists?.loadingReplies ?? new Set(),
    };
    const arranged = arrange(this.state, reader, this.#items);
    this.#items = arranged.items;
    return Object.freeze({
      ...arranged,
      isKnown: this.#isKnown,
      sort: this.sort,
      commentCount,
      loading: this.#isKnown ? (this.#lists ? this.#lists.loading : this.#asked) : 'first',
      isLoadFailed: this.#lists?.isFailed === true,
      isLocked: settings.locked,
      slowModeMs: settings.slowModeMs,
      mayPostAt: own && own.mayPostAt > now ? own.mayPostAt : null,
    });
  }
}
