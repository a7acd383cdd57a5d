import { LIMITS } from '@huzzah/protocol';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Committed } from '../core/records.js';
import { showChange, TestPage } from './test-page.js';
import { TestPulse } from './test-pulse.js';
import { Reader } from './test-reader.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** One run: a page, a pulse, readers, and commits that are told late or not at all. */
class Run {
  readonly readers: Reader[] = [];
  page = new TestPage('e-0');
  /** Readers who were told that something is missing. */
  lost = 0;
  readonly #untold: Committed[] = [];
  readonly #gone: Reader[] = [];
  readonly #late: Reader['joins'] = [];
  #epochs = 0;
  readonly pulse = new TestPulse();

  /** A commit; where it `isLate` it is told after others. */
  commit(committed: Committed, isLate: boolean): void {
    if (isLate) this.#untold.push(committed);
    else this.pulse.committed(committed);
  }

  constructor() {
    // So many that a pulse goes in slices; they come first, and only fill them.
    for (let i = 0; i < 600; i += 1)
      this.pulse.join(this.page.ref, { visitorId: 'other', deliver: () => true })(this.page.record);
    vi.advanceTimersByTime(1_000);
  }

  tellLate(isBackwards: boolean): void {
    if (isBackwards) this.#untold.reverse();
    for (const committed of this.#untold.splice(0)) this.pulse.committed(committed);
  }

  /** What has a seq may be lost, for it is missed; votes have none. */
  loseLate(): void {
    for (const committed of this.#untold.splice(0)) if (committed.changes.length === 0) this.pulse.committed(committed);
  }

  newEpoch(): void {
    this.loseLate();
    this.#epochs += 1;
    this.page = new TestPage(`e-${this.#epochs}`, 7);
  }

  join(reader: Reader): void {
    if (!this.readers.includes(reader)) this.readers.push(reader);
    reader.joins.push({ answer: this.pulse.join(this.page.ref, reader), record: null });
  }

  /** Reads for one who joins, or answers him what was read. */
  go(reader: Reader, readsFirst = false): void {
    const [first] = reader.joins;
    const unread = reader.joins.find(({ record }) => record === null);
    if (unread !== undefined && (readsFirst || unread === first)) {
      unread.record = this.page.record;
      reader.joined(this.page, this.page.record);
    } else if (first !== undefined) {
      reader.joins.shift();
      first.answer(first.record);
    }
  }

  /** Fails the newest join of one who is on the page already, where it is not read yet. */
  fail(reader: Reader): void {
    if (reader.epoch === '' || reader.joins.at(-1)?.record !== null) return;
    reader.joins.pop()!.answer(null);
  }

  leave(reader: Reader): void {
    this.readers.splice(this.readers.indexOf(reader), 1);
    this.pulse.leave(this.page.ref, reader);
    this.#gone.push(reader);
    this.#late.push(...reader.joins);
    reader.forget();
  }

  comeBack(): void {
    const reader = this.#gone.pop();
    if (reader) this.join(reader);
  }

  /** Answers those who have left meanwhile. */
  answerLate(): void {
    for (const { answer } of this.#late.splice(0)) answer(this.page.record);
  }

  /** Everybody reads on, is answered, and joins again where he was told to. */
  settle(): void {
    for (let round = 0; round < 4; round += 1) {
      for (const reader of this.readers) {
        reader.isBehind = false;
        while (reader.joins.length > 0) this.go(reader);
      }
      vi.advanceTimersByTime(8_000);
      for (const reader of this.readers) {
        if (!reader.isLost) continue;
        this.lost += 1;
        this.join(reader);
      }
    }
  }

  expectLevel(): void {
    const { record, comments, ref } = this.page;
    for (const { view } of this.readers) {
      expect(view).toEqual({
        epoch: record.epoch,
        seq: record.seq,
        commentCount: record.commentCount,
        tally: { counts: record.counts, version: record.version },
        occupancy: this.pulse.occupancy(ref),
        isLost: false,
        comments: [...comments.values()].map((comment) => {
          const { id, body, status, version } = showChange({ seq: 0, type: 'posted', comment }).comment;
          return { id, body, status, version };
        }),
        votes: Object.fromEntries([...comments.values()].map(({ id, votes }) => [id, votes])),
      });
    }
  }
}

/** What may happen; `at` chooses among the comments or readers that there are. */
interface Step {
  readonly what: (typeof HAPPENINGS)[number] | (typeof TROUBLES)[number];
  readonly at: number;
  readonly isLate: boolean;
}
const HAPPENINGS = [
  ...(['post', 'reply', 'edit', 'remove', 'vote', 'react', 'react', 'slow', 'slow'] as const),
  ...(['join', 'join', 'go', 'go', 'go', 'go', 'leave', 'back', 'late'] as const),
  ...(['turn', 'turn', 'pass', 'pass'] as const),
] as const;
/** What breaks the order of commits, or tells some of them never; and what makes a join fail. */
const TROUBLES = ['tellLate', 'lose', 'newEpoch', 'fail'] as const;

function take(run: Run, { what, at, isLate }: Step): void {
  const { page, readers } = run;
  const shown = [...page.comments.values()].filter(({ status }) => status === 'published');
  const { id } = shown[at % shown.length] ?? {};
  const reader = readers[at % readers.length];
  const body = '글'.repeat(1 + ((at * 37) % 1_000));
  if (what === 'post') run.commit(page.post(body), isLate);
  else if (what === 'react') run.commit(page.react(at), isLate);
  else if (what === 'join') run.join(at % 3 === 0 && reader ? reader : new Reader(`v${at % 5}`));
  else if (what === 'pass') vi.advanceTimersByTime(at * 4);
  else if (what === 'turn') vi.advanceTimersToNextTimer();
  else if (what === 'tellLate') run.tellLate(at % 2 === 0);
  else if (what === 'lose') run.loseLate();
  else if (what === 'newEpoch') run.newEpoch();
  else if (id !== undefined && what === 'reply') run.commit(page.post(body, id), isLate);
  else if (id !== undefined && what === 'edit') run.commit(page.edit(id, body), isLate);
  else if (id !== undefined && what === 'remove') run.commit(page.remove(id), isLate);
  else if (id !== undefined && what === 'vote') run.commit(page.vote(id), isLate);
  else if (what === 'back') run.comeBack();
  else if (what === 'late') run.answerLate();
  else if (reader && what === 'go') run.go(reader, at % 2 === 0);
  else if (reader && what === 'fail') run.fail(reader);
  else if (reader && what === 'leave') run.leave(reader);
  else if (reader && what === 'slow') reader.isBehind = !reader.isBehind;
}

const stepsOf = (happenings: readonly Step['what'][], isLate: fc.Arbitrary<boolean>) =>
  fc.array(fc.record({ what: fc.constantFrom(...happenings), at: fc.nat(60), isLate }), {
    maxLength: 120,
    size: 'max',
  });

function runs(steps: readonly Step[], check: (run: Run) => void): void {
  const run = new Run();
  try {
    for (const step of steps) take(run, step);
    check(run);
    expect(run.pulse.made.longest).toBeLessThanOrEqual(LIMITS.pulseBytes);
  } finally {
    run.pulse.close();
  }
}

describe('the fan-out, whatever happens', () => {
  it('PU-30: each viewer’s log has no gap, duplicate or reorder, and all end with the same', () => {
    fc.assert(
      fc.property(stepsOf(HAPPENINGS, fc.constant(false)), (steps) =>
        runs(steps, (run) => {
          run.settle();
          run.expectLevel();
          expect(run.lost).toBe(0);
        }),
      ),
      { numRuns: 300 },
    );
  });

  it('PU-31: so it is where commits are told late, in another order or never, and where the epoch changes', () => {
    fc.assert(
      fc.property(stepsOf([...HAPPENINGS, ...TROUBLES], fc.boolean()), (steps) =>
        runs(steps, (run) => {
          run.loseLate();
          // The next commit shows what was missing.
          run.commit(run.page.post(), false);
          run.settle();
          run.expectLevel();
        }),
      ),
      { numRuns: 300 },
    );
  });
});
