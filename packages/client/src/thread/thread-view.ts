import type { Comment, FlagReason, Sort, Vote, VisitorErased, VisitorExport, WireError } from '@huzzah/protocol';

/**
 * How far one's own comment, or a change of it, has come.
 * - `posted`: the server has it, and it is as shown.
 * - `sending`: on its way.
 * - `waiting`: for a connection; it is sent by itself.
 * - `failed`: refused, and kept: to be tried again, copied or discarded.
 */
export type Delivery = 'posted' | 'sending' | 'waiting' | 'failed';

/** A comment as it is to be drawn: the truth with the visitor's own pending wishes laid over it. */
export interface ShownComment {
  readonly comment: Comment;
  readonly isMine: boolean;
  readonly myVote: Vote;
  readonly delivery: Delivery;
  /** When it was asked for, epoch ms, where `delivery` is not `posted`. */
  readonly askedAt: number | null;
  /** Why, where `delivery` is `failed`; `null` also where it is of another week, and was not sent for that. */
  readonly failure: WireError | null;
  /** Until when its author may edit and remove it, epoch ms by this device's clock; `null` where he may not. */
  readonly editableUntil: number | null;
  /**
   * Until when *Undo* is offered, where he has removed it just now: 8 s, epoch ms by this device's
   * clock. It stays in its place so long, `removed`, and is gone with the view that follows.
   */
  readonly undoableUntil: number | null;
}

/**
 * A top-level comment with the replies that are shown; also one's own unsent reply to a comment
 * that is not shown: it is never out of sight. The same object until something about it changes.
 */
export interface ThreadItem extends ShownComment {
  /** Oldest first; one's own unsent last. Like an item, each is the same object until it changes. */
  readonly replies: readonly ShownComment[];
  /** Published replies that are not shown, those that wait behind *N new* not counted. */
  readonly moreReplies: number;
  /** Replies are being fetched. */
  readonly isLoadingReplies: boolean;
}

/** All that there is to draw of a page's comments, as one immutable value. */
export interface ThreadView {
  /** Whether the first list has come. */
  readonly isKnown: boolean;
  readonly sort: Sort;
  /** Published comments, replies included; the last known while offline, 0 before anything is. */
  readonly commentCount: number;
  /** In the order shown: own unsent and held ones where they will stand, pinned ones first. */
  readonly items: readonly ThreadItem[];
  /** New comments and replies by others that wait until `reveal` (or the end of `hold`). */
  readonly waitingCount: number;
  /** Top-level comments behind the end of the list; 0: none. */
  readonly olderCount: number;
  /** Top-level comments before its beginning, where it was opened at a comment; 0: none. */
  readonly newerCount: number;
  /** What is being fetched. */
  readonly loading: 'first' | 'older' | 'newer' | null;
  /** The last fetch failed; asking again tries again. */
  readonly isLoadFailed: boolean;
  /** Settings of the page say that nobody can comment. */
  readonly isLocked: boolean;
  readonly slowModeMs: number;
  /** When this visitor may post again, epoch ms by this device's clock; `null`: now. */
  readonly mayPostAt: number | null;
}

/** How a thread is opened. */
export interface ThreadOptions {
  /** Default: `newest`. */
  readonly sort?: Sort;
  /** Comments a part of the list, replies not counted; 1 to 100. Default: 20. */
  readonly limit?: number;
}

/** What is wanted of a new comment. */
export interface NewComment {
  readonly body: string;
  readonly parentId?: string | null;
  /** A new name for the visitor, from now on. */
  readonly name?: string;
}

/**
 * The comments of a page, live while somebody subscribes. Opened on a page by `openThread`, so
 * that who shows counts alone loads and asks nothing of comments.
 */
export interface Thread {
  readonly view: ThreadView;
  /** As `Page.subscribe`: each new view, at most once a frame, never at once. Returns the function that ends it. */
  subscribe(listener: (view: ThreadView) => void): () => void;

  /** Begins the list anew in this order; what is shown stays until it has come. */
  setSort(sort: Sort): void;
  /** Fetches the next part behind the end of the list. Resolves when it is shown, or has failed. */
  showOlder(): Promise<void>;
  /** Fetches the part before its beginning. */
  showNewer(): Promise<void>;
  /** Shows all replies of a comment, a part at a time. */
  showReplies(id: string): Promise<void>;
  /**
   * Begins the list anew at the part that holds this comment, unless it is shown already; waits
   * for the first list. `false` where the comment is not there, or could not be fetched.
   */
  showComment(id: string): Promise<boolean>;

  /** While held, what others post waits and is counted, so that nothing moves; edits and removals go on. */
  hold(isHeld: boolean): void;
  /** Lets in what waits. */
  reveal(): void;

  /**
   * Keeps the comment in the outbox, shows it at once, and sends it; over lost connections, a
   * reload and a closed tab it is sent exactly once. Resolves with the server's comment;
   * rejects with a `HuzzahRefusal`, after which it stays shown as `failed`.
   */
  post(comment: NewComment): Promise<Comment>;
  /** Sends a failed one, or a failed edit, again under the same id. */
  retry(id: string): void;
  /** Forgets an unsent or failed one, or a failed edit: its comment is as it was. */
  discard(id: string): void;

  // What follows shows at once, waits for a connection where there is none, and is forgotten with
  // the tab. Each resolves at its acknowledgement, and rejects with a `HuzzahRefusal`.

  /** Refused, it stays shown as `failed`, for its text. */
  edit(id: string, body: string): Promise<Comment>;
  remove(id: string): Promise<Comment>;
  /** Brings back what the visitor has removed himself, within the edit window. */
  restore(id: string): Promise<Comment>;
  /** Of several on a comment that wait the last is sent; all resolve with it. */
  vote(id: string, value: Vote): Promise<void>;
  flag(id: string, reason: FlagReason, text?: string): Promise<void>;

  /** The text that the reader was writing: kept a page, and a reply, over everything until it is posted. */
  readonly drafts: Drafts;
  /** What the server holds on this visitor, whole. */
  exportMine(): Promise<VisitorExport>;
  /** Erases all that, here and there: outbox, drafts and token too. */
  eraseMine(): Promise<VisitorErased['erased']>;
}

/** Texts that are being written, by what they answer; `null` for a new thread. */
export interface Drafts {
  /** Resolves with '' where there is none. */
  read(parentId: string | null): Promise<string>;
  /** Kept soon; '' forgets it. */
  write(parentId: string | null, text: string): void;
}
