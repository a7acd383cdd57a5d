import { describe, expect, it } from 'vitest';
import { HOLDING_TYPES, type HoldingType } from '../core/holdings.js';
import type { Line, Progress, Report } from '../migration.js';
import { migrateStores } from './migrate.js';
import { reportLines } from './migration-report.js';
import { Misuse } from './misuse.js';
import { ProgressBar } from './progress-bar.js';

const none = Object.fromEntries(HOLDING_TYPES.map((type) => [type, 0])) as Record<HoldingType, number>;

/** A bar on a screen of its own, and what it has written. */
function bar(isTTY: boolean) {
  const screen = { isTTY, columns: 200, said: '', write: (text: string) => ((screen.said += text), true) };
  let now = 0;
  const shown = new ProgressBar(screen, () => now);
  const show = (at: number, phase: Progress['phase'], comments: number, total = 1_000) => {
    now = at;
    shown.show({ phase, type: 'comment', done: { ...none, comment: comments }, total: { ...none, comment: total } });
  };
  return { screen, show, end: () => shown.end() };
}

describe('what a move says', () => {
  it('MG-13: on a terminal a bar, elsewhere a line every few seconds, with counts, rate and what remains', () => {
    const { screen, show, end } = bar(true);
    show(0, 'copy', 0);
    show(50, 'copy', 100);
    show(500, 'copy', 500);
    expect(screen.said.split('\r\u001b[K').slice(1)).toEqual([
      '░░░░░░░░░░░░░░░░░░░░ moving 0%  0 pages, 0 comments, 0 reactions  0/s',
      '██████████░░░░░░░░░░ moving 50%  0 pages, 500 comments, 0 reactions  1,000/s, 1 s to go',
    ]);
    show(900, 'check', 100);
    end();
    expect(screen.said).toMatch(/█{20} moving 100% .* 500 comments.*\n.*reading back 100% [^\n]*\n$/s);

    const plain = bar(false);
    for (let at = 0; at < 12_000; at += 100) plain.show(at, 'copy', at / 20);
    plain.end();
    expect(plain.screen.said.split('\n')).toEqual([
      'huzzah: moving 25%  0 pages, 250 comments, 0 reactions  50/s, 15 s to go',
      'huzzah: moving 50%  0 pages, 500 comments, 0 reactions  50/s, 10 s to go',
      'huzzah: moving 100%  0 pages, 595 comments, 0 reactions  50/s',
      '',
    ]);
  });

  it('MG-14: the report has in and out of each kind, what was left out by name, and what that means', () => {
    const line = (type: HoldingType, more: Partial<Line> = {}): Line => {
      return { type, given: 2, refused: 0, taken: 2, isEqual: true, ...more };
    };
    const report: Report = { lines: [line('page')], left: [], leftCount: 0, isResumed: false, hasChanged: false };
    expect(reportLines(report, 'back.db')).toEqual([
      '       in  out',
      'pages   2    2  ✓',
      'back.db holds all of it: start the servers with it as HUZZAH_STORE, and the same HUZZAH_SECRET',
    ]);
    const left = [{ what: 'the comment \u202e\u001b[31mX', why: 'its page was left out' }];
    const refused = [line('comment', { given: 1_000, refused: 1, taken: 999 })];
    expect(reportLines({ ...report, lines: refused, left, leftCount: 3 }, 'back.db')).toEqual([
      '            in  out',
      'comments  1000  999  ✓, 1 left out',
      'left out: the comment ��[31mX; its page was left out',
      'left out: 2 more',
      'back.db holds all but the 3 that are left out; servers may be started with it',
    ]);
    const lost = [line('vote', { taken: 1, isEqual: false })];
    expect(reportLines({ ...report, lines: lost }, 'back.db').slice(1)).toEqual([
      'votes   2    1  ✗ not the same',
      'back.db is not a copy: what was read back is not what was given. No server opens it; empty it, and begin anew',
    ]);
    expect(reportLines({ ...report, lines: lost, hasChanged: true }, 'back.db').at(-1)).toContain(
      'the source has changed since this was begun',
    );
  });

  it('MG-15: what is not said, or is no store that can be moved, is refused in one line with an example', async () => {
    const from = 'sqlite:./a.db';
    for (const [values, message] of [
      [{}, /^say --from, as in: huzzah migrate --from sqlite:.* --to redis:/],
      [{ from }, /^say --to, as in/],
      [{ from, to: 'mysql://user:secret@host' }, /^--to is "mysql:\/\/…@host"; it must be a store, as in/],
      [{ from: 'sqlite::memory:', to: from }, /^--from is in memory, which only its server has/],
    ] as const) {
      const error = await migrateStores(values).catch((refusal: unknown) => refusal);
      expect(error).toBeInstanceOf(Misuse);
      expect((error as Error).message).toMatch(message);
    }
    await expect(migrateStores({ from, to: 'sqlite:a.db' })).rejects.toThrow(/are one store/);
  });
});
