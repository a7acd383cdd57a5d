import type { PageView, ShownComment, Thread, ThreadView } from '@huzzah/client';
import type { TemplateResult, nothing } from 'lit';
import type { Words } from '../words.js';

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
  readonly desk: SceneDesk | null;
}

/** A desk, as drawings know it: what it adds to them. */
export interface SceneDesk {
  /** Whether the reader of a stream has left its end. */
  readonly isBehind: boolean;
  /** What stands at an edge of the list. */
  readonly aroundTemplate: (edge: 'start' | 'end', scene: Scene) => TemplateResult;
  /** What its author is told of a comment that is not simply there. */
  readonly noteTemplate: (shown: ShownComment, scene: Scene) => TemplateResult | typeof nothing;
  /** What stands in the place of a comment that its author has removed just now. */
  readonly undoTemplate: (words: Words) => TemplateResult;
}

/** Whether there is something to say, and to do, about an own comment. */
export function isUnfinished({ isMine, delivery, comment }: ShownComment): boolean {
  return isMine && (delivery !== 'posted' || comment.status !== 'published');
}
