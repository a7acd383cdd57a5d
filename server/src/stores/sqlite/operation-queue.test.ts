import { LIMITS } from '@huzzah/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Operation } from './messages.js';
import { OperationQueue } from './operation-queue.js';

const check: Operation = { type: 'check' };

/** What became of a promise, so far. */
function fateOf(promise: Promise<unknown>): { now: string } {
  const fate = { now: 'open' };
  promise.then(
    () => (fate.now = 'answered'),
    (error: { code: string }) => (fate.now = error.code),
  );
  return fate;
}

let queue: OperationQueue;

beforeEach(() => {
  vi.useFakeTimers();
  queue = new OperationQueue();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the operations that wait', () => {
  it('SQ-22: what is not answered in time is refused, whether it was sent or not; the rest waits on', async () => {
    const sent = fateOf(queue.add(check));
    queue.take();
    await vi.advanceTimersByTimeAsync(1_000);
    const waiting = fateOf(queue.add(check));
    await vi.advanceTimersByTimeAsync(LIMITS.storeWaitMs - 999);
    expect([sent.now, waiting.now]).toEqual(['store_unavailable', 'open']);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(waiting.now).toBe('store_unavailable');
    expect(queue.isSent).toBe(true);
    queue.answer([null]);
    expect(queue.take()).toEqual([]);
  });

  it('SQ-23: answers that came while the loop was busy are read before anything is refused', async () => {
    const asked = fateOf(queue.add(check));
    queue.take();
    const answered = Promise.resolve().then(() => queue.answer([null]));
    vi.advanceTimersByTime(LIMITS.storeWaitMs);
    await answered;
    await vi.advanceTimersByTimeAsync(10);
    expect(asked.now).toBe('answered');
  });

  it('SQ-24: beyond 20,000 that wait the next is refused at once', async () => {
    const fates = Array.from({ length: 20_000 }, () => fateOf(queue.add(check)));
    const last = fateOf(queue.add(check));
    await vi.advanceTimersByTimeAsync(0);
    expect(last.now).toBe('store_unavailable');
    expect(fates.every(({ now }) => now === 'open')).toBe(true);
  });

  it('SQ-25: groups are taken in the order asked for, and each is answered in its own', async () => {
    const asked = Array.from({ length: 700 }, (_, index) =>
      queue.add({ type: 'own', ref: { site: 'news', page: 'a' }, visitorId: `${index}` }),
    );
    let taken = queue.take();
    expect(taken.length).toBeLessThan(700);
    for (; taken.length > 0; taken = queue.take()) {
      queue.answer(taken.map((own) => ({ mine: own.type === 'own' ? own.visitorId : null, held: [] })));
    }
    expect(await Promise.all(asked)).toEqual(
      Array.from({ length: 700 }, (_, index) => ({ mine: `${index}`, held: [] })),
    );
    await queue.idle();
  });
});
