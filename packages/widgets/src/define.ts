export type { HuzzahEventMap } from './events.js';
export { CommentBoxElement } from './comment-box/comment-box.define.js';
export { LikeBarElement } from './like-bar/like-bar.define.js';
export { OnlineCountElement } from './online-count/online-count.define.js';
