import type { Role } from './visitors.js';

/**
 * Where a comment stands.
 * - `published`: everybody sees it.
 * - `pending`: held until a moderator has looked; its author and moderators see it.
 * - `withheld`, `rejected`: taken back, or refused, by a moderator.
 * - `removed`: by its author or a moderator. What is no longer published reaches readers as
 *   this, with `body: ''` and `author: null`.
 */
export type CommentStatus = 'published' | 'pending' | 'withheld' | 'rejected' | 'removed';

/**
 * Which rules of a site hold or refuse a comment: the `code` of a `reason`. Every one has its words in every language.
 * - `first`: the visitor has no published comment yet. `link`: it contains one.
 * - `emoji`: it contains something else. `premoderated`: each one is looked at.
 * - `word`: it contains one that is blocked. `repeat`: it says the same again. `shield`: the page is protected for now.
 */
export const REASONS = ['first', 'link', 'emoji', 'premoderated', 'word', 'repeat', 'shield'] as const;

/** One of {@link REASONS}. */
export type Reason = (typeof REASONS)[number];

/** A visitor as shown on a comment: under the name it was written with. */
export interface Author {
  id: string;
  name: string;
  role: Role;
}

/** How many visitors voted a comment up and down. */
export interface Votes {
  up: number;
  down: number;
  /** Grows with each vote that changes a count; compare only within one epoch. */
  version: number;
}

/** One's vote on a comment. */
export type Vote = 1 | 0 | -1;

/** A comment as one who may see it sees it. Plain text: never markup. */
export interface Comment {
  /** The commandId that posted it. */
  id: string;
  /** Its place among the page's changes, taken when it was first published; `null` until then. */
  seq: number | null;
  /** Counts changes of text, status and pin, from 1; of two copies the higher one stands. */
  version: number;
  /** The top-level comment that this one answers, `null` for one of the top level. */
  parentId: string | null;
  /** `null` where it is no longer published. */
  author: Author | null;
  body: string;
  /** When it was written, epoch ms. */
  at: number;
  /** When its text was last changed, epoch ms. */
  editedAt: number | null;
  status: CommentStatus;
  votes: Votes;
  pinned: boolean;
  /** Published replies. */
  replyCount: number;
  /** Who removed it, where it is `removed`. */
  removedBy?: 'author' | 'moderator';
  /** Which rule holds or refused it; for its author and moderators. */
  reason?: { code: string };
  /** When it will be published by itself, epoch ms; for its author and moderators. */
  dueAt?: number;
}

/**
 * What happened to a comment.
 * - `posted`: it was first published. `edited`: its text is another.
 * - `removed`: it is no longer published, whatever the reason. `restored`: it is again.
 * - `pinned`, `unpinned`.
 */
export type ChangeType = 'posted' | 'edited' | 'removed' | 'restored' | 'pinned' | 'unpinned';

/** One entry of a page's log, with the comment as it is when sent. */
export interface Change {
  /** Without gaps within an epoch. */
  seq: number;
  type: ChangeType;
  comment: Comment;
}

/** The orders of a list. `top`: `up − down`, then newer first. */
export const SORTS = ['newest', 'oldest', 'top'] as const;

/** One of {@link SORTS}. */
export type Sort = (typeof SORTS)[number];

/** Why a visitor asks for review. */
export const FLAG_REASONS = ['spam', 'abuse', 'spoiler', 'other'] as const;

/** One of {@link FLAG_REASONS}. */
export type FlagReason = (typeof FLAG_REASONS)[number];

/**
 * A part of a page's comments: top-level ones in the order asked for, after each its first two
 * replies, oldest first; or, for a parent, its replies. A comment that is no longer published
 * is there only while it has published replies.
 */
export interface CommentList {
  comments: Comment[];
  /** The newest change in the list: its numbers of replies are true as of it. */
  asOf?: number;
  /** The cursor to the next ones in this order, `null` where there are none. */
  before: string | null;
  /**
   * With `around`, and with a cursor that was an `after`: the cursor to the part before the first
   * one here, `null` where there is none.
   */
  after?: string | null;
  /** With `after`: how many come before the first one here. */
  skipped?: number;
}
