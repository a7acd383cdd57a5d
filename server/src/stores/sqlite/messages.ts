import type { Vote } from '@huzzah/protocol';
import type { SiteRow, SiteWrite, StoreError } from '../../core/ports.js';
import type {
  ChangeRecord,
  CommentOutcome,
  CommentRecord,
  CommentWrite,
  Committed,
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
} from '../../core/records.js';

/** The path of a store that is no file. */
export const MEMORY = ':memory:';

/** With what a thread is started. */
export interface ThreadData {
  readonly path: string;
  /** A writer also answers reads: where nobody else can, in memory. */
  readonly role: 'writer' | 'reader';
  readonly maxPages: number | undefined;
}

/** What a promise stands on, as read back. */
export type Settings = Readonly<Record<string, string | number>>;

/** The first message of a thread: it can be asked, or why it cannot. */
export type Greeting = { readonly settings: Settings } | { readonly refusal: string };

export type WriteOperation =
  | { readonly type: 'set'; readonly write: ReactionWrite }
  | { readonly type: 'comment'; readonly write: CommentWrite }
  | { readonly type: 'vote'; readonly write: VoteWrite }
  | { readonly type: 'flag'; readonly write: FlagWrite }
  | { readonly type: 'visitor'; readonly write: VisitorWrite }
  | { readonly type: 'member'; readonly write: MemberWrite }
  | { readonly type: 'site'; readonly write: SiteWrite }
  | { readonly type: 'sweep' }
  | { readonly type: 'check' };

export type ReadOperation =
  | { readonly type: 'page'; readonly ref: PageRef }
  | { readonly type: 'list'; readonly ref: PageRef; readonly query: ListQuery }
  | { readonly type: 'pinned'; readonly ref: PageRef }
  | { readonly type: 'changes'; readonly ref: PageRef; readonly since: number }
  | { readonly type: 'own'; readonly ref: PageRef; readonly visitorId: string }
  | { readonly type: 'comments'; readonly ref: PageRef; readonly ids: readonly string[] }
  | { readonly type: 'votes'; readonly ref: PageRef; readonly visitorId: string; readonly ids: readonly string[] }
  | { readonly type: 'sites' }
  | { readonly type: 'who'; readonly site: string; readonly visitorId: string }
  | { readonly type: 'export'; readonly site: string; readonly visitorId: string; readonly from: string | null };

/** What a thread is asked to do. */
export type Operation = WriteOperation | ReadOperation;

const WRITES: readonly Operation['type'][] = [
  'set',
  'comment',
  'vote',
  'flag',
  'visitor',
  'member',
  'site',
  'sweep',
  'check',
];

export function isWrite(operation: Operation): operation is WriteOperation {
  return WRITES.includes(operation.type);
}

/** What was read of a page, with the page as it was in that moment. */
export interface Seen<Value> {
  readonly record: PageRecord;
  readonly value: Value;
}

/** What an operation gives, by its type. */
export interface Results {
  set: ReactionOutcome;
  comment: CommentOutcome;
  vote: VoteOutcome;
  flag: FlagOutcome;
  visitor: VisitorOutcome;
  /** The id. */
  member: string;
  /** Whether it was done. */
  site: boolean;
  /** Whether more is due. */
  sweep: boolean;
  check: null;
  page: PageRecord;
  list: Seen<ListRecord | null>;
  pinned: Seen<CommentRecord[]>;
  changes: Seen<ChangeRecord[] | null>;
  own: OwnRecord;
  comments: (CommentRecord | null)[];
  votes: Record<string, Vote>;
  sites: SiteRow[];
  who: VisitorRecord | null;
  export: ExportRecord | null;
}

/** Why an operation was not done. */
export interface Failure {
  readonly failure: StoreError['code'];
  /** Goes as far as the client: no paths, no SQL. */
  readonly message: string;
  /** What nobody expected, for the log. */
  readonly fault?: string;
}

/** Result or failure of an operation. */
export type Answer = Results[Operation['type']] | Failure;

/** A group of operations, which the thread answers with {@link Answers}; a message without a group ends it. */
export interface Group {
  readonly operations: readonly Operation[];
  /** The time by the clock of the asker, in epoch ms. */
  readonly now: number;
}

/** To a group: as many answers as operations, in their order, and what the commits have done to pages. */
export interface Answers {
  readonly answers: readonly Answer[];
  readonly committed: readonly Committed[];
}

export function isFailure(answer: Answer): answer is Failure {
  return typeof answer === 'object' && answer !== null && 'failure' in answer;
}
