/** What an author may do with a comment of his, as functions of values. */
import type { ErrorCode, PageSettings, SiteLimits } from '@huzzah/protocol';
import type { CommentRecord } from './records.js';
import { Refusal } from './refusal.js';

/** What is asked of a comment, by whom, and where. */
export interface OwnAct {
  readonly type: 'edit' | 'remove' | 'restore';
  readonly visitorId: string;
  readonly limits: SiteLimits;
  readonly settings: PageSettings;
  /** Epoch ms. */
  readonly now: number;
}

/** Why it may not be done, `null` where it may. `null` for a comment: there is none. */
export function whyNot(comment: CommentRecord | null, act: OwnAct): Refusal | null {
  const { type, visitorId, limits, settings, now } = act;
  const refuse = (code: ErrorCode, why: string) => new Refusal(code, `unable to ${type} the comment; ${why}`);
  if (comment === null) return refuse('not_found', 'it is not on this page');
  const isOwn = comment.author.id === visitorId;
  const isRemoved = comment.status === 'removed';
  // What nobody but its author has ever seen is nowhere for others.
  if (!isOwn && comment.seq === null) return refuse('not_found', 'it is not on this page');
  if (!isOwn) return refuse('forbidden', 'it is somebody else’s');
  if (type !== 'restore' && isRemoved) return refuse('not_found', 'it was removed');
  if (type === 'restore' && !isRemoved) return refuse('conflict', 'it is not removed');
  if (isRemoved && comment.body === '') return refuse('not_found', 'its text is gone');
  if (isRemoved && comment.removedBy !== 'author') return refuse('forbidden', 'a moderator has removed it');
  if (!isRemoved && comment.status !== 'published' && comment.status !== 'pending') {
    return refuse('forbidden', 'a moderator has taken it back');
  }
  if (type === 'edit' && settings.locked) return refuse('locked', 'comments on this page are closed');
  if (now - comment.at > limits.editWindowMs) {
    return refuse('forbidden', `its author may do so for ${limits.editWindowMs / 1_000} s`);
  }
  return null;
}
