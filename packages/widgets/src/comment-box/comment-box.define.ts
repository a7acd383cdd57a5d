import { defineElement } from '../define-element.js';
import { CommentBoxElement } from './comment-box-element.js';

defineElement('comment-box', CommentBoxElement);

// With them come the types of the tag and of its events.
export type { HuzzahEventMap } from '../events.js';
export { CommentBoxElement };
