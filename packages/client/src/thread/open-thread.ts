import type { Page } from '../page.js';
import { PageThread } from './page-thread.js';
import type { Thread, ThreadOptions } from './thread-view.js';

/**
 * The comments of a page, live while somebody subscribes to them. A page has one thread: who
 * opens it again gets the same, in the order and with the limit that it has.
 *
 * @example
 * const thread = openThread(connect('https://talk.example').page('/articles/1'), { sort: 'top' });
 * const stop = thread.subscribe(({ items, olderCount }) => draw());
 * await thread.post({ body: 'Hello' });
 */
export function openThread(page: Page, options: ThreadOptions = {}): Thread {
  page.part ??= new PageThread(page, options);
  return page.part as PageThread;
}
