import type { Comment, PageSettings } from '@huzzah/protocol';
import type { ShowChange, Viewer } from '../core/ports.js';
import type { Committed, PageRecord, PageRef } from '../core/records.js';
import { Attendance } from './attendance.js';
import { OwnNews, type Own } from './own-news.js';
import { PageNews, type Place, type ShowTally, type Telling } from './page-news.js';

/** Viewers who are written to in one go: some 2 ms. */
const SLICE = 256;

/** Before the first change that there can be. */
const BEFORE_ALL = -1;

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

/** A viewer whose join is not answered yet. */
interface Deaf {
  /** The page's epoch when he came. */
  readonly epoch: string | null;
  /** From where he will hear on. */
  place: Place;
  /** Replies that he waits for. */
  replies: number;
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
  readonly #deaf = new Map<Viewer<Frame>, Deaf>();
  /** Votes that all have heard, but for those who are late: what is being told is not among them. */
  #heardVotes = 0;
  #isOccupancyNew = false;
  #isHeadDue = false;

  constructor(ref: PageRef, maker: PulseMaker<Frame>) {
    this.#ref = ref;
    this.#encode = (pulse) => maker.encode(pulse);
    this.#news = new PageNews(ref, maker.showTally, maker.showChange);
  }

  /**
   * Counts the viewer in, deaf until the function that it returns was called: with the record in his
   * reply once that is on the way, or with `null` where he gets none. Who joins again is deaf
   * again, until the last reply: each may be older than a pulse that goes before it.
   */
  join(viewer: Viewer<Frame>): (record: PageRecord | null) => void {
    const { told } = this.#news;
    // What all have heard will be in his reply, but for votes on comments that it does not hold.
    const votes = Math.min(this.#late.get(viewer)?.place.votes ?? Infinity, this.#heardVotes);
    const deaf = this.#deaf.get(viewer) ?? { epoch: told.epoch, place: { ...told, votes }, replies: 0 };
    deaf.replies += 1;
    this.#late.delete(viewer);
    this.#deaf.set(viewer, deaf);
    if (this.attendance.add(viewer)) this.#isOccupancyNew = true;
    return (record) => {
      // He may have left, and even come back.
      if (this.#deaf.get(viewer) === deaf) this.#answered(viewer, deaf, record);
    };
  }

  identified(viewer: Viewer<Frame>, formerId: string): void {
    if (this.attendance.identified(viewer, formerId)) this.#isOccupancyNew = true;
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

  get site(): string {
    return this.#ref.site;
  }

  /** Its tally is to be told again, as it is shown now, and with it these settings. */
  retell(settings: PageSettings): void {
    this.#news.retell(settings);
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
    this.#news.forget([...this.#deaf.values(), ...this.#late.values()].map(({ place }) => place));
  }

  get #isDueToAll(): boolean {
    return this.#news.isKnown && (this.#isOccupancyNew || this.#isHeadDue || this.#news.isDue);
  }

  #answered(viewer: Viewer<Frame>, deaf: Deaf, record: PageRecord | null): void {
    const { epoch } = this.#news.told;
    // Where the epoch is another than when he came, his record may be of the one before.
    if (record !== null && (record.epoch === epoch || deaf.epoch === epoch)) this.#learn(() => this.#news.read(record));
    // Without a reply the head says whether he has missed anything.
    const { seq } = record ?? { seq: BEFORE_ALL };
    deaf.place = { epoch: record?.epoch ?? epoch, seq, votes: deaf.place.votes };
    deaf.replies -= 1;
    if (deaf.replies > 0) return;
    this.#deaf.delete(viewer);
    this.#late.set(viewer, { place: deaf.place, isBehind: true });
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
