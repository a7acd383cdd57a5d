export { connect, type Huzzah } from './huzzah.js';
export type { Page } from './page.js';
export type { SignOnSource } from './sign-on.js';
export { HuzzahRefusal } from './refusal.js';
export type {
  Delivery,
  Drafts,
  NewComment,
  ShownComment,
  Thread,
  ThreadItem,
  ThreadOptions,
  ThreadView,
} from './thread/thread-view.js';
export { PAGE_STATES, type PageState, type PageView, type PendingReaction } from './view.js';
