import { defineElement } from '../define-element.js';
import { LikeBarElement } from './like-bar-element.js';

defineElement('like-bar', LikeBarElement);

// With them come the types of the tag and of its events.
export type { HuzzahEventMap } from '../events.js';
export { LikeBarElement };
