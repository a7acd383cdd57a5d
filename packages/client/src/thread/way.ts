import type { WireError } from '@huzzah/protocol';
import type { Queue } from '../queue.js';
import type { ShownComment } from './thread-view.js';

/** How far something that was asked for has come. */
export type Way = Pick<ShownComment, 'delivery' | 'askedAt' | 'failure'>;

export function wayOf(askedAt: number, failure: WireError | null, queue: Queue, isFailed = failure !== null): Way {
  return { askedAt, failure, delivery: isFailed ? 'failed' : queue.isMoving ? 'sending' : 'waiting' };
}
