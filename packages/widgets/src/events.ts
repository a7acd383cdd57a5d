import type { PageState } from '@huzzah/client';
import type { Comment, ErrorCode, Tally } from '@huzzah/protocol';

/** How the element's page stands to its server now. */
export interface HuzzahStatus {
  state: PageState;
}

/** A no of the server, or of the element where an attribute cannot be used. */
export interface HuzzahError {
  code: ErrorCode;
  /** English, for developers. */
  message: string;
  /** When to come again, in ms from now. */
  retryAfterMs?: number;
}

/** How many people are on the page now. */
export interface OnlineChange {
  visitors: number;
}

/** This visitor's reaction, as acknowledged by the server. */
export interface ReactionChange {
  /** The kind now held, `null` for none. */
  kind: string | null;
  /** The kind held before. Never the same as `kind`. */
  previous: string | null;
  /** Everybody's counts, this change included. */
  tally: Tally;
}

/** What is about to be posted. */
export interface CommentSubmit {
  /** May be changed: this is what is posted. */
  body: string;
  /** The comment that it answers, `null` for a new thread. */
  parentId: string | null;
}

/** An own comment, as the server has it. */
export interface CommentPosted {
  comment: Comment;
}

/**
 * What the elements dispatch. All bubble and are composed; `comment-submit` alone can be cancelled.
 * - `huzzah-status`: after each change of `state`, once what it changes is drawn.
 * - `huzzah-error`: once for each refusal, of the connection or of an own action.
 * - `online-change`: after each change of the number shown, the first one included.
 * - `reaction-change`: for own changes only, when the server has acknowledged them. Of changes
 *   made faster than it acknowledges, once, for all of them.
 * - `comment-submit`: before anything is sent. Cancelled, nothing is, and the text stays in its field.
 * - `comment-posted`: when the server has acknowledged an own comment.
 */
export interface HuzzahEventMap {
  'huzzah-status': CustomEvent<HuzzahStatus>;
  'huzzah-error': CustomEvent<HuzzahError>;
  'online-change': CustomEvent<OnlineChange>;
  'reaction-change': CustomEvent<ReactionChange>;
  'comment-submit': CustomEvent<CommentSubmit>;
  'comment-posted': CustomEvent<CommentPosted>;
}

/** Dispatches one of {@link HuzzahEventMap} from `element`; `false` where it was cancelled. */
export function emit<Type extends keyof HuzzahEventMap>(
  element: Element,
  type: Type,
  detail: HuzzahEventMap[Type]['detail'],
  cancelable = false,
): boolean {
  return element.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true, cancelable }));
}

/** Says a refusal as `huzzah-error`. */
export function emitRefusal(
  element: Element,
  { code, message, retryAfterMs }: Pick<HuzzahError, 'code' | 'message'> & { retryAfterMs?: number | undefined },
): void {
  emit(element, 'huzzah-error', { code, message, ...(retryAfterMs !== undefined && { retryAfterMs }) });
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- one list of the events is enough
  interface GlobalEventHandlersEventMap extends HuzzahEventMap {}
}
