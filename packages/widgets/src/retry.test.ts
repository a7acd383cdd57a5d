import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { retry } from './retry.js';

describe('retry', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('EM-5: tries until it succeeds', async () => {
    let left = 3;
    const result = retry(async () => {
      if (left-- > 0) throw new Error('not yet');
      return 'there';
    });
    await vi.runAllTimersAsync();
    expect(await result).toBe('there');
  });

  it('EM-5: gives up after a minute, with pauses that grow to 8 s', async () => {
    const at: number[] = [];
    const result = retry(async () => {
      at.push(Date.now());
      throw new Error('never');
    });
    const settled = expect(result).rejects.toThrow('never');
    await vi.runAllTimersAsync();
    await settled;
    const pauses = at.slice(1).map((time, index) => time - at[index]!);
    expect(pauses.slice(0, 6)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000]);
    expect(at.at(-1)! - at[0]!).toBeLessThanOrEqual(60_000);
    expect(at.at(-1)! - at[0]!).toBeGreaterThan(45_000);
  });
});
