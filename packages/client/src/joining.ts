import type { CommandInputs, Joined } from '@huzzah/protocol';
import { backoff } from './backoff.js';
import type { Seat } from './page-connection.js';
import { HuzzahRefusal } from './refusal.js';

/** What is joined, and takes the replies. */
export interface Joiner {
  /** With what to join now; `null` where nobody looks. */
  joinInput(): CommandInputs['page.join'] | null;
  joined(reply: Joined, input: CommandInputs['page.join']): void;
  /** {@link Joining.isCurrent} may be another. */
  changed(): void;
}

/** Keeps a page joined: after every reconnection, after failures, and where something was missed. */
export class Joining {
  /** Over what to join; after a change call {@link connectionChanged}. */
  seat: Seat | null = null;
  readonly #joiner: Joiner;
  #isCurrent = false;
  #isUnderWay = false;
  /** Counts the times that all began anew: the reply to a join of an earlier life says nothing of this one. */
  #life = 0;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(joiner: Joiner) {
    this.#joiner = joiner;
  }

  /** Whether what the page knows is what is true now: what is heard while it is not follows the reply to come. */
  get isCurrent(): boolean {
    return this.#isCurrent;
  }

  connectionChanged(): void {
    if (this.seat?.stage !== 'up') this.#begin();
    this.#failures = 0;
    if (!this.#isCurrent) void this.#join();
  }

  /** Something was missed; a join that is under way brings it. */
  missed(): void {
    this.#isCurrent = false;
    this.#joiner.changed();
    void this.#join();
  }

  /** What is wanted is another: the reply to a join that is under way will not do. */
  beginAnew(): void {
    this.#begin();
    this.missed();
  }

  /** The page was left. */
  leave(): void {
    this.#begin();
    clearTimeout(this.#timer);
  }

  #begin(): void {
    this.#life += 1;
    this.#isCurrent = false;
  }

  async #join(): Promise<void> {
    clearTimeout(this.#timer);
    const input = this.#joiner.joinInput();
    const { seat } = this;
    if (this.#isUnderWay || input === null || seat?.stage !== 'up') return;
    this.#isUnderWay = true;
    const life = this.#life;
    let hasFailed = false;
    try {
      const reply = await seat.request('page.join', input);
      if (life === this.#life) {
        this.#isCurrent = true;
        this.#joiner.joined(reply, input);
      }
      this.#failures = 0;
    } catch (error) {
      hasFailed = true;
      // Where the connection went, its return joins again.
      if (error instanceof HuzzahRefusal || this.seat?.stage === 'up') this.#joinLater(error);
    } finally {
      this.#isUnderWay = false;
      this.#joiner.changed();
    }
    // It was of an earlier life, or what was heard meanwhile says that something is missing again.
    if (!hasFailed && !this.#isCurrent) void this.#join();
  }

  #joinLater(error: unknown): void {
    this.#failures += 1;
    const after = error instanceof HuzzahRefusal ? (error.retryAfterMs ?? 0) : 0;
    this.#timer = setTimeout(() => void this.#join(), after + backoff(this.#failures));
  }
}
