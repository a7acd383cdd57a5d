import type { PageView, ShownComment, Thread, ThreadView } from '@huzzah/client';
import type { Words } from '../words.js';
import type { Desk } from './desk/desk.js';

/** All that a box is drawn from, as it is at one drawing. */
export interface Scene {
  readonly words: Words;
  readonly page: PageView;
  /** `null` where there is no page: nothing can be asked. */
  readonly thread: Thread | null;
  readonly view: ThreadView;
  readonly votes: 'up' | 'both' | 'off';
  /** The site's own words in the empty field. */
  readonly placeholder: string | null;
  readonly isStream: boolean;
  /** `null` until it is needed. */
  readonly desk: Desk | null;
}

/** Whether there is something to say, and to do, about an own comment. */
export function isUnfinished({ isMine, delivery, comment }: ShownComment): boolean {
  return isMine && (delivery !== 'posted' || comment.status !== 'published');
}
