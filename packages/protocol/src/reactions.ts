/**
 * The reaction kinds that have a face and labels of their own in the widgets. A site may use
 * these, in its own order, and kinds of its own beside them.
 */
export const KNOWN_KINDS = ['like', 'wow', 'dislike', 'angry', 'love', 'haha', 'sad'] as const;

/** One of {@link KNOWN_KINDS}. */
export type KnownKind = (typeof KNOWN_KINDS)[number];

/** What a site offers unless it says otherwise, in the order shown. */
export const DEFAULT_KINDS = ['like', 'wow', 'dislike', 'angry'] as const satisfies readonly KnownKind[];

/** A text in one language for all, or one for each language tag. */
export type Label = string | { [lang: string]: string };

/** A kind of reaction as a site offers it. */
export interface ReactionKind {
  /** `[a-z0-9-]{1,32}`. */
  kind: string;
  /** Default: the widgets' own words for a known kind, else the kind itself. */
  label?: Label;
  /** The known kind whose face it wears. Default: its own, if known. */
  face?: KnownKind;
}

/** How many visitors hold each kind on a page. */
export interface Tally {
  /** Every kind of the site is present; never negative. */
  counts: Record<string, number>;
  /** Grows with every change of the counts; compare only within one epoch. */
  version: number;
}
