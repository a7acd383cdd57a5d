import type { Occupancy, Site, Tally, Visitor, WireError } from '@huzzah/protocol';

/**
 * How a page stands to its server.
 * - `connecting`: nothing is known yet.
 * - `live`: what is shown is what is true now.
 * - `catching-up`: connected again, or trying since less than 2 s; what is shown may be old.
 * - `offline`: no connection for 2 s or more; what is done now is kept, and sent later.
 * - `refused`: the server will not have this origin, site or version; nothing more is tried.
 * - `read-only`: live, but the store takes no writes for now.
 */
export const PAGE_STATES = ['connecting', 'live', 'catching-up', 'offline', 'refused', 'read-only'] as const;

/** One of {@link PAGE_STATES}. */
export type PageState = (typeof PAGE_STATES)[number];

/** A reaction on its way: asked for, and not yet acknowledged. */
export interface PendingReaction {
  /** The wanted kind, `null` for none. */
  readonly kind: string | null;
  /** When the reader asked, epoch ms. */
  readonly at: number;
  /** `sending`: the server has been told. `waiting`: for a connection, or for another try. */
  readonly stage: 'sending' | 'waiting';
}

/**
 * All that there is to draw of a page, as one immutable value: the truth as last heard, with
 * the visitor's own pending wishes laid over it.
 */
export interface PageView {
  readonly state: PageState;
  /** Why, where `state` is `refused`. */
  readonly refusal: WireError | null;
  /** Present from the first session on. */
  readonly visitor: Visitor | null;
  /** Present from the first session on: the kinds, the prompt, the limits. */
  readonly site: Site | null;
  /** Present from the first join on; its counts are the wish's at once, its version the truth's. */
  readonly tally: Tally | null;
  /** The kind the visitor holds, or wishes to. */
  readonly mine: string | null;
  /** Present from the first join on; the last number heard while offline. */
  readonly occupancy: Occupancy | null;
  /** What was asked for and is not acknowledged. */
  readonly outbox: { readonly reaction: PendingReaction | null };
}
