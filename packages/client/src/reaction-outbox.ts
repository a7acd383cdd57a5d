import type { CommandInputs, ReactionSet } from '@huzzah/protocol';
import { newCommandId } from './command-id.js';
import { Queue } from './queue.js';
import { HuzzahRefusal, retryOf } from './refusal.js';
import { storage } from './storage.js';
import type { PendingReaction } from './view.js';
import type { Waiter } from './waiter.js';

/** A wish that is older than this was somebody's yesterday: it is not sent any more. */
const WISH_LIFE_MS = 24 * 3_600_000;

interface Wish {
  readonly kind: string | null;
  readonly commandId: string;
  readonly at: number;
}

/** What an outbox needs of its page. */
export interface ReactionCourier {
  /** Rejects with a HuzzahRefusal, or with anything else where the reply was lost. */
  send(command: CommandInputs['reaction.set']): Promise<ReactionSet>;
  /** Takes an acknowledgement, before the wish is dropped: counts never step back in between. */
  acknowledged(reply: ReactionSet): void;
  /** The server said no, for good or for now; the wish is dropped. */
  refused(refusal: HuzzahRefusal): void;
  /** What is pending has changed. */
  changed(): void;
}

/**
 * A visitor's wish for his one reaction on a page, kept until the server has acknowledged it:
 * through lost connections with the same commandId, and through a reload of the tab in
 * storage. One command is under way at a time; of the wishes made meanwhile only the last is
 * sent.
 */
export class ReactionOutbox {
  readonly #storageKey: string;
  readonly #page: string;
  readonly #courier: ReactionCourier;
  readonly #queue = new Queue(() => this.#sendNext());
  #sent: Wish | null = null;
  #next: Wish | null;
  #waiters: Waiter<void>[] = [];

  /** @param storageKey where the wish is stored; one for each server, site and page */
  constructor(storageKey: string, page: string, courier: ReactionCourier) {
    this.#storageKey = storageKey;
    this.#page = page;
    this.#courier = courier;
    this.#next = storedWish(storageKey);
  }

  /** The newest wish, `null` where all is acknowledged. */
  get pending(): PendingReaction | null {
    const wish = this.#next ?? this.#sent;
    if (wish === null) return null;
    return { kind: wish.kind, at: wish.at, stage: this.#queue.isMoving ? 'sending' : 'waiting' };
  }

  /** Resolves once this wish, or a later one in its place, is acknowledged; rejects where it is refused. */
  set(kind: string | null): Promise<void> {
    this.#next = { kind, commandId: newCommandId(), at: Date.now() };
    storage.set(this.#storageKey, JSON.stringify(this.#next));
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
      this.#courier.changed();
      this.#queue.proceed();
    });
  }

  /** Says whether there is a connection to send over. */
  setConnected(isConnected: boolean): void {
    this.#queue.setConnected(isConnected);
  }

  /** Nothing will be sent any more: whoever waits is told why. What is stored stays for another visit. */
  end(reason: unknown): void {
    this.setConnected(false);
    this.#waiters.splice(0).forEach((waiter) => waiter.reject(reason));
  }

  #sendNext(): Promise<void> | null {
    if (this.#sent === null) {
      // Another tab may have wished for something else since: the stored wish is the newest.
      this.#sent = this.#next && (storedWish(this.#storageKey) ?? this.#next);
      this.#next = null;
    }
    return this.#sent && this.#send(this.#sent);
  }

  async #send(wish: Wish): Promise<void> {
    const { kind, commandId } = wish;
    try {
      const reply = await this.#courier.send({ page: this.#page, kind, commandId });
      this.#courier.acknowledged(reply);
      this.#done(wish, (waiter) => waiter.resolve());
    } catch (error) {
      // A lost reply waits for the connection; a store in trouble for a moment.
      if (!(error instanceof HuzzahRefusal) || retryOf(error.code) === 'same') throw error;
      this.#courier.refused(error);
      this.#done(wish, (waiter) => waiter.reject(error));
    } finally {
      this.#courier.changed();
    }
  }

  #done(wish: Wish, settle: (waiter: Waiter<void>) => void): void {
    this.#sent = null;
    if (this.#next !== null) return;
    if (storedWish(this.#storageKey)?.commandId === wish.commandId) storage.remove(this.#storageKey);
    this.#waiters.splice(0).forEach(settle);
  }
}

/** The wish that was stored last; `null` where there is none, or it has outlived its day. */
function storedWish(key: string): Wish | null {
  const text = storage.get(key);
  if (text === null) return null;
  try {
    const wish = JSON.parse(text) as Wish;
    if (typeof wish.commandId === 'string' && Date.now() - wish.at < WISH_LIFE_MS) return wish;
  } catch {
    // Not ours, or cut off.
  }
  storage.remove(key);
  return null;
}
