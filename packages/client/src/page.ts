import type { CommandInputs, CommandName, CommandResults, PagePulse, Site, Visitor, WireError } from '@huzzah/protocol';
import { nextFrame } from './frame.js';
import { overlay } from './overlay.js';
import { foldJoined, foldPulse, foldReaction, isBehind, type PageTruth } from './page-truth.js';
import { ReactionOutbox } from './reaction-outbox.js';
import { HuzzahRefusal } from './refusal.js';
import type { PageState, PageView } from './view.js';

/** An element that moves in the document leaves and returns within a task; its page stays joined. */
const LEAVE_AFTER_MS = 200;
const LONGEST_PAUSE_MS = 10_000;

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
  /** The page has its first subscriber or wish: connect, if not yet. */
  wanted(page: Page): void;
  /** The page has none left, and has been left. */
  unwanted(page: Page): void;
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
  #isDrawing = false;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @internal Pages are made by `Huzzah.page()`. */
  constructor(key: string, connection: PageConnection) {
    this.key = key;
    this.#connection = connection;
    this.#outbox = new ReactionOutbox(`${connection.storageName}:reaction:${key}`, key, {
      send: (command) => {
        connection.keepIdentity();
        return connection.request('reaction.set', command);
      },
      acknowledged: (reply) => {
        this.#isReadOnly = false;
        if (this.#truth !== null) this.#truth = foldReaction(this.#truth, reply);
      },
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
      this.#connection.wanted(this);
      this.connectionChanged();
    }
    return () => {
      if (this.#listeners.delete(entry) && this.#listeners.size === 0) this.#leaveSoon();
    };
  }

  /**
   * Makes `kind` the visitor's one reaction on this page, `null` for none. The view shows it
   * at once; offline it is kept and sent later. Resolves at the acknowledgement of this wish
   * or of a later one in its place; rejects with a {@link HuzzahRefusal}.
   */
  setReaction(kind: string | null): Promise<void> {
    this.#connection.wanted(this);
    return this.#outbox.set(kind).catch((error: unknown) => {
      if (error instanceof HuzzahRefusal && error.code === 'storage_full') this.#isReadOnly = true;
      this.#changed();
      throw error;
    });
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

  /** @internal */
  heard(pulse: PagePulse): void {
    if (this.#truth === null) return;
    this.#truth = foldPulse(this.#truth, pulse);
    this.#changed();
    if (isBehind(this.#truth, pulse)) {
      this.#isCurrent = false;
      void this.#join();
    }
  }

  async #join(): Promise<void> {
    if (this.#isJoining || this.#listeners.size === 0 || this.#connection.stage !== 'up') return;
    this.#isJoining = true;
    clearTimeout(this.#timer);
    try {
      const since = this.#truth && { epoch: this.#truth.epoch, seq: this.#truth.seq };
      const joined = await this.#connection.request('page.join', { page: this.key, limit: 0, ...(since && { since }) });
      this.#truth = foldJoined(joined);
      this.#isCurrent = true;
      this.#failures = 0;
    } catch (error) {
      // Where the connection went, its return joins again.
      if (error instanceof HuzzahRefusal || this.#connection.stage === 'up') this.#joinLater();
    } finally {
      this.#isJoining = false;
      this.#changed();
    }
  }

  #joinLater(): void {
    this.#failures += 1;
    const pause = Math.min(LONGEST_PAUSE_MS, 500 * 2 ** this.#failures) * (0.5 + Math.random());
    this.#timer = setTimeout(() => void this.#join(), pause);
  }

  #leaveSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#isCurrent = false;
      this.#truth = null;
      if (this.#connection.stage === 'up')
        void this.#connection.request('page.leave', { page: this.key }).catch(() => {});
      this.#connection.unwanted(this);
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
