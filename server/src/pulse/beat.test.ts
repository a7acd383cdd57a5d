import { describe, expect, it } from 'vitest';
import { Beat } from './beat.js';
import { threadMs } from './thread-time.js';

/** Runs a node whose pulses cost `costMs` each, and returns the interval it settles on. */
function settle(costMs: number): number {
  const beat = new Beat(0);
  for (let now = 0; now < 60_000; now += beat.ms) beat.spent(costMs, now);
  return Math.round(beat.ms);
}

describe('the beat', () => {
  it('BT-1: is 100 ms while the fan-out takes less than half of a core', () => {
    expect(settle(0)).toBe(100);
    expect(settle(45)).toBe(100);
  });

  it('BT-2: grows until it takes half of a core, and never past 1 s', () => {
    expect(settle(100)).toBeGreaterThan(190);
    expect(settle(100)).toBeLessThan(215);
    expect(settle(5_000)).toBe(1_000);
  });

  it('BT-3: comes back when the load goes', () => {
    const beat = new Beat(0);
    for (let now = 0; now < 10_000; now += beat.ms) beat.spent(400, now);
    expect(beat.ms).toBeGreaterThan(500);
    for (let now = 10_000; now < 20_000; now += 100) beat.spent(1, now);
    expect(beat.ms).toBe(100);
  });

  it('BT-4: what it counts is this thread’s own time, not what the machine gives to others', () => {
    const start = threadMs();
    while (threadMs() - start < 20);
    const [atRest, restedAt] = [threadMs(), performance.now()];
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400);
    expect(performance.now() - restedAt).toBeGreaterThan(350);
    expect(threadMs() - atRest).toBeLessThan(200);
  });
});
