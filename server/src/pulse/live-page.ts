import type { Comment } from '@huzzah/protocol';
import type { ShowChange, Viewer } from '../core/ports.js';
import type { Committed, PageRecord, PageRef } from '../core/records.js';
import { Attendance } from './attendance.js';
import { OwnNews, type Own } from './own-news.js';
import { PageNews, type Place, type ShowTally, type Telling } from './page-news.js';

/** Viewers who are written to in one go: some 2 ms. */
const SLICE = 256;

/** How a page's pulses are made: as JSON of what readers see, then in the transport's encoding. */
export interface PulseMaker<Frame> {
  encode(pulse: string): Frame;
  showTally: ShowTally;
  showChange: ShowChange;
}

/** A viewer who has not heard what all have: he is told apart. */
interface Late {
  readonly place: Place;
  /** Whether there is something to tell him; else he has heard more than all, and waits for them. */
  readonly isBehind: boolean;
}

/**
 * One page with viewers: what has changed since its last pulse, and who has to hear it. Most
 * have heard the same, and get the same frame. Who has not, for he has just joined or a frame
 * was left out for him, is told all values and what followed his place, until he is level.
 */
export class LivePage<Frame> {
  readonly attendance = new Attendance<Frame>();
  /** When the last pulse went, monotonic ms; long ago before the first. */
  lastPulseAt = -Infinity;
  /** When the last pulse was done, and for as long again as it took; none goes before, monotonic ms. */
  restedAt = -Infinity;
  /** When all viewers were last told the head, monotonic ms. */
  lastHeadAt = -Infinity;
  /** Takes the next pulse off the clock; present while one is due, at `dueAt`. */
  cancelDue: (() => void) | undefined;
  dueAt = Infinity;

  readonly #ref: PageRef;
  readonly #encode: (pulse: string) => Frame;
  readonly #news: PageNews;
  readonly #own = new OwnNews();
  readonly #late = new Map<Viewer<Frame>, Late>();
  /** Those whose join is not answered yet, and what all had heard when they came. */
  readonly #deaf = new Map<Viewer<Frame>, Place>();
  /** Votes that all have heard, but for those who are late: what is being told is not among them. */
  #heardVotes = 0;
  #isOccupancyNew = false;
  #isHeadDue = false;

  constructor(ref: PageRef, maker: PulseMaker<Frame>) {
    this.#ref = ref;
    this.#encode = (pulse) => maker.encode(pulse);
    this.#news = new PageNews(ref, maker.showTally, maker.showChange);
  }

  /** Counts the viewer in, deaf until {@link joined}. */
  join(viewer: Viewer<Frame>): void {
    // Who joins again is deaf again: his reply may be older than a pulse that goes before it.
    // What was left out for him may be votes on comments that his reply will not hold.
    const before = this.#late.get(viewer)?.place ?? this.#deaf.get(viewer);
    this.#late.delete(viewer);
    const votes = Math.min(before?.votes ?? Infinity, this.#heardVotes);
    this.#deaf.set(viewer, { ...this.#news.told, votes });
    if (this.attendance.add(viewer)) this.#isOccupancyNew = true;
  }

  /** The viewer's reply, with this record in it, is on the way. */
  joined(viewer: Viewer<Frame>, record: PageRecord): void {
    const before = this.#deaf.get(viewer);
    if (before === undefined) return;
    this.#deaf.delete(viewer);
    const { epoch } = this.#news.told;
    // Where the epoch is another than when he came, his record may be of the one before.
    if (record.epoch === epoch || before.epoch === epoch) this.#learn(() => this.#news.read(record));
    // All that all had heard when he came is in his record, which was read after.
    const place = { epoch: record.epoch, seq: record.seq, votes: before.votes };
    this.#late.set(viewer, { place, isBehind: true });
  }

  leave(viewer: Viewer<Frame>): void {
    if (!this.attendance.remove(viewer)) return;
    this.#late.delete(viewer);
    this.#deaf.delete(viewer);
    this.#isOccupancyNew = true;
  }

  committed(committed: Committed): void {
    this.#learn(() => this.#news.committed(committed));
  }

  /** A value of a visitor's own has changed, as of this record. */
  owned<Name extends keyof Own>(
    { epoch }: PageRecord,
    visitorId: string,
    name: Name,
    value: Own[Name],
    by: Viewer<Frame> | null,
  ): void {
    if (this.#news.isKnown && epoch !== this.#news.told.epoch) return;
    const connections = this.attendance.of(visitorId);
    // One whose join is not answered may be answered with what was before.
    const knows = by !== null && !this.#deaf.has(by) ? by : null;
    const isTold = connections.size === 0 || (connections.size === 1 && knows !== null && connections.has(knows));
    this.#own.add(visitorId, name, value, knows, isTold);
  }

  headDue(): void {
    this.#isHeadDue = true;
  }

  giveUpGap(): void {
    this.#news.giveUpGap();
  }

  /** Whether there is anything to tell anybody. */
  get isDue(): boolean {
    if (!this.#news.isKnown) return false;
    return this.#isDueToAll || this.#own.size > 0 || [...this.#late.values()].some(({ isBehind }) => isBehind);
  }

  /** Whether that must not wait for the beat. */
  get isUrgent(): boolean {
    return this.#news.isHiding;
  }

  /**
   * Sends what is new to everybody, all values to those who are behind, and to each visitor his
   * own. Yields after each slice of the viewers: others must have the loop in between.
   */
  *pulse(): Generator<void, void> {
    if (!this.#news.isKnown) return;
    const late = [...this.#late.keys()];
    const isToAll = this.#isDueToAll;
    if (isToAll) yield* this.#pulseAll();
    yield* this.#pulseLate(late, isToAll);
    this.#pulseOwn();
    this.#news.forget([...this.#deaf.values(), ...[...this.#late.values()].map(({ place }) => place)]);
  }

  get #isDueToAll(): boolean {
    return this.#news.isKnown && (this.#isOccupancyNew || this.#isHeadDue || this.#news.isDue);
  }

  /** What visitors hold in one epoch says nothing of another. */
  #learn(learn: () => void): void {
    const { epoch } = this.#news.told;
    learn();
    if (epoch !== null && this.#news.told.epoch !== epoch) this.#own.clear();
  }

  *#pulseAll(): Generator<void, void> {
    const place = this.#news.told;
    const {
      json,
      place: told,
      hasChanges,
    } = this.#news.tellAll(this.#isOccupancyNew ? this.attendance.occupancy : null);
    const frame = this.#encode(json);
    this.#isOccupancyNew = false;
    this.#isHeadDue = false;
    this.lastHeadAt = this.lastPulseAt;
    let sent = 0;
    // Who comes meanwhile is deaf, or late.
    for (const viewer of this.attendance.viewers) {
      if (sent++ % SLICE === SLICE - 1) yield;
      // Mostly there are none, and to look thousands up in nothing is not free.
      if (this.#late.size + this.#deaf.size > 0 && (this.#late.has(viewer) || this.#deaf.has(viewer))) continue;
      if (!viewer.deliver(frame, hasChanges)) this.#late.set(viewer, { place, isBehind: true });
    }
    this.#heardVotes = told.votes;
  }

  *#pulseLate(viewers: readonly Viewer<Frame>[], isToAll: boolean): Generator<void, void> {
    const made = new Map<string, Telling & { frame: Frame }>();
    let sent = 0;
    for (const viewer of viewers) {
      const late = this.#late.get(viewer);
      // Some may have left since the list was made, or join again.
      if (late === undefined || !(late.isBehind || isToAll)) continue;
      const { epoch, seq, votes } = late.place;
      const key = `${seq} ${votes} ${epoch}`;
      let telling = made.get(key);
      if (telling === undefined) {
        const whole = this.#news.tellWhole(late.place, this.attendance.occupancy);
        made.set(key, (telling = { ...whole, frame: this.#encode(whole.json) }));
      }
      const { place, frame, hasChanges } = telling;
      if (viewer.deliver(frame, hasChanges || this.#news.isFull)) {
        if (this.#news.isLevel(place)) this.#late.delete(viewer);
        else this.#late.set(viewer, { place, isBehind: this.#news.isBeyond(place) });
      }
      if (++sent % SLICE === 0) yield;
    }
  }

  #pulseOwn(): void {
    for (const visitorId of this.#own.visitorIds) {
      let isTold = true;
      for (const viewer of this.attendance.of(visitorId)) {
        const own = this.#own.of(visitorId, viewer);
        if (own === null) continue;
        if (this.#deaf.has(viewer)) isTold = false;
        else isTold = viewer.deliver(this.#encode(this.#ownPulse(own))) && isTold;
      }
      if (isTold) this.#own.told(visitorId);
    }
  }

  #ownPulse(own: { mine?: string | null; held?: Comment[] }): string {
    return JSON.stringify({ page: this.#ref.page, epoch: this.#news.told.epoch, ...own });
  }
}
