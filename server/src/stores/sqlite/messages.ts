import type { PageRecord, PageRef, ReactionOutcome, ReactionWrite, StoreError } from '../../core/ports.js';

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

export type WriteOperation = { readonly type: 'set'; readonly write: ReactionWrite } | { readonly type: 'check' };

export type ReadOperation =
  | { readonly type: 'page'; readonly ref: PageRef }
  | { readonly type: 'mark'; readonly ref: PageRef; readonly visitorId: string };

/** What a thread is asked to do. */
export type Operation = WriteOperation | ReadOperation;

export function isWrite(operation: Operation): operation is WriteOperation {
  return operation.type === 'set' || operation.type === 'check';
}

/** What an operation gives, by its type. */
export interface Results {
  set: ReactionOutcome;
  check: null;
  page: PageRecord;
  mark: string | null;
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

/**
 * A group of operations. The thread answers with as many {@link Answer}s, in their order; a
 * message without a group ends it.
 */
export interface Group {
  readonly operations: readonly Operation[];
  /** The time by the clock of the asker, in epoch ms. */
  readonly now: number;
}

export function isFailure(answer: Answer): answer is Failure {
  return typeof answer === 'object' && answer !== null && 'failure' in answer;
}
