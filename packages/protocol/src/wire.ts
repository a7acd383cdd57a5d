import type { Change, Comment, CommentList, FlagReason, Vote, Votes } from './comments.js';
import type { ErrorCode, WireError } from './errors.js';
import type { SiteLimits } from './limits.js';
import type { Label, ReactionKind, Tally } from './reactions.js';
import type { CommandInputs } from './schemas.js';
import type { Visitor } from './visitors.js';

/** The version of the protocol, sent as `auth.v`. */
export const PROTOCOL_VERSION = 1;

/** Where Socket.IO listens on the server. */
export const SOCKET_PATH = '/socket.io/';

/** What a site is to its readers. */
export interface Site {
  id: string;
  /** In the order shown. */
  reactions: ReactionKind[];
  /** Asked above the reactions. Default: the widgets' own words. */
  prompt?: Label;
  limits: SiteLimits;
}

/** Sent after connecting, and whenever the identity or the site's configuration changes. */
export interface VisitorSession {
  visitor: Visitor;
  /** Opaque; brings the same visitor back, in `auth.token`. */
  token: string;
  site: Site;
  /** The server's clock, epoch ms. */
  now: number;
}

/** How many are here: people, and their open connections. */
export interface Occupancy {
  visitors: number;
  connections: number;
}

/** How a page may be written on; all off and `open` by default. */
export interface PageSettings {
  mode: 'open' | 'first-held' | 'premoderated' | 'members';
  slowModeMs: number;
  delayMs: number;
  links: 'allow' | 'hold' | 'reject';
  emojiOnly: boolean;
  locked: boolean;
  shield: { until: number } | null;
}

/** The settings of a page that nobody has changed. */
export const PAGE_SETTINGS: PageSettings = {
  mode: 'open',
  slowModeMs: 0,
  delayMs: 0,
  links: 'allow',
  emojiOnly: false,
  locked: false,
  shield: null,
};

/** A page as a reader finds it. Versions and `seq` compare only within one `epoch`. */
export interface PageSnapshot {
  /** The page's present key. */
  page: string;
  epoch: string;
  /** The newest change in the snapshot. */
  seq: number;
  tally: Tally;
  occupancy: Occupancy;
  /** Published comments, replies included. */
  commentCount: number;
  /** Top-level comments that a whole list would hold. */
  threadCount: number;
  comments: Comment[];
  /** The cursor to the next comments in the list's order, `null` where there are none. */
  before: string | null;
}

/** The reply to `page.join`: a snapshot and what is the joiner's own, or what changed since. */
export interface Joined extends Omit<PageSnapshot, 'comments' | 'before'> {
  mine: string | null;
  settings: PageSettings;
  /** The joiner's own comments that are not published. */
  held: Comment[];
  /** The joiner's votes, by the id of the comment, on what this reply holds. */
  myVotes: Record<string, Vote>;
  /** At most three, the newest pin first. */
  pinned: Comment[];
  comments?: Comment[];
  /** As in a list; `seq` may be older. */
  asOf?: number;
  before?: string | null;
  /** With `around`. */
  after?: string | null;
  skipped?: number;
  /** Present where `since` was served whole; then `changes` take the place of `comments`. */
  resumed?: true;
  changes?: Change[];
}

/** The reply to `reaction.set`. */
export interface ReactionSet {
  epoch: string;
  tally: Tally;
  mine: string | null;
}

/** The reply to `comment.post`, `comment.edit`, `comment.remove` and `comment.restore`. */
export interface CommentChanged {
  epoch: string;
  comment: Comment;
}

/** The reply to `comment.vote`. */
export interface CommentVoted {
  epoch: string;
  votes: Votes;
  mine: Vote;
}

/** The reply to `comment.list`. */
export interface CommentsListed extends CommentList {
  epoch: string;
  threadCount: number;
  myVotes: Record<string, Vote>;
}

/** All that is held on a visitor at a site, newest first, a part at a time. */
export interface VisitorExport {
  visitor: Visitor;
  comments: { page: string; comment: Comment }[];
  reactions: { page: string; kind: string; at: number }[];
  votes: { page: string; id: string; value: Vote; at: number }[];
  flags: { page: string; id: string; reason: FlagReason; text: string; at: number }[];
  /** The cursor to the next part, `null` with the last. */
  before: string | null;
}

/** How much of a visitor was erased. */
export interface VisitorErased {
  erased: { comments: number; reactions: number; votes: number; flags: number };
}

/** What each command replies where it succeeds. */
export interface CommandResults {
  'page.join': Joined;
  'page.leave': object;
  'reaction.set': ReactionSet;
  'comment.post': CommentChanged;
  'comment.edit': CommentChanged;
  'comment.remove': CommentChanged;
  'comment.restore': CommentChanged;
  'comment.vote': CommentVoted;
  'comment.flag': object;
  'comment.list': CommentsListed;
  'visitor.identify': { visitor: Visitor; token: string };
  'visitor.rename': { visitor: Visitor };
  'visitor.export': VisitorExport;
  'visitor.erase': VisitorErased;
}

/** The name of a command. */
export type CommandName = keyof CommandInputs;

/** An acknowledgement: the result, or a refusal. */
export type Reply<Result extends object = object> = ({ ok: true } & Result) | { ok: false; error: WireError };

/**
 * What changed on a page since the last one; the same frame for every reader. `mine` comes
 * apart, in a frame for one visitor's other connections, and so does `held`.
 */
export interface PagePulse {
  page: string;
  epoch: string;
  /** The newest `seq` after this frame; above yours means: join again with `since`. */
  head?: number;
  tally?: Tally;
  occupancy?: Occupancy;
  commentCount?: number;
  threadCount?: number;
  /** By the id of the comment. */
  votes?: Record<string, Votes>;
  /** In the order of `seq`, none left out. */
  changes?: Change[];
  settings?: PageSettings;
  mine?: string | null;
  /** All of this visitor's own comments on the page that are not published. */
  held?: Comment[];
}

/** What the server tells one visitor apart from any command. */
export interface VisitorNotice {
  code: 'held' | 'published' | 'muted' | 'banned' | 'restarting';
  message: string;
  until?: number;
  /** With `restarting`: come back after so long, spread in time. */
  retryAfterMs?: number;
}

/** What the server sends unasked. */
export interface ServerEvents {
  'visitor.session': (session: VisitorSession) => void;
  'page.pulse': (pulse: PagePulse) => void;
  'visitor.notice': (notice: VisitorNotice) => void;
}

/** What a client may send: one object, one acknowledgement. */
export type ClientEvents = {
  [name in CommandName]: (input: CommandInputs[name], reply: (reply: Reply<CommandResults[name]>) => void) => void;
};

/** What a client shows when it connects. */
export interface Auth {
  v: typeof PROTOCOL_VERSION;
  site: string;
  token?: string;
  sso?: string;
}

/** The reply to `GET /api/v1/sites/:site/counts`: by the string asked for. */
export type Counts = Record<string, { comments: number; reactions: Record<string, number>; visitors: number }>;

/** The body of an HTTP refusal. */
export interface HttpRefusal {
  error: { code: ErrorCode; message: string };
}
