import type { Comment, Sort } from '@huzzah/protocol';

/** Where a comment stands in a list. */
export interface Place {
  /** Counts in the order `top` alone. */
  readonly score: number;
  /** `Infinity` for what is not published yet. */
  readonly seq: number;
}

/** The part of a list that is known, from its first to its last place; `null`: it is open there, and grows. */
export interface Window {
  readonly sort: Sort;
  readonly first: Place | null;
  readonly last: Place | null;
}

export function placeOf({ votes, seq }: Comment): Place {
  return { score: votes.up - votes.down, seq: seq ?? Infinity };
}

/** Below 0 where `a` comes before `b`; `NaN` between two that are not published. */
export function compare(sort: Sort, a: Place, b: Place): number {
  return (sort === 'top' && b.score - a.score) || (sort === 'oldest' ? a.seq - b.seq : b.seq - a.seq);
}

export function isWithin({ sort, first, last }: Window, place: Place): boolean {
  return !(first && compare(sort, place, first) < 0) && !(last && compare(sort, place, last) > 0);
}
