import { LIMITS, type Comment, type Occupancy, type PageSettings } from '@huzzah/protocol';
import type { Audience, Viewer } from '../core/ports.js';
import type { Committed, PageRecord, PageRef } from '../core/records.js';
import { refKey } from '../core/ref-key.js';
import { Beat } from './beat.js';
import { LivePage, type PulseMaker } from './live-page.js';
import { threadMs } from './thread-time.js';

/** How often pages that have been silent, or wait for a missing change, are looked for, in ms. */
const SWEEP_MS = 1_000;

/** What the fan-out has done, for the metrics. */
export interface PulseFigures {
  readonly pages: number;
  readonly viewers: number;
  readonly beatMs: number;
  readonly pulses: number;
}

/**
 * The fan-out of one node: at most one frame a viewer a page a beat, whatever the rate of
 * changes. The first change after a quiet spell goes at once, and so does what hides something.
 */
export class Pulse<Frame> implements Audience<Frame> {
  readonly #pages = new Map<string, LivePage<Frame>>();
  readonly #maker: PulseMaker<Frame>;
  readonly #beat = new Beat(performance.now());
  readonly #sweeper: NodeJS.Timeout;
  #pulses = 0;

  constructor(maker: PulseMaker<Frame>) {
    this.#maker = maker;
    this.#sweeper = setInterval(() => this.#sweep(), SWEEP_MS).unref();
  }

  join(ref: PageRef, viewer: Viewer<Frame>): (record: PageRecord | null) => void {
    const page = this.#page(ref) ?? this.#begin(ref);
    const answered = page.join(viewer);
    return (record) => {
      answered(record);
      this.#schedule(page);
    };
  }

  identified(ref: PageRef, viewer: Viewer<Frame>, formerId: string): void {
    const page = this.#page(ref);
    if (page === undefined) return;
    page.identified(viewer, formerId);
    this.#schedule(page);
  }

  leave(ref: PageRef, viewer: Viewer<Frame>): void {
    const page = this.#page(ref);
    if (page === undefined) return;
    page.leave(viewer);
    if (page.attendance.viewers.size > 0) return this.#schedule(page);
    page.cancelDue?.();
    this.#pages.delete(refKey(ref));
  }

  occupancy(ref: PageRef): Occupancy {
    return this.#page(ref)?.attendance.occupancy ?? { visitors: 0, connections: 0 };
  }

  committed(committed: Committed): void {
    const page = this.#page(committed.ref);
    if (page === undefined) return;
    page.committed(committed);
    this.#schedule(page);
  }

  marked(ref: PageRef, record: PageRecord, visitorId: string, mine: string | null, by: Viewer<Frame> | null): void {
    const page = this.#page(ref);
    if (page === undefined) return;
    page.owned(record, visitorId, 'mine', mine, by);
    this.#schedule(page);
  }

  held(ref: PageRef, record: PageRecord, visitorId: string, held: readonly Comment[], by: Viewer<Frame> | null): void {
    const page = this.#page(ref);
    if (page === undefined) return;
    page.owned(record, visitorId, 'held', held, by);
    this.#schedule(page);
  }

  /** What pages of this site show of the same counts is another now, and these are their settings. */
  siteChanged(site: string, settings: PageSettings): void {
    for (const page of this.#pages.values()) {
      if (page.site !== site) continue;
      page.retell(settings);
      this.#schedule(page);
    }
  }

  get figures(): PulseFigures {
    let viewers = 0;
    for (const page of this.#pages.values()) viewers += page.attendance.viewers.size;
    return { pages: this.#pages.size, viewers, beatMs: this.#beat.ms, pulses: this.#pulses };
  }

  close(): void {
    clearInterval(this.#sweeper);
    for (const page of this.#pages.values()) page.cancelDue?.();
    this.#pages.clear();
  }

  #page(ref: PageRef): LivePage<Frame> | undefined {
    return this.#pages.get(refKey(ref));
  }

  #begin(ref: PageRef): LivePage<Frame> {
    const page = new LivePage<Frame>(ref, this.#maker);
    this.#pages.set(refKey(ref), page);
    return page;
  }

  #schedule(page: LivePage<Frame>): void {
    if (!page.isDue) return;
    // What hides something waits only as long as the last pulse took: even then the loop is half free.
    const at = page.isUrgent ? page.restedAt : page.lastPulseAt + this.#beat.ms;
    if (page.cancelDue !== undefined && at >= page.dueAt) return;
    page.cancelDue?.();
    const wait = at - performance.now();
    const flush = () => this.#flush(page);
    if (wait > 0) {
      const timer = setTimeout(flush, wait);
      page.dueAt = at;
      page.cancelDue = () => clearTimeout(timer);
    } else {
      // At once, but after the replies of this turn of the loop: what one commit did is one pulse.
      const immediate = setImmediate(flush);
      page.dueAt = -Infinity;
      page.cancelDue = () => clearImmediate(immediate);
    }
  }

  #flush(page: LivePage<Frame>): void {
    page.lastPulseAt = performance.now();
    page.dueAt = -Infinity;
    this.#pulses += 1;
    this.#send(page, page.pulse(), 0);
  }

  /** One slice now, the next in the next turn of the loop; nothing else of the page goes before the last. */
  #send(page: LivePage<Frame>, slices: Generator<void, void>, spentMs: number): void {
    const [start, startOfThread] = [performance.now(), threadMs()];
    const { done } = slices.next();
    const end = performance.now();
    const spent = spentMs + end - start;
    this.#beat.spent(threadMs() - startOfThread, end);
    if (done) {
      page.cancelDue = undefined;
      page.restedAt = end + spent;
      return this.#schedule(page);
    }
    const immediate = setImmediate(() => this.#send(page, slices, spent));
    page.cancelDue = () => clearImmediate(immediate);
  }

  #sweep(): void {
    const quietSince = performance.now() - LIMITS.headEveryMs + SWEEP_MS;
    for (const page of this.#pages.values()) {
      page.giveUpGap();
      if (page.lastHeadAt <= quietSince) page.headDue();
      this.#schedule(page);
    }
  }
}
