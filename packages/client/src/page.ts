import type {
  CommandInputs,
  CommandName,
  CommandResults,
  PagePulse,
  ReactionSet,
  Site,
  Visitor,
  WireError,
} from '@huzzah/protocol';
import { backoff } from './backoff.js';
import { nextFrame } from './frame.js';
import { overlay } from './overlay.js';
import { foldJoined, foldPulse, foldReaction, isBehind, type PageTruth } from './page-truth.js';
import { ReactionOutbox } from './reaction-outbox.js';
import { HuzzahRefusal } from './refusal.js';
import type { PageState, PageView } from './view.js';

/** An element that moves in the document leaves and returns within a task; its page stays joined. */
const LEAVE_AFTER_MS = 200;
/** A full disk may have room again after so long. */
const READ_ONLY_MS = 30_000;

/** What a page needs of its connection. */
export interface PageConnection {
  readonly stage: 'connecting' | 'up' | 'down' | 'offline' | 'refused';
  readonly refusal: WireError | null;
  readonly site: Site | null;
  readonly visitor: Visitor | null;
  /** The prefix of what is stored for this server and site. */
  readonly storageName: string;
  request<Name extends CommandName>(name: Name, input: CommandInputs[Name]): Promise<CommandResults[Name]>;
  /** Something is being sent that must stay this visitor's. */
  keepIdentity(): void;
  /** A page has its first subscriber or wish: connect, if not yet. */
  wanted(): void;
}

/**
 * One page, live while somebody subscribes: it joins at the first subscription, leaves after
 * the last, and joins again after every reconnection.
 */
export class Page {
  /** The page's key. */
  readonly key: string;
  readonly #connection: PageConnection;
  readonly #outbox: ReactionOutbox;
  readonly #listeners = new Set<(view: PageView) => void>();
  #truth: PageTruth | null = null;
  #view: PageView | null = null;
  #isCurrent = false;
  #isJoining = false;
  #isReadOnly = false;
  #readOnlyTimer: ReturnType<typeof setTimeout> | undefined;
  /** Counts the times the page was left: the reply to a join of an earlier life says nothing of this one. */
  #life = 0;
  #isDrawing = false;
  #ended: Error | null = null;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @internal Pages are made by `Huzzah.page()`. */
  constructor(key: string, connection: PageConnection) {
    this.key = key;
    this.#connection = connection;
    this.#outbox = new ReactionOutbox(`${connection.storageName}:reaction:${key}`, key, {
      send: async (command) => {
        connection.keepIdentity();
        const reply = await connection.request('reaction.set', command);
        this.#setReadOnly(false);
        return reply;
      },
      acknowledged: (reply) => this.#acknowledged(reply),
      refused: ({ code }) => code === 'storage_full' && this.#setReadOnly(true),
      changed: () => this.#changed(),
    });
  }

  /** What there is to draw now; the same object until something changes. */
  get view(): PageView {
    return (this.#view ??= this.#draw());
  }

  /**
   * Calls `listener` with each new view, at most once a frame and never at once: read `view`
   * for the present one. Returns the function that ends it.
   */
  subscribe(listener: (view: PageView) => void): () => void {
    // A wrapper of its own, so that one function may subscribe twice.
    const entry = (view: PageView) => listener(view);
    this.#listeners.add(entry);
    if (this.#listeners.size === 1) {
      clearTimeout(this.#timer);
      this.#connection.wanted();
      this.connectionChanged();
    }
    return () => {
      if (this.#listeners.delete(entry) && this.#listeners.size === 0) this.#leaveSoon();
    };
  }

  /**
   * Makes `kind` the visitor's one reaction on this page, `null` for none; a subscription is not
   * needed. The view shows it at once; offline it is kept, over a reload too, and sent later.
   *
   * Resolves at the acknowledgement of this wish or of a later one in its place. Rejects with a
   * {@link HuzzahRefusal}, after which the wish is dropped: with `retryAfterMs` it may be made
   * again then. Rejects too where the connection is refused or closed.
   */
  setReaction(kind: string | null): Promise<void> {
    if (this.#ended !== null) return Promise.reject(this.#ended);
    this.#connection.wanted();
    this.#outbox.setUp(this.#connection.stage === 'up');
    return this.#outbox.set(kind);
  }

  /** @internal The connection's stage has changed; after `up` the page joins (again). */
  connectionChanged(): void {
    const isUp = this.#connection.stage === 'up';
    if (!isUp) this.#isCurrent = false;
    this.#failures = 0;
    this.#outbox.setUp(isUp);
    if (isUp && !this.#isCurrent) void this.#join();
    this.#changed();
  }

  /** @internal Nothing will be sent over this connection any more. */
  end(reason: Error): void {
    this.#ended = reason;
    this.#outbox.end(reason);
  }

  /** @internal */
  heard(pulse: PagePulse): void {
    const truth = this.#truth;
    if (truth === null) return;
    this.#truth = foldPulse(truth, pulse);
    if (this.#truth !== truth) this.#changed();
    if (isBehind(this.#truth, pulse)) this.#joinAnew();
  }

  #acknowledged(reply: ReactionSet): void {
    if (this.#truth === null) return;
    this.#truth = foldReaction(this.#truth, reply);
    if (isBehind(this.#truth, reply)) this.#joinAnew();
  }

  /** The store takes no writes for now: it is tried again by the next tap, or shown again after a while. */
  #setReadOnly(isReadOnly: boolean): void {
    clearTimeout(this.#readOnlyTimer);
    this.#isReadOnly = isReadOnly;
    if (isReadOnly) this.#readOnlyTimer = setTimeout(() => this.#setReadOnly(false), READ_ONLY_MS);
    this.#changed();
  }

  #joinAnew(): void {
    this.#isCurrent = false;
    this.#changed();
    void this.#join();
  }

  async #join(): Promise<void> {
    if (this.#isJoining || this.#listeners.size === 0 || this.#connection.stage !== 'up') return;
    this.#isJoining = true;
    clearTimeout(this.#timer);
    const life = this.#life;
    try {
      const since = this.#truth && { epoch: this.#truth.epoch, seq: this.#truth.seq };
      const joined = await this.#connection.request('page.join', { page: this.key, limit: 0, ...(since && { since }) });
      if (life === this.#life) {
        this.#truth = foldJoined(this.#truth, joined);
        this.#isCurrent = true;
      }
      this.#failures = 0;
    } catch (error) {
      // Where the connection went, its return joins again.
      if (error instanceof HuzzahRefusal || this.#connection.stage === 'up') this.#joinLater(error);
    } finally {
      this.#isJoining = false;
      this.#changed();
    }
    if (life !== this.#life) void this.#join();
  }

  #joinLater(error: unknown): void {
    this.#failures += 1;
    const after = error instanceof HuzzahRefusal ? (error.retryAfterMs ?? 0) : 0;
    this.#timer = setTimeout(() => void this.#join(), after + backoff(this.#failures));
  }

  #leaveSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#isCurrent = false;
      this.#truth = null;
      if (this.#connection.stage === 'up')
        void this.#connection.request('page.leave', { page: this.key }).catch(() => {});
    }, LEAVE_AFTER_MS);
  }

  #changed(): void {
    this.#view = null;
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    nextFrame(() => {
      this.#isDrawing = false;
      const view = this.view;
      for (const listener of [...this.#listeners]) listener(view);
    });
  }

  #draw(): PageView {
    const { refusal, site, visitor } = this.#connection;
    const truth = this.#truth;
    const reaction = this.#outbox.pending;
    const mine = truth?.mine ?? null;
    return Object.freeze({
      state: this.#state(),
      refusal,
      visitor,
      site,
      tally: truth && (reaction ? overlay(truth.tally, mine, reaction.kind) : truth.tally),
      mine: reaction ? reaction.kind : mine,
      occupancy: truth?.occupancy ?? null,
      outbox: { reaction },
    });
  }

  #state(): PageState {
    const { stage } = this.#connection;
    if (stage === 'refused' || stage === 'offline') return stage;
    if (this.#truth === null) return 'connecting';
    if (!this.#isCurrent) return 'catching-up';
    return this.#isReadOnly ? 'read-only' : 'live';
  }
}
