// For a page that has all elements: one file, where four would be a tenth more. In an order in which brotli finds most:
// styles, drawings and words each together, for it looks among neighbours.
import '../like-bar/like-bar.styles.js';
import '../comment-box/list/comment.styles.js';
import '../comment-box/box.styles.js';
import '../faces/face.styles.js';
import '../online-count/online-count.styles.js';
import '../roll.styles.js';
import '../shell.styles.js';
import '../tokens.js';
import '../faces/faces.js';
import '../locales/en.js';
import '../comment-box/words.js';
import '../comment-box/list/words.js';

export * from './like-bar.js';
export * from './online-count.js';
import '../comment-box/list/comment-list.js';
export * from './comment-box.js';
import '@huzzah/client/thread';
export * from './core.js';
