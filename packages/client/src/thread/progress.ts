import type { WireError } from '@huzzah/protocol';
import type { Queue } from '../queue.js';
import type { ShownComment } from './thread-view.js';

/** How far something that was asked for has come. */
export type Progress = Pick<ShownComment, 'delivery' | 'askedAt' | 'failure'>;

/** @param queue the one that it waits in */
export function progressOf(
  askedAt: number,
  failure: WireError | null,
  queue: Queue,
  isFailed = failure !== null,
): Progress {
  return { askedAt, failure, delivery: isFailed ? 'failed' : queue.isMoving ? 'sending' : 'waiting' };
}
