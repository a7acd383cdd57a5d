import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Committed } from '../core/records.js';
import { TestPage } from './test-page.js';
import { Listener, TestPulse } from './test-pulse.js';

let page: TestPage;
let pulse: TestPulse;

beforeEach(() => {
  vi.useFakeTimers();
  page = new TestPage();
  pulse = new TestPulse();
});

afterEach(() => {
  pulse.close();
  vi.useRealTimers();
});

const commit = (...commits: Committed[]) => commits.forEach((committed) => pulse.committed(committed));
const pass = (ms = 1) => vi.advanceTimersByTime(ms);

/** Joins, answers, and lets the news of the join pass. */
function joined(visitorId = 'a'): Listener {
  const listener = new Listener(visitorId);
  pulse.join(page.ref, listener)(page.record);
  pass(2_000);
  listener.heard.length = 0;
  return listener;
}

function joinedQuietly(): void {
  pulse.join(page.ref, { visitorId: 'other', deliver: () => true })(page.record);
}

describe('one who has not heard what all have', () => {
  it('PU-23: a joiner hears what came after his snapshot, once and in order, however much it is', () => {
    joined();
    commit(page.post());
    const reader = new Listener('b');
    const answered = pulse.join(page.ref, reader);
    const snapshot = page.record;
    for (let i = 0; i < 40; i += 1) commit(page.post('글'.repeat(1_000)));
    pass(2_000);
    answered(snapshot);
    pass(1_000);
    expect(reader.seqs).toEqual(Array.from({ length: 40 }, (_, i) => i + 2));
    expect(reader.heard[0]).toMatchObject({ head: reader.heard[0]!.changes!.at(-1)!.seq, commentCount: 41 });
    commit(page.post());
    pass(200);
    expect(reader.seqs.at(-1)).toBe(42);
    const late = new Listener('c');
    commit(page.post());
    pulse.join(page.ref, late)(page.record);
    pass(200);
    expect(late.heard.length).toBeGreaterThan(0);
    expect(late.seqs).toEqual([]);
  });

  it('PU-24: changes are never left out for one who is behind; votes are told as soon as he can take them', () => {
    const [slow, quick] = [joined('a'), joined('b')];
    slow.heard.length = 0;
    slow.isBehind = true;
    commit(page.post(), page.post());
    pass(200);
    for (let i = 0; i < 5; i += 1) {
      commit(page.vote('c-1'));
      pass(200);
    }
    commit(page.vote('c-2'), page.post());
    pass(200);
    expect(slow.seqs).toEqual([1, 2, 3]);
    expect(slow.mustGo).toBe(2);
    expect(quick.heard.at(-1)).toMatchObject({ votes: { 'c-2': { up: 1 } } });
    expect(slow.heard[1]).toMatchObject({ votes: { 'c-1': { up: 5 }, 'c-2': { up: 1 } }, head: 3 });
    commit(page.vote('c-3'));
    pass(200);
    slow.isBehind = false;
    pass(200);
    expect(slow.heard.at(-1)!.votes).toEqual({ 'c-3': { up: 1, down: 0, version: 1 } });
    expect(slow.heard.length).toBe(3);
  });

  it('PU-36: one who joins again hears the votes that were left out for him, for they may be on older comments', () => {
    const slow = joined('a');
    commit(page.post());
    pass(200);
    slow.isBehind = true;
    commit(page.vote('c-1'));
    pass(200);
    const answered = pulse.join(page.ref, slow);
    slow.isBehind = false;
    answered(page.record);
    pass(200);
    expect(slow.heard.at(-1)!.votes).toMatchObject({ 'c-1': { up: 1 } });
    for (let i = 0; i < 600; i += 1) joinedQuietly();
    const last = joined('b');
    commit(page.vote('c-1'));
    vi.advanceTimersToNextTimer();
    expect(last.heard).toEqual([]);
    pulse.join(page.ref, last)(page.record);
    pass(200);
    expect(last.heard.at(-1)!.votes).toMatchObject({ 'c-1': { up: 2 } });
  });

  it('PU-37: one who joins twice is deaf until both are answered; one whose second join fails hears on', () => {
    joined('other');
    const reader = new Listener('a');
    const answers = [pulse.join(page.ref, reader), pulse.join(page.ref, reader)];
    const first = page.record;
    commit(page.post());
    answers[0]!(first);
    pass(200);
    expect(reader.heard).toEqual([]);
    answers[1]!(page.record);
    commit(page.post());
    pass(200);
    expect(reader.seqs).toEqual([2]);
    const failing = pulse.join(page.ref, reader);
    commit(page.post());
    pass(200);
    reader.heard.length = 0;
    failing(null);
    pass(200);
    expect(reader.heard).toMatchObject([{ head: 3, commentCount: 3 }]);
    commit(page.post());
    pass(200);
    expect(reader.seqs).toEqual([4]);
    const late = pulse.join(page.ref, reader);
    pulse.leave(page.ref, reader);
    const again = pulse.join(page.ref, reader);
    late(page.record);
    commit(page.post());
    pass(200);
    expect(reader.seqs).toEqual([4]);
    again(page.record);
  });

  it('PU-25: what comes after a gap waits until that is filled; else the head tells, once it has waited', () => {
    const reader = joined();
    const [one, two, three] = [page.post(), page.post(), page.post()];
    commit(two, three, three);
    pass(1_100);
    expect(reader.seqs).toEqual([]);
    expect(reader.heard.every(({ head }) => head === 0)).toBe(true);
    commit(one, two);
    pass(200);
    expect(reader.seqs).toEqual([1, 2, 3]);
    const [, five] = [page.post(), page.post()];
    commit(five);
    pass(2_100);
    expect(reader.seqs).toEqual([1, 2, 3]);
    expect(reader.heard.at(-1)).toMatchObject({ head: 5 });
    commit(page.post());
    pass(200);
    expect(reader.seqs.at(-1)).toBe(6);
  });

  it('PU-26: a new epoch drops what waited in the old one, and one who read before it is told so', () => {
    page = new TestPage('e', 50);
    const reader = joined();
    const late = new Listener('b');
    const answered = pulse.join(page.ref, late);
    const old = page.record;
    commit(page.post(), page.vote('c-51'), page.vote('c-51'));
    pulse.held(page.ref, old, 'a', [], null);
    page = new TestPage('f', 4);
    commit(page.post('new'));
    pulse.held(page.ref, old, 'a', [], null);
    commit(page.vote('c-5'));
    answered(old);
    pass(200);
    expect(reader.heard.length).toBe(1);
    expect(reader.heard[0]).toMatchObject({ epoch: 'f', head: 5, changes: [{ seq: 5, comment: { body: 'new' } }] });
    expect(late.heard.length).toBe(1);
    expect(late.heard[0]).toMatchObject({ epoch: 'f', head: 5 });
    pass(6_000);
    expect(reader.heard.at(-1)).toMatchObject({ epoch: 'f', head: 5 });
  });
});
