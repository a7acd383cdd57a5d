import type { CommandInputs, Joined, PagePulse, ReactionSet } from '@huzzah/protocol';
import { Joining } from './joining.js';
import { overlay } from './overlay.js';
import type { PageConnection, Seat, Sitter } from './page-connection.js';
import type { PagePart } from './page-part.js';
import { foldJoined, foldPulse, foldReaction, type PageTruth } from './page-truth.js';
import { ReactionOutbox } from './reaction-outbox.js';
import type { PageState, PageView } from './view.js';
import { Views } from './views.js';

/** A full disk may have room again after so long. */
const READ_ONLY_MS = 30_000;

/**
 * One page, live while somebody subscribes: it joins at the first subscription, leaves after
 * the last, and joins again after every reconnection.
 */
export class Page implements Sitter {
  /** The page's key. */
  readonly key: string;
  /** @internal */
  readonly connection: PageConnection;
  /** @internal What it carries beside its counts; after a change of its wish call {@link joinAnew}. */
  part: PagePart | null = null;
  readonly #outbox: ReactionOutbox;
  readonly #joining: Joining;
  readonly #views: Views<PageView>;
  #truth: PageTruth | null = null;
  /** Heard while a join is under way: a payload of polling brings its reply and what follows at once. */
  #early: PagePulse[] = [];
  #isReadOnly = false;
  #readOnlyTimer: ReturnType<typeof setTimeout> | undefined;

  /** @internal Pages are made by `Huzzah.page()`. */
  constructor(key: string, connection: PageConnection) {
    this.key = key;
    this.connection = connection;
    this.#views = new Views(
      () => this.#draw(),
      () => {
        connection.open();
        if (this.seat === null) connection.seat(this);
        else this.connectionChanged();
      },
      () => this.#leave(),
    );
    this.#joining = new Joining({
      joinInput: () => (this.#views.isWatched ? { page: key, ...(this.part?.wish ?? { limit: 0 }) } : null),
      joined: (reply, input) => this.#joined(reply, input),
      changed: () => this.#views.changed(),
    });
    this.#outbox = new ReactionOutbox(`${connection.storageName}:reaction:${key}`, key, {
      send: async (command) => {
        connection.keepIdentity();
        const reply = await connection.request('reaction.set', command);
        this.#setReadOnly(false);
        return reply;
      },
      acknowledged: (reply) => this.#acknowledged(reply),
      refused: ({ code }) => code === 'storage_full' && this.#setReadOnly(true),
      changed: () => this.#views.changed(),
    });
  }

  /** What there is to draw now; the same object until something changes. */
  get view(): PageView {
    return this.#views.view;
  }

  /**
   * Calls `listener` with each new view, at most once a frame and never at once: read `view`
   * for the present one. Returns the function that ends it.
   */
  subscribe(listener: (view: PageView) => void): () => void {
    return this.#views.subscribe(listener);
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
    if (this.connection.ended !== null) return Promise.reject(this.connection.ended);
    this.connection.open();
    this.#outbox.setConnected(this.connection.stage === 'up');
    return this.#outbox.set(kind);
  }

  /** @internal The connection's stage has changed; after `up` the page joins (again). */
  connectionChanged(): void {
    const isUp = this.connection.stage === 'up';
    if (this.seat?.stage !== 'up') this.#early = [];
    this.#outbox.setConnected(isUp);
    this.#joining.connectionChanged();
    this.part?.connectionChanged();
    this.#views.changed();
  }

  /** @internal */
  get seat(): Seat | null {
    return this.#joining.seat;
  }

  /** @internal */
  seatedAt(seat: Seat | null): void {
    this.#joining.seat = seat;
    this.connectionChanged();
  }

  /** @internal What the part wants of the joins is another. */
  joinAnew(): void {
    this.#joining.beginAnew();
  }

  /** @internal Nothing will be sent over this connection any more. */
  end(reason: Error): void {
    this.#outbox.end(reason);
    this.part?.end(reason);
  }

  /** @internal */
  heard(pulse: PagePulse): void {
    const truth = this.#truth;
    if (truth === null || !this.#joining.isCurrent) return void this.#early.push(pulse);
    this.#truth = foldPulse(truth, pulse);
    if (this.#truth !== truth) this.#views.changed();
    if (pulse.epoch !== truth.epoch || (this.part !== null && !this.part.heard(pulse))) this.#joining.missed();
  }

  #joined(reply: Joined, input: CommandInputs['page.join']): void {
    this.#truth = foldJoined(this.#truth, reply);
    // One that was asked for before there was a part is of no use to it, and not the last.
    if (input.limit !== 0) this.part?.joined(reply, input);
    for (const pulse of this.#early.splice(0)) this.heard(pulse);
  }

  #acknowledged(reply: ReactionSet): void {
    if (this.#truth === null) return;
    this.#truth = foldReaction(this.#truth, reply);
    if (reply.epoch !== this.#truth.epoch) this.#joining.missed();
  }

  /** The store takes no writes for now: it is tried again by the next tap, or shown again after a while. */
  #setReadOnly(isReadOnly: boolean): void {
    clearTimeout(this.#readOnlyTimer);
    this.#isReadOnly = isReadOnly;
    if (isReadOnly) this.#readOnlyTimer = setTimeout(() => this.#setReadOnly(false), READ_ONLY_MS);
    this.#views.changed();
  }

  #leave(): void {
    const { seat } = this;
    this.#joining.leave();
    this.#joining.seat = null;
    this.#truth = null;
    this.#early = [];
    this.#views.changed();
    if (seat?.stage === 'up') void seat.request('page.leave', { page: this.key }).catch(() => {});
    this.connection.unseat(this);
  }

  #draw(): PageView {
    const { refusal, site, visitor } = this.connection;
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
    const { stage } = this.connection;
    if (stage === 'refused' || stage === 'offline') return stage;
    if (this.#truth === null) return 'connecting';
    if (!this.#joining.isCurrent) return 'catching-up';
    return this.#isReadOnly ? 'read-only' : 'live';
  }
}
