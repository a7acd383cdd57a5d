/** What passes through the ports: values, each true of the moment that it was read or committed. */
import type { ChangeType, CommentStatus, FlagReason, Role, Sort, Vote, Votes } from '@huzzah/protocol';

/** A page of a site; the two never travel apart. `page` is a normalised page key. */
export interface PageRef {
  readonly site: string;
  readonly page: string;
}

/** What is true of a page, as committed. */
export interface PageRecord {
  /** The life of `seq` and of all versions. The same before and after the page is made (S-2). */
  readonly epoch: string;
  /** The newest change of the page's log; 0 before the first. */
  readonly seq: number;
  /** Visitors who hold each kind; kinds with no holder may be absent. Never negative (S-5). */
  readonly counts: Readonly<Record<string, number>>;
  /** Grows by at least one with each change of `counts`, never otherwise (S-6). */
  readonly version: number;
  /** Published comments, replies included. */
  readonly commentCount: number;
  /** Top-level comments that a whole list holds: published, or removed with published replies. */
  readonly threadCount: number;
  /** Grows with each change of any comment's votes: a list read at one `seq` and `votesVersion` is still true at the same. */
  readonly votesVersion: number;
}

/** A comment as committed. Unlike the wire's it always has its author, and its text while that is kept. */
export interface CommentRecord {
  readonly id: string;
  readonly seq: number | null;
  readonly version: number;
  readonly parentId: string | null;
  readonly author: { readonly id: string; readonly name: string; readonly role: Role };
  readonly body: string;
  readonly at: number;
  readonly editedAt: number | null;
  readonly status: CommentStatus;
  /** Present where it is `removed`. */
  readonly removedBy: 'author' | 'moderator' | null;
  readonly reason: string | null;
  readonly votes: Votes;
  readonly pinnedAt: number | null;
  readonly replyCount: number;
}

/** An entry of a page's log, with the comment as it is when read. */
export interface ChangeRecord {
  readonly seq: number;
  readonly type: ChangeType;
  readonly comment: CommentRecord;
}

/**
 * Who asks for a write, and how it is known again. `fingerprint` is a digest of all of the
 * command's content, with its name: the same commandId with another is a conflict. It is kept
 * as long as the command is known, and so must not show what was written.
 */
export interface Command {
  readonly visitorId: string;
  /** Made by the visitor; lower-case UUID. */
  readonly commandId: string;
  readonly fingerprint: string;
  /** The rules refuse it: where it is not known nothing is done, and the outcome is `unknown`. */
  readonly onlyIfKnown?: boolean;
}

/** The wish that a visitor's standing mark on a page be `kind`, or none. */
export interface ReactionWrite {
  readonly ref: PageRef;
  readonly visitorId: string;
  readonly kind: string | null;
  /** Made by the visitor; lower-case UUID. */
  readonly commandId: string;
  /** As of a {@link Command}. */
  readonly onlyIfKnown?: boolean;
}

/** What became of a {@link ReactionWrite}. */
export type ReactionOutcome =
  | {
      readonly status: 'applied' | 'repeated';
      /** The page as committed with this write, or as it is now where the write was `repeated`. */
      readonly record: PageRecord;
      /** What the visitor holds now. */
      readonly mine: string | null;
      /** What the visitor held before; equal to `mine` where nothing changed. */
      readonly previous: string | null;
    }
  /** The commandId is known with another page or kind; nothing was done. */
  | { readonly status: 'conflict' }
  | { readonly status: 'unknown' };

/** A new comment; its id is the commandId. */
export interface PostWrite extends Command {
  readonly type: 'post';
  readonly ref: PageRef;
  readonly body: string;
  /** A comment of the page that is published, or none; the store takes the top-level one above it. */
  readonly parentId: string | null;
  readonly author: CommentRecord['author'];
  /** Whether the author's name is to be his name from now on. */
  readonly isRename: boolean;
  readonly status: 'published' | 'pending';
  readonly reason: string | null;
}

/** A change of one comment, by whoever the rules have let. */
export interface EditWrite extends Command {
  readonly type: 'edit' | 'remove' | 'restore';
  readonly ref: PageRef;
  readonly id: string;
  /** The version that the rules have looked at: where it is another, nothing is done (`stale`). */
  readonly ifVersion: number;
  /** The new text, of an edit. */
  readonly body?: string;
  /** Who removes it, of a removal. */
  readonly removedBy?: 'author' | 'moderator';
}

export type CommentWrite = PostWrite | EditWrite;

/** What became of a {@link CommentWrite}. */
export type CommentOutcome =
  | {
      readonly status: 'applied' | 'repeated';
      /** The comment as this write has left it, also where it was `repeated`: but for its votes, see `first-reply.ts`. */
      readonly comment: CommentRecord;
      readonly record: PageRecord;
    }
  | { readonly status: 'conflict' | 'unknown' | 'stale' }
  /** There is no such comment, or the parent is not there or not published. */
  | { readonly status: 'not_found' };

/** The wish that a visitor's vote on a comment be `value`. */
export interface VoteWrite extends Command {
  readonly ref: PageRef;
  readonly id: string;
  readonly value: Vote;
}

export type VoteOutcome =
  | { readonly status: 'applied' | 'repeated'; readonly votes: Votes; readonly mine: Vote; readonly record: PageRecord }
  /** `forbidden`: it is the visitor's own comment. `not_found`: there is no published one. */
  | { readonly status: 'conflict' | 'unknown' | 'not_found' | 'forbidden' };

/** A visitor's request for review; the second one on a comment takes the place of the first. */
export interface FlagWrite extends Command {
  readonly ref: PageRef;
  readonly id: string;
  readonly reason: FlagReason;
  readonly text: string;
}

export type FlagOutcome = { readonly status: 'applied' | 'repeated' | 'conflict' | 'unknown' | 'not_found' };

/** Which part of a page's comments is wanted. */
export interface ListQuery {
  readonly ref: PageRef;
  /** Of replies always `oldest`. */
  readonly sort: Sort;
  /** Comments of the list, at most; 1 to `LIMITS.listLength`. */
  readonly limit: number;
  /** Behind this place; a place of another sort or list is never given. */
  readonly from?: ListPlace | null;
  /** The replies of this comment, instead of the top level. */
  readonly parentId?: string | null;
  /** The part that holds this comment, or the comment that it answers. */
  readonly around?: string | null;
  /** Whether to count what comes before, which costs the more the more there is. */
  readonly isCounted?: boolean;
}

/** A place between two comments of a list: behind the one of this `seq` (and, for `top`, this score). */
export interface ListPlace {
  readonly seq: number;
  readonly score: number;
}

/** A part of a page's comments, in order. */
export interface ListRecord {
  /** Each top-level comment, followed by its first `LIMITS.listReplies` published replies, oldest first. */
  readonly comments: readonly CommentRecord[];
  /** Behind the last one, `null` where no more follow. */
  readonly next: ListPlace | null;
  /**
   * With `around` or `from`: the place whose list, in the same order, is the part before this one; `null`
   * where none come before. Where that are fewer than `limit`, that list reaches into this one.
   */
  readonly previous: ListPlace | null;
  /** How many come before the first one, where that was to be counted. */
  readonly skipped: number | null;
  /** The newest change of the page when this was read. */
  readonly seq: number;
}

/** What one visitor holds on one page. */
export interface OwnRecord {
  readonly mine: string | null;
  /** His comments that are not published and not removed, newest first, at most `LIMITS.listLength`. */
  readonly held: readonly CommentRecord[];
}

/** Who a visitor is at a site. */
export interface VisitorRecord {
  /** `null`: he has never said. */
  readonly name: string | null;
  /** Whether a comment of his was published there, and its text is still held. */
  readonly isPublished: boolean;
  /** Somebody whom the site's sign-on has vouched for: no guest may speak as him. */
  readonly isMember?: true;
}

/** That a member, as the site's sign-on knows him, be a visitor here. */
export interface MemberWrite {
  readonly site: string;
  /** Stands for his `sub`, and does not tell it. */
  readonly member: string;
  readonly name: string;
  /** The guest who has signed on, `null` where it is a member already. */
  readonly guestId: string | null;
  /** Used by nobody: his id where he is not known, and no guest's is to be had. */
  readonly freshId: string;
}

export interface VisitorWrite extends Command {
  readonly site: string;
  /** His new name; `null`: all that is held on him is erased. */
  readonly name: string | null;
}

/** How much of what was held on a visitor went with his erasure. */
export interface Erased {
  readonly comments: number;
  readonly reactions: number;
  readonly votes: number;
  readonly flags: number;
}

export type VisitorOutcome =
  | {
      readonly status: 'applied' | 'repeated';
      /** Of an erasure: how much went with it, also where it was `repeated`. All 0 where it is none. */
      readonly erased: Erased;
    }
  | { readonly status: 'conflict' }
  | { readonly status: 'unknown' };

/** A part of all that is held on a visitor at a site. */
export interface ExportRecord {
  readonly comments: readonly { readonly page: string; readonly comment: CommentRecord }[];
  readonly reactions: readonly { readonly page: string; readonly kind: string; readonly at: number }[];
  readonly votes: readonly { readonly page: string; readonly id: string; readonly value: Vote; readonly at: number }[];
  readonly flags: readonly {
    readonly page: string;
    readonly id: string;
    readonly reason: FlagReason;
    readonly text: string;
    readonly at: number;
  }[];
  /** Where the next part begins, `null` with the last. */
  readonly next: string | null;
}

/**
 * What one commit has done to a page, told to whoever shows it. Whole values, and the changes
 * that are new in the page's log, without gaps, in order.
 */
export interface Committed {
  readonly ref: PageRef;
  readonly record: PageRecord;
  readonly changes: readonly ChangeRecord[];
  /** By the id of the comment, where they have changed. */
  readonly votes: Readonly<Record<string, Votes>>;
}

/** What an acknowledgement of this store means, with the settings behind it as read back. */
export interface Durability {
  readonly profile: string;
  /** One sentence for people: what survives, what can be lost. */
  readonly means: string;
  /** As read back from the store at the start, not as asked for. */
  readonly settings: Readonly<Record<string, string | number>>;
  /** Whether the settings keep what the profile promises. */
  readonly isKept: boolean;
}
