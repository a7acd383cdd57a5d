import { LIMITS } from '@huzzah/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Committed } from '../core/records.js';
import { showChange, TestPage } from './test-page.js';
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
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const commit = (...commits: Committed[]) => commits.forEach((committed) => pulse.committed(committed));
const idOf = ({ changes }: Committed) => changes[0]!.comment.id;
const pass = (ms = 1) => vi.advanceTimersByTime(ms);

/** Joins, answers, and lets the news of the join pass. */
function joined(visitorId = 'a'): Listener {
  const listener = new Listener(visitorId);
  pulse.join(page.ref, listener)(page.record);
  pass(2_000);
  listener.heard.length = 0;
  return listener;
}

describe('the pulse of comments', () => {
  it('PU-19: tells changes in the order of seq, with the count of comments and the head that they lead to', () => {
    const reader = joined();
    commit(page.post('one'), page.post('two'));
    pass();
    expect(reader.heard).toMatchObject([{ epoch: 'e', head: 2, commentCount: 2 }]);
    expect(reader.heard[0]!.changes).toMatchObject([
      { seq: 1, type: 'posted', comment: { body: 'one', version: 1, author: { name: 'Ann' } } },
      { seq: 2, type: 'posted', comment: { body: 'two' } },
    ]);
    commit(page.vote('c-1'));
    pass(200);
    expect(reader.heard[1]).toEqual({
      page: 'p',
      epoch: 'e',
      head: 2,
      votes: { 'c-1': { up: 1, down: 0, version: 1 } },
    });
  });

  it('PU-20: a change carries its comment as it is when sent, with its votes and replies', () => {
    const reader = joined();
    commit(page.post());
    pass();
    const posted = page.post('first');
    commit(posted, page.edit('c-2', 'second'));
    const reply = page.post('reply', 'c-2');
    const [older, newer] = [page.vote('c-2'), page.vote('c-2')];
    commit(reply, reply, newer, older);
    pass();
    const [one, two] = reader.heard[1]!.changes!;
    expect(one).toMatchObject({ type: 'posted', comment: { body: 'second', votes: { up: 2 }, replyCount: 1 } });
    expect(reader.heard[1]!.votes).toMatchObject({ 'c-2': { up: 2 } });
    expect(two).toMatchObject({ type: 'edited', comment: one!.comment });
    const [last, ...edits] = [page.post('third'), page.edit('c-2', 'fourth'), page.edit('c-2', 'fifth')];
    commit(edits[0], page.vote('c-2'), edits[1], last);
    pass(200);
    expect(reader.heard.at(-1)!.changes![1]).toMatchObject({
      type: 'edited',
      comment: { body: 'fifth', votes: { up: 3 } },
    });
  });

  it('PU-21: what hides something goes at once, and all that is due with it', () => {
    const reader = joined();
    const posted = page.post('secret');
    commit(posted);
    pass();
    commit(page.react(1), page.post('other'));
    pass(10);
    expect(reader.heard.length).toBe(1);
    commit(page.remove(idOf(posted)));
    pass();
    expect(reader.heard[1]).toMatchObject({ tally: { version: 1 }, head: 3 });
    expect(reader.heard[1]!.changes).toMatchObject([
      { type: 'posted' },
      { type: 'removed', comment: { status: 'removed', body: '', author: null } },
    ]);
    commit(page.edit('c-2', 'better'));
    pass();
    expect(reader.heard[2]!.changes).toMatchObject([{ type: 'edited', comment: { body: 'better' } }]);
    commit(page.post());
    pass(90);
    expect(reader.heard.length).toBe(3);
  });

  it('PU-38: after a pulse that took long the next one that hides waits as long, so that the loop is half free', () => {
    const reader = joined();
    let spentMs = 0;
    const now = performance.now.bind(performance);
    vi.spyOn(performance, 'now').mockImplementation(() => now() + spentMs);
    pulse.join(page.ref, { visitorId: 'costly', deliver: () => (spentMs += 30) > 0 })(page.record);
    commit(page.post());
    pass();
    expect(reader.seqs).toEqual([1]);
    commit(page.remove('c-1'));
    pass(20);
    expect(reader.seqs).toEqual([1]);
    pass(11);
    expect(reader.seqs).toEqual([1, 2]);
  });

  it('PU-22: a frame is cut at its bytes, the rest goes with the next beats, and the head says how far it went', () => {
    const reader = joined();
    const body = '글'.repeat(1_000);
    commit(...Array.from({ length: 30 }, () => page.post(body)));
    pass();
    expect(reader.heard.length).toBe(1);
    expect(reader.heard[0]!.head).toBe(reader.seqs.at(-1));
    expect(reader.seqs.length).toBeLessThan(15);
    pass(1_000);
    expect(reader.seqs).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
    expect(pulse.made.longest).toBeLessThanOrEqual(LIMITS.pulseBytes);
    expect(pulse.made.longest).toBeGreaterThan(LIMITS.pulseBytes - 4_000);
  });

  it('PU-27: a text that was taken away is in no frame after, whoever is told late', () => {
    const reader = joined('a');
    const late = new Listener('b');
    const answered = pulse.join(page.ref, late);
    const before = page.record;
    commit(page.post('seen'));
    pass(10);
    const told = reader.heard.length;
    commit(page.post('canary'));
    const removed = [page.remove('c-1'), page.remove('c-2')];
    commit(...removed);
    answered(before);
    pass(500);
    expect(reader.seqs).toEqual([1, 2, 3, 4]);
    expect(late.seqs).toEqual([1, 2, 3, 4]);
    expect(JSON.stringify([...reader.heard.slice(told), ...late.heard])).not.toMatch(/seen|canary|Ann/);
  });

  it('PU-28: a visitor’s own mark and what is held of his come apart from the pulse, at most once a beat', () => {
    const [one, two, other] = [joined('a'), joined('a'), joined('b')];
    for (const { heard } of [one, two, other]) heard.length = 0;
    commit(page.post());
    const { comment } = showChange(page.log[0]!);
    pulse.marked(page.ref, page.record, 'a', 'like', one);
    pulse.held(page.ref, page.record, 'a', [], null);
    pulse.held(page.ref, page.record, 'a', [comment], null);
    pass(200);
    const own = ({ heard }: Listener) => heard.filter(({ held, mine }) => held !== undefined || mine !== undefined);
    expect(own(one)).toEqual([{ page: 'p', epoch: 'e', held: [comment] }]);
    expect(own(two)).toEqual([{ page: 'p', epoch: 'e', mine: 'like', held: [comment] }]);
    expect(own(other)).toEqual([]);
    for (const { heard } of [one, two, other]) heard.length = 0;
    const joining = new Listener('b');
    const answered = pulse.join(page.ref, joining);
    pulse.marked(page.ref, page.record, 'b', 'wow', null);
    pulse.held(page.ref, page.record, 'b', [], other);
    pass(200);
    expect(joining.heard).toEqual([]);
    answered(page.record);
    pass(200);
    expect(own(joining)).toMatchObject([{ mine: 'wow', held: [] }]);
    expect(own(other).every(({ held }) => held === undefined)).toBe(true);
    const alone = joined('c');
    pulse.marked(page.ref, page.record, 'c', 'wow', null);
    pulse.held(page.ref, page.record, 'c', [], alone);
    pass(200);
    expect(own(alone)).toEqual([{ page: 'p', epoch: 'e', mine: 'wow' }]);
    const held = Array.from({ length: 100 }, (_, i) => ({ ...comment, id: `${i}`, body: '글'.repeat(1_000) }));
    pulse.held(page.ref, page.record, 'a', held, null);
    pass(200);
    expect(own(one)[0]!.held).toEqual(held.slice(0, 9));
    expect(pulse.made.longest).toBeLessThanOrEqual(LIMITS.pulseBytes);
  });

  it('PU-29: a comment is made ready once for all readers and all frames that carry it', () => {
    const readers = ['a', 'b', 'c'].map(joined);
    const late = new Listener('d');
    const answered = pulse.join(page.ref, late);
    const before = page.record;
    commit(page.post(), page.post());
    pass(200);
    answered(before);
    pass(200);
    for (const { seqs } of [...readers, late]) expect(seqs).toEqual([1, 2]);
    expect(pulse.made.shown).toEqual(['c-1', 'c-2']);
  });

  it('PU-32: votes that do not fit go with the next beats, the pulse.made.longest unchanged first', () => {
    const reader = joined();
    commit(...Array.from({ length: 1_200 }, () => page.post('')));
    pass(5_000);
    reader.heard.length = 0;
    const ids = [...page.comments.keys()];
    commit(...[...ids, ids[0]!].map((id) => page.vote(id)));
    pass(1_000);
    const heard = reader.heard.flatMap(({ votes = {} }) => Object.keys(votes));
    expect(heard).toEqual([...ids.slice(1), ids[0]]);
    expect(reader.heard.length).toBeGreaterThan(1);
    expect(pulse.made.longest).toBeLessThanOrEqual(LIMITS.pulseBytes);
  });

  it('PU-33: a page that nobody watches keeps nothing, and more changes than the log holds are told by the head', () => {
    commit(page.post());
    expect(pulse.figures.pages).toBe(0);
    const reader = joined();
    commit(...Array.from({ length: LIMITS.logLength + 100 }, () => page.post()));
    pass(200);
    expect(reader.heard).toMatchObject([{ head: LIMITS.logLength + 101 }]);
    expect(reader.seqs).toEqual([]);
  });
});
