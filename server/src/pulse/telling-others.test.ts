import { LIMITS } from '@huzzah/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Pace } from '../core/pace.js';
import { TELL_EVERY_MS } from './shared-audience.js';
import { TestPage } from './test-page.js';
import { Listener, TestPulse } from './test-pulse.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('what another node tells', () => {
  it('RD-64: it does not wait for the beat of the node that hears it, however far apart the two began', () => {
    const { ref, record } = new TestPage();
    const pulse = new TestPulse();
    const reader = new Listener('a');
    pulse.join(ref, reader)(record);
    vi.advanceTimersByTime(LIMITS.beatMs / 2);
    // Something is always new there.
    let version = 0;
    const tell = () => pulse.committed({ ref, record: { ...record, version: (version += 1) }, changes: [], votes: {} });
    const pace = new Pace(TELL_EVERY_MS, () => {
      tell();
      pace.ask();
    });
    pace.ask();
    const lag = () => {
      const before = version;
      while (version === before) vi.advanceTimersByTime(1);
      const toldAt = performance.now();
      const isHeard = () => reader.heard.at(-1)?.tally?.version === version;
      while (!isHeard()) vi.advanceTimersByTime(1);
      return performance.now() - toldAt;
    };
    expect(lag()).toBeGreaterThan(LIMITS.beatMs / 4);
    vi.advanceTimersByTime(20 * TELL_EVERY_MS);
    expect(lag()).toBeLessThanOrEqual(1);
    expect(TELL_EVERY_MS).toBeGreaterThanOrEqual(LIMITS.beatMs);
    pace.cancel();
    pulse.close();
  });
});
