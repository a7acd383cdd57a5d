import { LIMITS, type Occupancy, type PagePulse, type PageSettings, type Tally } from '@huzzah/protocol';
import type { ShowChange } from '../core/ports.js';
import type { Committed, PageRecord, PageRef } from '../core/records.js';
import { ChangeLog } from './change-log.js';
import { VoteLog } from './vote-log.js';

/** Turns the store's counts into what the site's readers see. */
export type ShowTally = (ref: PageRef, record: PageRecord) => Tally;

/** Up to where somebody has heard: the changes by `seq`, the votes by their place in the log. */
export interface Place {
  /** `null` before any is known. */
  readonly epoch: string | null;
  readonly seq: number;
  readonly votes: number;
}

/** A pulse as JSON, and up to where one has heard who gets it. */
export interface Telling {
  readonly json: string;
  readonly place: Place;
  readonly hasChanges: boolean;
}

/** The keys and brackets around a pulse's changes and votes, and the event around the pulse. */
const AROUND_BYTES = 80;

/** What is to be told of one page: what is true now, and how far all its readers have heard. */
export class PageNews {
  readonly #ref: PageRef;
  readonly #showTally: ShowTally;
  readonly #changes: ChangeLog;
  readonly #votes = new VoteLog();
  #record: PageRecord | null = null;
  #told: Place = { epoch: null, seq: 0, votes: 0 };
  #toldVersion = -1;
  /** The `seq` of the record whose counts of comments were told. */
  #toldCountSeq = -1;
  /** As they were told since the page has readers; `null`: all have them from their joins. */
  #settings: PageSettings | null = null;
  #isRetold = true;
  /** The end of the log when a gap behind it was last looked at. */
  #gapAfter: number | null = null;

  constructor(ref: PageRef, showTally: ShowTally, showChange: ShowChange) {
    this.#ref = ref;
    this.#showTally = showTally;
    this.#changes = new ChangeLog(showChange);
  }

  /** Up to where all have heard who are not behind. */
  get told(): Place {
    return this.#told;
  }

  get isKnown(): boolean {
    return this.#record !== null;
  }

  /** Whether there is anything that all should hear. */
  get isDue(): boolean {
    if (this.#record === null) return false;
    const { seq, votes } = this.#told;
    return (
      this.#changes.last > seq ||
      this.#votes.last > votes ||
      this.#record.version > this.#toldVersion ||
      this.#record.seq > this.#toldCountSeq
    );
  }

  /** Whether readers have text before them that they should not have. */
  get isHiding(): boolean {
    return this.#record !== null && this.#changes.hidesAfter(this.#told.seq);
  }

  /** Whether so many votes are kept for those behind that they must take them now. */
  get isFull(): boolean {
    return this.#votes.size > LIMITS.logLength;
  }

  committed({ record, changes, votes }: Committed): void {
    this.#learn(record, (changes[0]?.seq ?? record.seq + 1) - 1);
    this.#changes.add(changes);
    for (const [id, value] of Object.entries(votes)) if (this.#votes.add(id, value)) this.#changes.voted(id, value);
  }

  /** Takes in a record that was read, not committed now: its changes are told when they come. */
  read(record: PageRecord): void {
    this.#learn(record, record.seq);
  }

  /** Whether he has heard what all have. */
  isLevel({ epoch, seq, votes }: Place): boolean {
    return epoch === this.#told.epoch && seq === this.#told.seq && votes >= this.#told.votes;
  }

  /** Whether all have heard more than he. */
  isBeyond({ epoch, seq, votes }: Place): boolean {
    return epoch !== this.#told.epoch || seq < this.#told.seq || votes < this.#told.votes;
  }

  /** Makes the pulse for all: what is new. They have heard it from now on. */
  tellAll(occupancy: Occupancy | null): Telling {
    const record = this.#record!;
    const told = this.#tell(this.#told, {
      ...(record.version > this.#toldVersion && { tally: this.#showTally(this.#ref, record) }),
      ...(occupancy !== null && { occupancy }),
      ...(record.seq > this.#toldCountSeq && countsOf(record)),
      ...(!this.#isRetold && { settings: this.#settings! }),
    });
    this.#isRetold = true;
    this.#toldVersion = record.version;
    this.#toldCountSeq = record.seq;
    this.#told = told.place;
    return told;
  }

  /** Makes the pulse for somebody who has heard up to `place`: all values, and what came since. */
  tellWhole(place: Place, occupancy: Occupancy): Telling {
    const record = this.#record!;
    const tally = this.#showTally(this.#ref, record);
    // One of another epoch has to join again, and is told so by the epoch.
    const from = place.epoch === record.epoch ? place : this.#told;
    const settings = this.#settings;
    return this.#tell(from, { tally, occupancy, ...countsOf(record), ...(settings && { settings }) });
  }

  /** Has the tally told to all again, and with it these settings. */
  retell(settings: PageSettings): void {
    this.#settings = settings;
    this.#isRetold = false;
    this.#toldVersion = -1;
  }

  /** Forgets what all have heard, and those behind who have heard up to these places. */
  forget(behind: Iterable<Place>): void {
    let { seq, votes } = this.#told;
    for (const place of behind) {
      seq = Math.min(seq, place.seq);
      votes = Math.min(votes, place.votes);
    }
    this.#changes.forget(seq);
    this.#votes.forget(votes);
  }

  /** Gives up a gap that was there already when this was last called: the head then says what is missing. */
  giveUpGap(): void {
    const { last } = this.#changes;
    const isGap = this.#record !== null && this.#record.seq > last;
    if (isGap && this.#gapAfter === last) this.#changes.restart(this.#record!.seq);
    this.#gapAfter = isGap ? last : null;
  }

  #learn(record: PageRecord, seq: number): void {
    const known = this.#record;
    if (known?.epoch === record.epoch) {
      const [{ counts, version }, newer] = [
        record.version > known.version ? record : known,
        record.seq > known.seq ? record : known,
      ];
      this.#record = { ...newer, counts, version };
      return;
    }
    this.#record = record;
    this.#changes.restart(seq);
    this.#votes.clear();
    this.#told = { epoch: record.epoch, seq, votes: this.#votes.last };
    this.#toldVersion = -1;
    this.#toldCountSeq = -1;
    this.#gapAfter = null;
  }

  #tell(from: Place, values: Partial<PagePulse>): Telling {
    const { epoch } = this.#record!;
    const head = JSON.stringify({ page: this.#ref.page, epoch, ...values });
    const room = LIMITS.pulseBytes - AROUND_BYTES - Buffer.byteLength(head);
    const { texts, bytes, seq } = this.#changes.take(from.seq, room);
    const votes = this.#votes.take(from.votes, room - bytes);
    const json =
      `${head.slice(0, -1)},"head":${seq}` +
      (votes.text && `,"votes":{${votes.text}}`) +
      (texts.length > 0 ? `,"changes":[${texts.join()}]}` : '}');
    return { json, place: { epoch, seq, votes: votes.place }, hasChanges: texts.length > 0 };
  }
}

function countsOf({ commentCount, threadCount }: PageRecord): Pick<PagePulse, 'commentCount' | 'threadCount'> {
  return { commentCount, threadCount };
}
