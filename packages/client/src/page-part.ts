import type { CommandInputs, Joined, PagePulse } from '@huzzah/protocol';

/** What a part wants of the page's joins. */
export type JoinWish = Pick<CommandInputs['page.join'], 'limit' | 'sort' | 'around'>;

/**
 * Something that a page carries beside its counts, and is loaded only by who uses it: its
 * comments. Told in the order in which the page hears.
 */
export interface PagePart {
  /** With what to join; a page without a part joins with `limit: 0`. */
  readonly wish: JoinWish;
  /** A join was answered: what was known is replaced, unless it is `resumed`. */
  joined(reply: Joined): void;
  /** A pulse of the present epoch. Returns `false` where changes are missing: the page joins again with `since`. */
  heard(pulse: PagePulse): boolean;
  /** The connection's stage or the visitor has changed. */
  connectionChanged(): void;
  /** Nothing will be sent any more. */
  end(reason: Error): void;
}
