import { LIMITS, type PagePulse } from '@huzzah/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Committed } from '../core/records.js';
import { Pulse } from './pulse.js';
import { Listener, showChange, TestPage } from './test-page.js';

let page: TestPage;
let pulse: Pulse<PagePulse>;
/** How often each comment was made ready for readers. */
let shown: string[];
let longest: number;

beforeEach(() => {
  vi.useFakeTimers();
  page = new TestPage();
  shown = [];
  longest = 0;
  pulse = new Pulse<PagePulse>({
    encode: (json) => {
      longest = Math.max(longest, Buffer.byteLength(`42["page.pulse",${json}]`));
      return JSON.parse(json) as PagePulse;
    },
    showTally: (_ref, { counts, version }) => ({ counts, version }),
    showChange: (change) => {
      shown.push(change.comment.id);
      return showChange(change);
    },
  });
});

afterEach(() => {
  pulse.close();
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
    commit(page.vote('e-1'));
    pass(200);
    expect(reader.heard[1]).toEqual({
      page: 'p',
      epoch: 'e',
      head: 2,
      votes: { 'e-1': { up: 1, down: 0, version: 1 } },
    });
  });

  it('PU-20: a change carries its comment as it is when sent, with its votes and replies', () => {
    const reader = joined();
    commit(page.post());
    pass();
    const posted = page.post('first');
    commit(posted, page.edit(idOf(posted), 'second'), page.vote(idOf(posted)), page.post('reply', idOf(posted)));
    pass();
    const [one, two] = reader.heard[1]!.changes!;
    expect(one).toMatchObject({ type: 'posted', comment: { body: 'second', votes: { up: 1 }, replyCount: 1 } });
    expect(two).toMatchObject({ type: 'edited', comment: one!.comment });
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
    commit(page.edit('e-2', 'better'));
    pass();
    expect(reader.heard[2]!.changes).toMatchObject([{ type: 'edited', comment: { body: 'better' } }]);
    commit(page.post());
    pass(90);
    expect(reader.heard.length).toBe(3);
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
    expect(longest).toBeLessThanOrEqual(LIMITS.pulseBytes);
    expect(longest).toBeGreaterThan(LIMITS.pulseBytes - 4_000);
  });
});
