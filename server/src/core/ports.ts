/**
 * What the rules need from the world, as small ports. The laws stand in the comments with
 * their ids in `docs/spec.md`; `testing/store-suite.ts` holds a case for each, which every
 * driver runs.
 */

import type { Occupancy } from '@huzzah/protocol';

/** A page of a site; the two never travel apart. `page` is a normalised page key. */
export interface PageRef {
  readonly site: string;
  readonly page: string;
}

/** What is true of a page, as committed. */
export interface PageRecord {
  /** The life of `seq` and `version`. The same before and after the page is made (S-2). */
  readonly epoch: string;
  /** The newest change of the page's log; 0 before the first. */
  readonly seq: number;
  /** Visitors who hold each kind; kinds with no holder may be absent. Never negative (S-5). */
  readonly counts: Readonly<Record<string, number>>;
  /** Grows by at least one with each change of `counts`, never otherwise (S-6). */
  readonly version: number;
}

/** The wish that a visitor's standing mark on a page be `kind`, or none. */
export interface ReactionWrite {
  readonly ref: PageRef;
  readonly visitorId: string;
  readonly kind: string | null;
  /** Made by the visitor; lower-case UUID. */
  readonly commandId: string;
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
  | { readonly status: 'conflict' };

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
 */
export interface Store {
  readonly durability: Durability;

  /**
   * The pages as committed, in the order asked for. Reading must never make a page (S-1), and
   * must see every write that was acknowledged before (S-3).
   */
  readPages(refs: readonly PageRef[]): Promise<PageRecord[]>;

  /** The kind that the visitor holds on the page, `null` for none (S-3). */
  readMark(ref: PageRef, visitorId: string): Promise<string | null>;

  /**
   * Makes `kind` the visitor's one mark on the page, atomically with the counts (S-4), and
   * resolves after it is durable. A no-op when he holds it already: the version stays (S-6).
   * Writes to one page by one visitor must be applied in the order of the calls (S-7).
   *
   * A known commandId must have no second effect, over a restart too: it is `repeated` with
   * the same page and kind, else `conflict` (S-8). Every commandId is known for
   * `LIMITS.commandMemoryMs`; to its page the newest of a mark is known as long as the mark.
   */
  setReaction(write: ReactionWrite): Promise<ReactionOutcome>;

  /** Throws a {@link StoreError} unless a write could be acknowledged now (S-9). */
  check(): Promise<void>;

  /** Resolves after every call before it is answered. Later calls throw, but for `close` itself (S-10). */
  close(): Promise<void>;
}

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
  /** Hands the frame to the network. `false`: so much waits already that this one was left out. */
  deliver(frame: Frame): boolean;
}

/** Who is on which page, and how they hear what changed there. */
export interface Audience<Frame = unknown> {
  /**
   * Counts the viewer in, and returns a function to call once its reply is on the way, with
   * the record in that reply: no pulse reaches it before. Joining twice counts once.
   */
  join(ref: PageRef, viewer: Viewer<Frame>): (record: PageRecord) => void;
  /** A no-op where it is not on the page. */
  leave(ref: PageRef, viewer: Viewer<Frame>): void;
  occupancy(ref: PageRef): Occupancy;
  /** The page's counts have changed; every viewer hears them with the next beat. */
  counted(ref: PageRef, record: PageRecord): void;
  /** A visitor's own mark has changed; his connections hear it, all but the one that did it. */
  marked(ref: PageRef, record: PageRecord, visitorId: string, mine: string | null, by: Viewer<Frame> | null): void;
}
