import type { Page, Thread } from '@huzzah/client';
import { openThread as openPageThread } from '@huzzah/client/thread';
import type { Sort } from '@huzzah/protocol';
import type { LivePage } from '../page-source.js';

/** How a list begins. */
export interface ThreadStart {
  readonly sort: Sort;
  /** Top-level comments a part. */
  readonly limit: number;
}

/** Gives the comments of a page. */
export type OpenThread = (page: LivePage, start: ThreadStart) => Thread;

const fromPage: OpenThread = (page, start) => openPageThread(page as Page, start);

let source: OpenThread = fromPage;

/** Where comment boxes get their comments from. */
export const openThread: OpenThread = (page, start) => source(page, start);

/**
 * Puts comments of another making in the place of a page's, for boxes that begin after it.
 * Returns the function that ends it.
 */
export function stageThreads(stage: OpenThread): () => void {
  source = stage;
  return () => {
    source = fromPage;
  };
}
