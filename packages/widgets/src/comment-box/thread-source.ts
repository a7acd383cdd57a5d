import type { Page, Thread } from '@huzzah/client';
import type { Sort } from '@huzzah/protocol';
import type { LivePage } from '../page-source.js';
import { retry } from '../retry.js';

/** How a list begins. */
export interface ThreadStart {
  readonly sort: Sort;
  /** Top-level comments a part. */
  readonly limit: number;
}

/** Gives the comments of a page. */
export type OpenThread = (page: LivePage, start: ThreadStart) => Thread;

let source: OpenThread | null = null;
let isStaged = false;

/** Where comment boxes get their comments from; `null` until {@link loadThreads} has resolved. */
export function threadSource(): OpenThread | null {
  return source;
}

/** Loads what a client knows of comments: with the first box that somebody comes near. */
export async function loadThreads(): Promise<void> {
  if (source !== null) return;
  const { openThread } = await retry(() => import('@huzzah/client/thread'), Infinity);
  if (!isStaged) source = (page, start) => openThread(page as Page, start);
}

/**
 * Puts comments of another making in the place of a page's, for boxes that begin after it.
 * Returns the function that ends it.
 */
export function stageThreads(stage: OpenThread): () => void {
  const before = source;
  source = stage;
  isStaged = true;
  return () => {
    source = before;
    isStaged = false;
  };
}
