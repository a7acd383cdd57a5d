import type { Rate } from '@huzzah/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Ration } from '../../core/ports.js';
import { MemberCounts } from './member-counts.js';
import { MemoryRateLimiter } from './memory-rate-limiter.js';

const BUCKET: Rate = { points: 1, perMs: 3_000, burst: 3 };
const WINDOW: Rate = { points: 4, perMs: 10_000 };

describe('the rate limiter in memory', () => {
  let limiter: MemoryRateLimiter;
  beforeEach(() => {
    vi.useFakeTimers();
    limiter = new MemoryRateLimiter(() => Date.now());
  });
  afterEach(() => void vi.useRealTimers());

  const wait = async (...rations: Ration[]) => (await limiter.take(rations))?.waitMs ?? 0;
  const take = (rate: Rate, key = 'a', more: Partial<Ration> = {}) => wait({ key, rate, ...more });
  const many = async (count: number, one: () => Promise<number>) => {
    const waits: number[] = [];
    for (let i = 0; i < count; i += 1) waits.push(await one());
    return waits;
  };

  it('RL-1: a bucket gives as many at once as its burst, and one more with each interval', async () => {
    expect(await many(5, () => take(BUCKET))).toEqual([0, 0, 0, 3_000, 3_000]);
    vi.advanceTimersByTime(2_000);
    expect(await take(BUCKET)).toBe(1_000);
    vi.advanceTimersByTime(1_000);
    expect(await many(2, () => take(BUCKET))).toEqual([0, 3_000]);
    vi.advanceTimersByTime(60_000);
    expect(await many(4, () => take(BUCKET))).toEqual([0, 0, 0, 3_000]);
  });

  it('RL-2: a window gives its points, and says when it ends', async () => {
    expect(await many(3, () => take(WINDOW))).toEqual([0, 0, 0]);
    vi.advanceTimersByTime(4_000);
    expect(await many(3, () => take(WINDOW))).toEqual([0, 6_000, 6_000]);
    vi.advanceTimersByTime(6_000);
    expect(await many(5, () => take(WINDOW))).toEqual([0, 0, 0, 0, 10_000]);
  });

  it('RL-3: where one of several is not to be had none is taken, and the longest wait is said', async () => {
    await many(3, () => take(BUCKET, 'visitor'));
    const both = () =>
      limiter.take([
        { key: 'visitor', rate: BUCKET },
        { key: 'address', rate: WINDOW },
      ]);
    for (let i = 0; i < 9; i += 1) expect(await both()).toMatchObject({ ration: { key: 'visitor' }, waitMs: 3_000 });
    expect(await many(5, () => take(WINDOW, 'address'))).toEqual([0, 0, 0, 0, 10_000]);
    expect(await both()).toMatchObject({ ration: { key: 'address' } });
  });

  it('RL-4: what many take at once is never more than there is, and nobody takes another’s', async () => {
    const at = await Promise.all(Array.from({ length: 50 }, () => take(BUCKET)));
    expect(at.filter((waitMs) => waitMs === 0)).toHaveLength(3);
    expect(await take(BUCKET, 'b')).toBe(0);
  });

  it('RL-5: what is only asked for is not taken', async () => {
    expect(await many(20, () => take(WINDOW, 'a', { isAsked: true }))).toEqual(Array(20).fill(0));
    await many(4, () => take(WINDOW));
    expect(await take(WINDOW, 'a', { isAsked: true })).toBe(10_000);
  });

  it('RL-6: a member counts once, however often he comes', async () => {
    const member = (name: string) => take(WINDOW, 'a', { member: name });
    expect(await many(9, () => member('anna'))).toEqual(Array(9).fill(0));
    for (const name of ['ben', 'carl', 'dora']) expect(await member(name)).toBe(0);
    vi.advanceTimersByTime(1_000);
    expect(await member('emil')).toBe(9_000);
    expect(await member('carl')).toBe(0);
    vi.advanceTimersByTime(9_000);
    expect(await member('emil')).toBe(0);
  });

  it('RL-7: a clock that jumps back makes nobody wait for longer than a rate can', async () => {
    await many(4, () => take(WINDOW));
    await many(3, () => take(BUCKET, 'b'));
    vi.setSystemTime(Date.now() - 3_600_000);
    expect(await take(WINDOW)).toBeLessThanOrEqual(10_000);
    expect(await take(BUCKET, 'b')).toBeLessThanOrEqual(3_000);
  });

  it('RL-8: what is past is forgotten, and of members the oldest where there are too many', async () => {
    await many(3, () => take(BUCKET));
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(9_001);
    expect(vi.getTimerCount()).toBe(0);
    const counts = new MemberCounts(2, () => 0);
    for (const key of ['a', 'b', 'c']) counts.count(key, 'anna', { points: 1, perMs: 1 });
    expect(['a', 'b', 'c'].map((key) => counts.waitMs(key, 'ben', { points: 1, perMs: 1 }))).toEqual([0, 1, 1]);
  });
});
