// For a page that has all elements: one file, where four would be a tenth more. Styles first and together: brotli finds
// more in neighbours that are alike.
import '../like-bar/like-bar.styles.js';
import '../comment-box/list/comment.styles.js';
import '../comment-box/box.styles.js';
import '../faces/face.styles.js';
import '../online-count/online-count.styles.js';
import '../roll.styles.js';
import '../shell.styles.js';
import '../tokens.js';
import '@huzzah/client/thread';
import '../comment-box/list/comment-list.js';

export * from './comment-box.js';
export * from './core.js';
export * from './like-bar.js';
export * from './online-count.js';
