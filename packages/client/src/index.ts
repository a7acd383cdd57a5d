export { connect, type Huzzah } from './huzzah.js';
export type { Page } from './page.js';
export { HuzzahRefusal } from './refusal.js';
export { PAGE_STATES, type PageState, type PageView, type PendingReaction } from './view.js';
