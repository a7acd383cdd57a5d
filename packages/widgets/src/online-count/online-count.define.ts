import { defineElement } from '../define-element.js';
import { OnlineCountElement } from './online-count-element.js';

defineElement('online-count', OnlineCountElement);

// With them come the types of the tag and of its events.
export type { HuzzahEventMap } from '../events.js';
export { OnlineCountElement };
