import type { PageView, Thread, ThreadView } from '@huzzah/client';
import type { Words } from '../words.js';

/** All that the parts of a box draw from, as it is at one drawing; and what they may ask. */
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
  /** What is said in the composer's place, where this reader cannot write; '' where he can. */
  readonly closed: string;
}
