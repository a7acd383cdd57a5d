import { HuzzahRefusal } from '@huzzah/client';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ReactionChange } from '../events.js';
import type { LivePage } from '../page-source.js';
import { addEnglish, type Words } from '../words.js';
import { refusalWords } from './refusal-words.js';
import { reactionRefusals, reactionWords } from './words.js';

addEnglish(reactionWords, reactionRefusals);

export { tapStyles } from './tap.styles.js';

/** A wish acknowledged sooner shows no sign of being under way. */
const OVERDUE_AFTER_MS = 400;

/** Who hears of a visitor's own reaction. */
export interface OwnReactionListener {
  /** The server has acknowledged; not called where all ends as it began. */
  acknowledged(change: ReactionChange): void;
  refused(refusal: HuzzahRefusal): void;
}

/**
 * The visitor's own reaction from his tap to the acknowledgement, or to the words that say why not. That it is
 * shown and sent is the page's: all this may come later than the tap.
 */
export class OwnReaction implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #listener: OwnReactionListener;
  #before: { kind: string | null } | null = null;
  #wanted: string | null = null;
  #refusal: HuzzahRefusal | null = null;
  #overdueTimer: ReturnType<typeof setTimeout> | undefined;
  #wordsTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost, listener: OwnReactionListener) {
    this.#host = host;
    this.#listener = listener;
    host.addController(this);
  }

  /** Why the last wish was refused; empty from the next one on, or once it could be tried again. */
  said(words: Words): string {
    return this.#refusal ? refusalWords(words, this.#refusal) : '';
  }

  hostDisconnected(): void {
    clearTimeout(this.#overdueTimer);
    this.#overdueTimer = undefined;
    this.#forget();
  }

  /**
   * The page was asked for `kind`, `null` for none.
   *
   * @param before the kind that was the visitor's then
   * @param done what the page has promised
   */
  asked(page: LivePage, kind: string | null, before: string | null, done: Promise<void>): void {
    this.#before ??= { kind: before };
    this.#wanted = kind;
    this.#forget();
    done.then(
      () => this.#acknowledged(page),
      (error: unknown) => this.#refused(error),
    );
    this.#host.requestUpdate();
  }

  /** The kind whose change is under way for longer than a moment, if any; looks again when the moment is over. */
  overdue({ view }: LivePage): string | null {
    const { reaction } = view.outbox;
    clearTimeout(this.#overdueTimer);
    this.#overdueTimer = undefined;
    if (reaction === null) return null;
    const left = reaction.at + OVERDUE_AFTER_MS - Date.now();
    if (left <= 0) return reaction.kind ?? this.#before?.kind ?? null;
    this.#overdueTimer = setTimeout(() => this.#host.requestUpdate(), left);
    return null;
  }

  #acknowledged({ view }: LivePage): void {
    // Of several wishes all resolve with the last.
    const previous = this.#before?.kind;
    this.#before = null;
    if (previous === undefined || previous === this.#wanted) return;
    this.#listener.acknowledged({ kind: this.#wanted, previous, tally: view.tally ?? { counts: {}, version: 0 } });
  }

  #refused(error: unknown): void {
    this.#before = null;
    if (!(error instanceof HuzzahRefusal) || error === this.#refusal) return;
    this.#refusal = error;
    if (error.retryAfterMs !== undefined) this.#wordsTimer = setTimeout(() => this.#forget(), error.retryAfterMs);
    this.#host.requestUpdate();
    this.#listener.refused(error);
  }

  #forget(): void {
    clearTimeout(this.#wordsTimer);
    this.#refusal = null;
    this.#host.requestUpdate();
  }
}
