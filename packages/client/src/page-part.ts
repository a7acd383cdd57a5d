import type { CommandInputs, Joined, PagePulse } from '@huzzah/protocol';

/** What a part wants of a join: `since` where it can go on from what it knows. */
export type JoinWish = Pick<CommandInputs['page.join'], 'limit' | 'sort' | 'around' | 'since'>;

/**
 * Something that a page carries beside its counts, and is loaded only by who uses it: its
 * comments. Told in the order in which the page hears, while its wish is not `null`.
 */
export interface PagePart {
  /** With what to join; `null` for nothing, as a page without a part: `limit: 0`, and no `since`. */
  readonly wish: JoinWish | null;
  /** A join with this wish was answered: what was known is replaced, unless it is `resumed`. */
  joined(reply: Joined, wish: JoinWish): void;
  /** A pulse of the page's epoch. Returns `false` where changes are missing: the page joins again. */
  heard(pulse: PagePulse): boolean;
  /** The connection's stage or the visitor has changed. */
  connectionChanged(): void;
  /** Nothing will be sent any more. */
  end(reason: Error): void;
}
