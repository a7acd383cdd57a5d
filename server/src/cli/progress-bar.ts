import { HOLDING_TYPES, type HoldingType } from '../core/holdings.js';
import type { Progress } from '../migration.js';
import { TYPE_NAMES } from './migration-report.js';

/** Between two looks of a bar, and two lines where nobody looks, in ms. */
const BAR_MS = 100;
const LINE_MS = 5_000;
const WIDTH = 20;
/** Those that are told by number. */
const TOLD: readonly HoldingType[] = ['page', 'comment', 'reaction'];
const PHASES = { copy: 'moving', check: 'reading back', recheck: 'reading the source again' } as const;

/** Where it is written to. */
type Screen = Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'>;

/** Says how far a migration is: a bar on a terminal, a line every few seconds elsewhere. */
export class ProgressBar {
  readonly #screen: Screen;
  readonly #now: () => number;
  #phase: Progress['phase'] | undefined;
  #begunAt = 0;
  #begunWith = 0;
  #shownAt = -Infinity;
  #last: Progress | undefined;

  /** @param now a monotonic time in ms */
  constructor(screen: Screen, now: () => number = () => performance.now()) {
    this.#screen = screen;
    this.#now = now;
  }

  show(progress: Progress): void {
    const now = this.#now();
    if (progress.phase !== this.#phase) {
      this.#finish();
      this.#phase = progress.phase;
      [this.#begunAt, this.#begunWith, this.#shownAt] = [
        now,
        sumOf(progress.done),
        this.#screen.isTTY ? -Infinity : now,
      ];
    }
    this.#last = progress;
    if (now - this.#shownAt < (this.#screen.isTTY ? BAR_MS : LINE_MS)) return;
    this.#shownAt = now;
    this.#write(progress, now);
  }

  /** To be called at the end: the last state stands. */
  end(): void {
    this.#finish();
  }

  #finish(): void {
    if (this.#last === undefined) return;
    // Of what was counted before some was less.
    this.#write({ ...this.#last, total: this.#last.done }, this.#now());
    if (this.#screen.isTTY) this.#screen.write('\n');
    this.#last = undefined;
  }

  #write({ phase, done, total }: Progress, now: number): void {
    const [all, isDone] = [Math.max(1, sumOf(total)), sumOf(done)];
    const part = Math.min(1, isDone / all);
    const rate = ((isDone - this.#begunWith) / Math.max(1, now - this.#begunAt)) * 1_000;
    const counts = TOLD.map((type) => `${count(done[type])} ${TYPE_NAMES[type]}`);
    const remaining = rate > 0 && part < 1 ? `, ${span((all - isDone) / rate)} to go` : '';
    const text = `${PHASES[phase]} ${Math.floor(part * 100)}%  ${counts.join(', ')}  ${count(Math.round(rate))}/s${remaining}`;
    if (!this.#screen.isTTY) return void this.#screen.write(`huzzah: ${text}\n`);
    const filled = Math.round(part * WIDTH);
    const bar = '█'.repeat(filled) + '░'.repeat(WIDTH - filled);
    this.#screen.write(`\r\u001b[K${`${bar} ${text}`.slice(0, this.#screen.columns - 1)}`);
  }
}

function sumOf(counts: Readonly<Record<HoldingType, number>>): number {
  return HOLDING_TYPES.reduce((sum, type) => sum + counts[type], 0);
}

function count(value: number): string {
  return value.toLocaleString('en');
}

/** For people: seconds as `40 s`, `3 min` or `2 h`. */
function span(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5_400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`;
}
