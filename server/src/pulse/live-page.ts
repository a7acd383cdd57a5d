import type { PagePulse, Tally } from '@huzzah/protocol';
import type { PageRecord, PageRef, Viewer } from '../core/ports.js';
import { Attendance } from './attendance.js';

/** Viewers who are written to in one go: some 2 ms. */
const SLICE = 256;

/** A mark to be told to its visitor's connections. */
interface Mine {
  readonly kind: string | null;
  /** The connection that did it and knows; `null` where more than one did. */
  readonly by: Viewer | null;
}

/** Turns the store's counts into what the site's readers see. */
export type ShowTally = (ref: PageRef, record: PageRecord) => Tally;

/**
 * One page with viewers: what has changed since its last pulse, and who has to hear it.
 * Values are whole, so a viewer that a frame left out is right again after the next.
 */
export class LivePage<Frame> {
  readonly ref: PageRef;
  readonly attendance = new Attendance<Frame>();
  /** When the last pulse went, monotonic ms; long ago before the first. */
  lastPulseAt = -Infinity;
  /** When all viewers were last told the head, monotonic ms. */
  lastHeadAt = -Infinity;
  /** Takes the next pulse off the clock; present while one is due. */
  cancelDue: (() => void) | undefined;

  readonly #encode: (pulse: PagePulse) => Frame;
  readonly #showTally: ShowTally;
  readonly #mine = new Map<string, Mine>();
  /** Viewers that a frame left out, and those whose join is not answered yet. */
  readonly #behind = new Set<Viewer<Frame>>();
  readonly #joining = new Set<Viewer<Frame>>();
  #record: PageRecord | null = null;
  #toldVersion = -1;
  #isOccupancyNew = false;
  #isHeadDue = false;

  constructor(ref: PageRef, encode: (pulse: PagePulse) => Frame, showTally: ShowTally) {
    this.ref = ref;
    this.#encode = encode;
    this.#showTally = showTally;
  }

  /** Counts the viewer in, deaf until {@link joined}. */
  join(viewer: Viewer<Frame>): void {
    // Who joins again is deaf again: his reply may be older than a pulse that goes before it.
    this.#joining.add(viewer);
    if (this.attendance.add(viewer)) this.#isOccupancyNew = true;
  }

  /** The viewer's reply, with this record in it, is on the way. */
  joined(viewer: Viewer<Frame>, record: PageRecord): void {
    this.#joining.delete(viewer);
    this.counted(record);
  }

  leave(viewer: Viewer<Frame>): void {
    if (!this.attendance.remove(viewer)) return;
    this.#joining.delete(viewer);
    this.#behind.delete(viewer);
    this.#isOccupancyNew = true;
  }

  counted(record: PageRecord): void {
    const known = this.#record;
    if (known !== null && known.epoch === record.epoch && known.version > record.version) return;
    if (known?.epoch !== record.epoch) this.#toldVersion = -1;
    this.#record = record;
  }

  marked(visitorId: string, kind: string | null, by: Viewer<Frame> | null): void {
    const own = this.attendance.of(visitorId);
    // One whose join is not answered may be answered with what was before.
    const knows = by !== null && !this.#joining.has(by) ? by : null;
    const isTold = own.size === 0 || (own.size === 1 && knows !== null && own.has(knows));
    const waiting = this.#mine.get(visitorId);
    if (isTold) this.#mine.delete(visitorId);
    else this.#mine.set(visitorId, { kind, by: waiting === undefined || waiting.by === knows ? knows : null });
  }

  headDue(): void {
    this.#isHeadDue = true;
  }

  /** Whether there is anything to tell anybody. */
  get isDue(): boolean {
    return this.#record !== null && (this.#isPublicDue || this.#mine.size > 0 || this.#behind.size > 0);
  }

  get #isPublicDue(): boolean {
    return (
      this.#isOccupancyNew || this.#isHeadDue || (this.#record !== null && this.#record.version > this.#toldVersion)
    );
  }

  /**
   * Sends what is new to everybody, all values to those who are behind, and to each visitor his
   * own. Yields after each slice of the viewers: others must have the loop in between.
   */
  *pulse(): Generator<void, void> {
    const record = this.#record;
    if (record === null) return;
    const late = [...this.#behind];
    if (this.#isPublicDue) yield* this.#pulseAll(record);
    if (late.length > 0) this.#pulseWhole(record, late);
    this.#pulseMine(record);
  }

  *#pulseAll(record: PageRecord): Generator<void, void> {
    const frame = this.#encode({
      page: this.ref.page,
      epoch: record.epoch,
      head: record.seq,
      ...(record.version > this.#toldVersion && { tally: this.#showTally(this.ref, record) }),
      ...(this.#isOccupancyNew && { occupancy: this.attendance.occupancy }),
    });
    this.#toldVersion = record.version;
    this.#isOccupancyNew = false;
    this.#isHeadDue = false;
    this.lastHeadAt = this.lastPulseAt;
    let sent = 0;
    for (const viewer of this.attendance.viewers) {
      if (sent++ % SLICE === SLICE - 1) yield;
      if (this.#behind.has(viewer)) continue;
      if (this.#joining.has(viewer) || !viewer.deliver(frame)) this.#behind.add(viewer);
    }
  }

  #pulseWhole(record: PageRecord, late: readonly Viewer<Frame>[]): void {
    const frame = this.#encode({
      page: this.ref.page,
      epoch: record.epoch,
      head: record.seq,
      tally: this.#showTally(this.ref, record),
      occupancy: this.attendance.occupancy,
    });
    for (const viewer of late) {
      // Some may have left since the list was made.
      if (this.#behind.has(viewer) && !this.#joining.has(viewer) && viewer.deliver(frame)) this.#behind.delete(viewer);
    }
  }

  #pulseMine(record: PageRecord): void {
    for (const [visitorId, { kind, by }] of this.#mine) {
      let isTold = true;
      const frame = this.#encode({ page: this.ref.page, epoch: record.epoch, mine: kind });
      for (const viewer of this.attendance.of(visitorId)) {
        if (viewer === by) continue;
        if (this.#joining.has(viewer) || !viewer.deliver(frame)) isTold = false;
      }
      if (isTold) this.#mine.delete(visitorId);
    }
  }
}
