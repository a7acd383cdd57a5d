export { CommentBoxElement } from './comment-box/comment-box-element.js';
export type {
  CommentPosted,
  CommentSubmit,
  HuzzahError,
  HuzzahEventMap,
  HuzzahStatus,
  OnlineChange,
  ReactionChange,
} from './events.js';
export { LikeBarElement } from './like-bar/like-bar-element.js';
export { addLocale } from './locales/registry.js';
export type { Locale } from './locales/locale.js';
export { OnlineCountElement } from './online-count/online-count-element.js';
export { VERSION } from './version.js';
