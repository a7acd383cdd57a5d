/** What may be written on each tag, and heard from it: typed once, for every framework. */
import type { CommentBoxElement } from './comment-box/comment-box-element.js';
import type { HuzzahEventMap } from './events.js';
import type { LikeBarElement } from './like-bar/like-bar-element.js';
import type { OnlineCountElement } from './online-count/online-count-element.js';

type Shared = 'server' | 'site' | 'page' | 'theme';
type SharedEvent = 'huzzah-status' | 'huzzah-error';
type Wishes<Element, Name extends keyof Element> = { [N in Name]?: Element[N] | undefined };

/** By tag: the properties that may be set. */
export interface ElementProps {
  'online-count': Wishes<OnlineCountElement, Shared | 'compact' | 'min' | 'verb'>;
  'like-bar': Wishes<LikeBarElement, Shared | 'prompt' | 'layout' | 'shares'>;
  'comment-box': Wishes<
    CommentBoxElement,
    Shared | 'layout' | 'sort' | 'pageSize' | 'votes' | 'placeholder' | 'heading' | 'announce'
  > & { 'page-size'?: CommentBoxElement['pageSize'] | undefined };
}

/** A tag of ours. */
export type Tag = keyof ElementProps;

/** By tag: the events that it dispatches. */
export interface ElementEvents {
  'online-count': Pick<HuzzahEventMap, SharedEvent | 'online-change'>;
  'like-bar': Pick<HuzzahEventMap, SharedEvent | 'reaction-change'>;
  'comment-box': Pick<HuzzahEventMap, SharedEvent | 'comment-submit' | 'comment-posted'>;
}
