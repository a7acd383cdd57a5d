// For a page that has all elements: one file, where four would be a tenth more.
import '@huzzah/client/thread';
import '../comment-box/list/comment-list.js';

export * from './comment-box.js';
export * from './core.js';
export * from './like-bar.js';
export * from './online-count.js';
