/**
 * What the rules need from the world, as small ports. The laws stand in the comments with
 * their ids in `docs/spec.md`; the suites in `testing` hold a case for each, which every
 * driver runs.
 */

import type { Change, Comment, Occupancy, Rate, Vote } from '@huzzah/protocol';
import type {
  ChangeRecord,
  CommentOutcome,
  CommentRecord,
  CommentWrite,
  Committed,
  Durability,
  ExportRecord,
  FlagOutcome,
  FlagWrite,
  ListQuery,
  ListRecord,
  MemberWrite,
  OwnRecord,
  PageRecord,
  PageRef,
  ReactionOutcome,
  ReactionWrite,
  VisitorOutcome,
  VisitorRecord,
  VisitorWrite,
  VoteOutcome,
  VoteWrite,
} from './records.js';

/** Why a store could not do what it was asked. Thrown by every method of {@link Store}. */
export class StoreError extends Error {
  /** `store_unavailable`: whether it was done is unknown. `storage_full`: it was not done. */
  readonly code: 'store_unavailable' | 'storage_full';

  constructor(code: StoreError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreError';
    this.code = code;
  }
}

/**
 * The durable truth about pages: what happened to each, in order.
 *
 * Every method must answer within `LIMITS.storeWaitMs` or throw a {@link StoreError} (S-9).
 * Every write resolves after it is durable. Of the commands on comments and visitors each
 * commandId is known to its visitor, over a restart too, for `LIMITS.commentCommandMemoryMs`,
 * that of a posting as long as its comment, that of a vote as long as it is the newest of its
 * mark, else for `LIMITS.commandMemoryMs`: with the same fingerprint it is `repeated` and has no
 * second effect, with another it is a `conflict` (S-8).
 */
export interface Store {
  readonly durability: Durability;

  /**
   * The pages as committed, in the order asked for. Reading must never make a page (S-1), and
   * must see every write that was acknowledged before (S-3).
   */
  readPages(refs: readonly PageRef[]): Promise<PageRecord[]>;

  /** What the visitor holds on the page (S-3). */
  readOwn(ref: PageRef, visitorId: string): Promise<OwnRecord>;

  /**
   * Makes `kind` the visitor's one mark on the page, atomically with the counts (S-4). A no-op
   * when he holds it already: the version stays (S-6). Writes to one page by one visitor must be
   * applied in the order of the calls (S-7).
   *
   * A known commandId must have no second effect, over a restart too: it is `repeated` with
   * the same page and kind, else `conflict` (S-8). Every commandId is known for
   * `LIMITS.commandMemoryMs`; to its page the newest of a mark is known as long as the mark.
   */
  setReaction(write: ReactionWrite): Promise<ReactionOutcome>;

  /**
   * Posts, edits, removes or restores a comment, atomically with the page's log, counts and the
   * parent's `replyCount` (S-11). What a reader can see of it takes the next `seq` of its page,
   * without gaps (S-12); a pending comment takes none. A comment's id is unique within its page.
   */
  writeComment(write: CommentWrite): Promise<CommentOutcome>;

  /** Makes `value` the visitor's one vote on a published comment of somebody else, atomically with its counts (S-13). */
  setVote(write: VoteWrite): Promise<VoteOutcome>;

  /** Keeps the flag for moderators (S-14). */
  flagComment(write: FlagWrite): Promise<FlagOutcome>;

  /** A part of the page's comments; costs the same at every place of the list (S-15). `null` where `around` or `parentId` is not there. */
  listComments(query: ListQuery): Promise<ListRecord | null>;

  /** The comments of these ids, in that order, `null` for one that is not on the page; the pinned ones, newest pin first, where no ids are given. */
  readComments(ref: PageRef, ids?: readonly string[]): Promise<(CommentRecord | null)[]>;

  /** The visitor's votes on these comments; those without one are absent. */
  readVotes(ref: PageRef, visitorId: string, ids: readonly string[]): Promise<Readonly<Record<string, Vote>>>;

  /** All changes after `since`, in order, without gaps; `null` where the log of `LIMITS.logLength` does not reach back, or has not come, so far (S-12). */
  readChanges(ref: PageRef, since: number): Promise<readonly ChangeRecord[] | null>;

  /**
   * Who the visitor is at the site, `null` only where nothing is held on him; and all that is, part
   * by part, each some 24 kB as JSON at most: `null` where `from` is no place of an export (S-16).
   */
  readVisitor(site: string, visitorId: string): Promise<VisitorRecord | null>;
  exportVisitor(site: string, visitorId: string, from: string | null): Promise<ExportRecord | null>;

  /** Renames the visitor, or erases him: his text, marks, votes, flags and name; no stored byte of them is left (S-17). */
  writeVisitor(write: VisitorWrite): Promise<VisitorOutcome>;

  /** Throws a {@link StoreError} unless a write could be acknowledged now (S-9). */
  check(): Promise<void>;

  /** Resolves after every call before it is answered. Later calls throw, but for `close` itself (S-10). */
  close(): Promise<void>;
}

/** Whom a site's own sign-on has vouched for. Throws {@link StoreError}, as {@link Store}. */
export interface MemberStore {
  /**
   * Resolves with the visitor that the member is, who has this name from now on. One already known
   * keeps his id; else he takes over the guest's, unless that is another member's (S-21). What another
   * guest wrote, marked, voted and flagged becomes his, page by page, and each is told: of what both
   * hold on one page or comment the member's stays, and of votes on what is his own none. A command
   * of the guest's is known as his (S-22). Done again, it changes nothing.
   */
  signOn(write: MemberWrite): Promise<string>;
}

/** What the command line has set of a site: `spec` is JSON, in the shape of `huzzah.config.json`. */
export interface SiteRow {
  readonly id: string;
  readonly spec: string;
}

/** That what is kept of a site be `after`, `null` for nothing, where it is `before` now. */
export interface SiteWrite {
  readonly id: string;
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * What owners have set of their sites: few, small and read whole, by every node about once a
 * second. Apart from {@link Store}, for it knows nothing of pages. Throws {@link StoreError}, as that.
 */
export interface SiteStore {
  /** All of them, by their ids; sees every write that was acknowledged before (S-19). */
  readSites(): Promise<readonly SiteRow[]>;
  /** Writes, and resolves with `true` once it is durable; with `false`, and nothing is done, where `before` is not what is there: of two writes over one value one must win (S-20). */
  writeSite(write: SiteWrite): Promise<boolean>;
}

/**
 * Told of every commit that has changed a page, once, in the order of commits, before its writes
 * are acknowledged; also of those whose acknowledgement came too late. A write that is `repeated`
 * tells its page as it is, without changes: whoever has missed the first commit (its store ended
 * before it could tell) sees by `seq` what he lacks (S-18).
 */
export type CommitListener = (committed: Committed) => void;

/** One of what a rate allows. */
export interface Ration {
  /** Whose, and of what. */
  readonly key: string;
  readonly rate: Rate;
  /** Counts who does it rather than how often: each member once in `rate.perMs`. */
  readonly member?: string;
  /** Nothing is taken: only whether there would be one is asked. */
  readonly isAsked?: boolean;
}

/** Counts what visitors and addresses do. */
export interface RateLimiter {
  /** Takes all rations, or none where one is not to be had: then the one that is longest in coming, and in how many ms it comes. */
  take(rations: readonly Ration[]): Promise<{ readonly ration: Ration; readonly waitMs: number } | null>;
}

/**
 * Carries messages on topics from node to node. It may lose, and then says so: each message of
 * another node is heard once, in that node's order, or `missed` is called within
 * `LIMITS.headEveryMs` (B-2).
 */
export interface Bus {
  /** From now on the topic is heard; `missed` is called once it is (B-1). A no-op where it is already. */
  subscribe(topic: string): void;
  /** A no-op where it is not heard. */
  unsubscribe(topic: string): void;
  /** Never rejects; `false`: it did not get away, or that is not known. */
  publish(topic: string, message: string): Promise<boolean>;
  /** Whether what others publish comes through, as lately seen; it heals by itself (B-3). */
  readonly isHearing: boolean;
  /** Resolves once nothing is heard any more. */
  close(): Promise<void>;
}

/** Hears a {@link Bus}: never a node's own messages (B-1). */
export interface BusListener {
  heard(topic: string, message: string): void;
  /** Something may have been published on the topic that was not heard. */
  missed(topic: string): void;
}

/**
 * Who is on which page, over all nodes: a visitor with connections to two nodes is one visitor
 * (P-1). What changes is told to every node with a visitor on the page, within 2 s (P-2); a node
 * that ends without a word is counted for 10 s more at most (P-3). Where nothing can be asked it goes on
 * from what was last known and what changes here (P-4).
 */
export interface Presence {
  /** One more connection of the visitor to this node is on the page. */
  join(ref: PageRef, visitorId: string): void;
  /** One of them has left. */
  leave(ref: PageRef, visitorId: string): void;
  /** The pages in the order asked for, all who have joined here counted in (P-5). Never rejects. */
  read(refs: readonly PageRef[]): Promise<readonly Occupancy[]>;
  /** Takes this node's visitors off all pages. */
  close(): Promise<void>;
}

/** Told of a page that has a visitor at this node. */
export type OccupancyListener = (ref: PageRef, occupancy: Occupancy) => void;

/** The time, so that tests can hold it. */
export interface Clock {
  /** Epoch ms; may jump. */
  now(): number;
}

/**
 * A connection, as the fan-out sees it. `Frame` is a pulse in the transport's own encoding,
 * made once for all its readers.
 */
export interface Viewer<Frame = unknown> {
  readonly visitorId: string;
  /**
   * Hands the frame to the network. `false`: so much waits already that this one was left out.
   * One that `mustGo` is not left out: where it does not fit the connection is closed.
   */
  deliver(frame: Frame, mustGo?: boolean): boolean;
}

/** Who is on which page, and how they hear what changed there. */
export interface Audience<Frame = unknown> {
  /**
   * Counts the viewer in, and returns a function to call once its reply is on the way, with
   * the record in that reply, or with `null` where it gets none and stays as it was: no pulse
   * reaches it before. Joining twice counts once; then the last reply counts.
   */
  join(ref: PageRef, viewer: Viewer<Frame>): (record: PageRecord | null) => void;
  /** The viewer is another visitor's now than this one's; a no-op where it is not on the page. */
  identified(ref: PageRef, viewer: Viewer<Frame>, formerId: string): void;
  /** A no-op where it is not on the page. */
  leave(ref: PageRef, viewer: Viewer<Frame>): void;
  /** Of each of the pages, in the order asked for, the viewers who have joined here counted in. Never rejects. */
  occupancies(refs: readonly PageRef[]): Promise<readonly Occupancy[]>;
  /** Something was committed on the page; every viewer hears it with the next beat. */
  committed(committed: Committed): void;
  /** A visitor's own mark has changed; his connections hear it, all but the one that did it. */
  marked(ref: PageRef, record: PageRecord, visitorId: string, mine: string | null, by: Viewer<Frame> | null): void;
  /** A visitor's own unpublished comments have changed; as `marked`. */
  held(ref: PageRef, record: PageRecord, visitorId: string, held: readonly Comment[], by: Viewer<Frame> | null): void;
  /** What the visitor holds on the page is another now: his connections elsewhere hear it, as `marked` and `held`. */
  owned(ref: PageRef, visitorId: string): void;
  /** Who the visitor is has changed, or something may be held on him from now on: his connections elsewhere hear it. */
  renamed(site: string, visitorId: string): void;
}

/** Turns a change of the log into what readers see. */
export type ShowChange = (change: ChangeRecord) => Change;
