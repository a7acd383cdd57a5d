import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PageRecord } from '../core/records.js';
import { TestPage } from './test-page.js';
import { Listener, TestPulse } from './test-pulse.js';

const { ref, record: EMPTY } = new TestPage();
const record = (version: number, like = version): PageRecord => ({ ...EMPTY, counts: { like }, version });

let pulse: TestPulse;

beforeEach(() => {
  vi.useFakeTimers();
  pulse = new TestPulse();
});

afterEach(() => {
  pulse.close();
  vi.useRealTimers();
});

/** Joins, answers, and lets the news of the join pass. */
function joined(visitorId: string): Listener {
  const listener = new Listener(visitorId);
  pulse.join(ref, listener)(record(0));
  vi.advanceTimersByTime(2_000);
  listener.heard.length = 0;
  return listener;
}

/** Tells the pulse that a commit has changed the page's counts. */
function counted(record: PageRecord): void {
  pulse.committed({ ref, record, changes: [], votes: {} });
}

describe('the pulse', () => {
  it('PU-1: the first change after a quiet spell goes at once, later ones wait for the beat as one frame', () => {
    const reader = joined('a');
    counted(record(1));
    vi.advanceTimersByTime(1);
    expect(reader.heard).toMatchObject([{ tally: { version: 1 } }]);
    for (let version = 2; version < 50; version += 1) counted(record(version));
    vi.advanceTimersByTime(90);
    expect(reader.heard.length).toBe(1);
    vi.advanceTimersByTime(20);
    expect(reader.heard.length).toBe(2);
    expect(reader.heard[1]).toMatchObject({ tally: { version: 49 } });
  });

  it('PU-2: one frame is encoded for all readers', () => {
    const readers = ['a', 'b', 'c'].map(joined);
    for (const { heard } of readers) heard.length = 0;
    pulse.made.encoded = 0;
    counted(record(1));
    vi.advanceTimersByTime(200);
    expect(pulse.made.encoded).toBe(1);
    expect(new Set(readers.flatMap(({ heard }) => heard)).size).toBe(1);
  });

  it('PU-3: what commits together is one pulse, after the replies of that turn', () => {
    const reader = joined('a');
    counted(record(1));
    counted(record(2));
    expect(reader.heard).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(reader.heard).toMatchObject([{ tally: { version: 2 } }]);
  });

  it('PU-4: nothing reaches a joiner before its reply; then it hears all that it missed', () => {
    joined('a');
    const late = new Listener('b');
    const answered = pulse.join(ref, late);
    counted(record(1));
    vi.advanceTimersByTime(500);
    expect(late.heard).toEqual([]);
    answered(record(0));
    vi.advanceTimersByTime(200);
    expect(late.heard[0]).toMatchObject({ tally: { version: 1 }, occupancy: { visitors: 2, connections: 2 } });
  });

  it('PU-5: one who joins in mid-beat hears it when a value returns to what was last pulsed', () => {
    joined('a');
    counted(record(1, 1));
    vi.advanceTimersByTime(1);
    counted(record(2, 2));
    const late = new Listener('b');
    pulse.join(ref, late)(record(2, 2));
    counted(record(3, 1));
    vi.advanceTimersByTime(200);
    expect(late.heard.at(-1)).toMatchObject({ tally: { counts: { like: 1 }, version: 3 } });
  });

  it('PU-6: a viewer that is behind skips frames, and hears whole values as soon as it can', () => {
    const slow = joined('a');
    const quick = joined('b');
    slow.heard.length = 0;
    slow.isBehind = true;
    for (let version = 1; version <= 5; version += 1) {
      counted(record(version));
      vi.advanceTimersByTime(150);
    }
    expect(quick.heard.length).toBeGreaterThanOrEqual(5);
    slow.isBehind = false;
    vi.advanceTimersByTime(200);
    expect(slow.heard).toMatchObject([{ tally: { version: 5 }, occupancy: { visitors: 2 } }]);
  });

  it('PU-7: five connections of one visitor are one visitor, and the last to leave takes him away', () => {
    const tabs = Array.from({ length: 5 }, () => joined('a'));
    expect(pulse.occupancy(ref)).toEqual({ visitors: 1, connections: 5 });
    pulse.join(ref, tabs[0]!)(record(0));
    expect(pulse.occupancy(ref)).toEqual({ visitors: 1, connections: 5 });
    for (const tab of tabs) pulse.leave(ref, tab);
    expect(pulse.occupancy(ref)).toEqual({ visitors: 0, connections: 0 });
  });

  it('PU-8: a visitor’s own mark goes to his other connections alone', () => {
    const [one, two, other] = [joined('a'), joined('a'), joined('b')];
    for (const { heard } of [one, two, other]) heard.length = 0;
    pulse.marked(ref, record(1), 'a', 'like', one);
    vi.advanceTimersByTime(200);
    expect(two.heard).toContainEqual({ page: 'p', epoch: 'e', mine: 'like' });
    for (const { heard } of [one, other]) expect(heard.every((frame) => frame.mine === undefined)).toBe(true);
  });

  it('PU-9: where two connections of a visitor acted in one beat, both hear the last', () => {
    const [one, two] = [joined('a'), joined('a')];
    pulse.marked(ref, record(1), 'a', 'like', one);
    pulse.marked(ref, record(2), 'a', 'wow', two);
    vi.advanceTimersByTime(200);
    for (const { heard } of [one, two])
      expect(heard.filter((frame) => 'mine' in frame)).toMatchObject([{ mine: 'wow' }]);
  });

  it('PU-15: an older mark that waits is not told after a newer one that is known', () => {
    const [one, two] = [joined('a'), joined('a')];
    const other = joined('b');
    counted(record(1));
    vi.advanceTimersByTime(1);
    for (const { heard } of [one, two, other]) heard.length = 0;
    pulse.marked(ref, record(2), 'a', 'like', two);
    pulse.leave(ref, two);
    pulse.marked(ref, record(3), 'a', 'wow', one);
    vi.advanceTimersByTime(500);
    expect(one.heard.filter((frame) => 'mine' in frame)).toEqual([]);
  });

  it('PU-16: one who reacts while he joins is told his mark, for his reply may be older', () => {
    joined('b');
    const one = new Listener('a');
    const answered = pulse.join(ref, one);
    pulse.marked(ref, record(1), 'a', 'like', one);
    answered(record(0));
    vi.advanceTimersByTime(500);
    expect(one.heard).toContainEqual({ page: 'p', epoch: 'e', mine: 'like' });
  });

  it('PU-17: one who joins again hears whole values after his reply', () => {
    const one = joined('a');
    const answered = pulse.join(ref, one);
    counted(record(1));
    vi.advanceTimersByTime(500);
    expect(one.heard).toEqual([]);
    answered(record(0));
    vi.advanceTimersByTime(500);
    expect(one.heard.at(-1)).toMatchObject({ tally: { version: 1 } });
  });

  it('PU-18: a viewer that is behind does not keep the head from the others', () => {
    const [slow, quick] = [joined('a'), joined('b')];
    slow.isBehind = true;
    counted(record(1));
    vi.advanceTimersByTime(200);
    quick.heard.length = 0;
    vi.advanceTimersByTime(20_000);
    expect(quick.heard.length).toBeGreaterThanOrEqual(4);
  });

  it('PU-10: a page with viewers hears its head at least every 5 s', () => {
    const reader = joined('a');
    vi.advanceTimersByTime(30_000);
    expect(reader.heard.length).toBeGreaterThanOrEqual(6);
    expect(reader.heard.every(({ head, tally }) => head === 0 && tally === undefined)).toBe(true);
  });

  it('PU-11: a page of another epoch tells its tally again, whatever its version', () => {
    const reader = joined('a');
    counted(record(9));
    vi.advanceTimersByTime(200);
    counted({ ...record(1), epoch: 'f' });
    vi.advanceTimersByTime(200);
    expect(reader.heard.at(-1)).toMatchObject({ epoch: 'f', tally: { version: 1 } });
  });

  it('PU-14: a large audience is told in slices, each viewer each frame once and in order', () => {
    const readers = Array.from({ length: 1_000 }, (_, i) => {
      const listener = new Listener(`v${i}`);
      pulse.join(ref, listener)(record(0));
      return listener;
    });
    vi.advanceTimersByTime(2_000);
    for (const { heard } of readers) heard.length = 0;
    counted(record(1));
    vi.advanceTimersToNextTimer();
    const told = readers.filter(({ heard }) => heard.length > 0).length;
    expect(told).toBeGreaterThan(0);
    expect(told).toBeLessThan(1_000);
    counted(record(2));
    vi.advanceTimersByTime(500);
    for (const { heard } of readers) expect(heard.map(({ tally }) => tally?.version)).toEqual([1, 2]);
  });

  it('PU-12: nothing is left of a page after its last viewer', () => {
    const reader = joined('a');
    counted(record(1));
    pulse.leave(ref, reader);
    vi.advanceTimersByTime(10_000);
    expect(pulse.figures).toMatchObject({ pages: 0, viewers: 0 });
    expect(reader.heard).toEqual([]);
  });
});
