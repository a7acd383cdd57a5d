import { randomBytes } from 'node:crypto';
import {
  HOLDING_TYPES,
  type Giver,
  type HoldingType,
  type Holdings,
  type Left,
  type Marker,
  type Taker,
} from './core/holdings.js';
import { faultOf, nameOf, reckon, Reckoning, type Reckoned } from './reckoning.js';

/** Holdings between two marks: what a kill costs, and what a file writes in one transaction. */
const SAVED_EVERY = 5_000;
/** So many of what is left are named. */
const NAMED = 100;

/** What is noted with a marker. */
interface Notes {
  /** All that was given so far. */
  readonly given: Reckoned;
  /** Of that, what was not taken. */
  readonly refused: Reckoned;
  readonly leftCount: number;
  readonly named: readonly Left[];
}

/** What goes on: `done` of `total`, some more at most, while all is copied, the target is read back, or the source is read again. */
export interface Progress {
  readonly phase: 'copy' | 'check' | 'recheck';
  readonly type: HoldingType;
  readonly done: Readonly<Record<HoldingType, number>>;
  readonly total: Readonly<Record<HoldingType, number>>;
}

/** In and out of each type, as read from both. */
export interface Line {
  readonly type: HoldingType;
  readonly given: number;
  /** Of these, what the target cannot have. */
  readonly refused: number;
  readonly taken: number;
  /** Whether what was taken is what was given, but for what was refused: each value, not the number alone. */
  readonly isEqual: boolean;
}

export interface Report {
  readonly lines: readonly Line[];
  /** What was left out and named, at most {@link NAMED}. */
  readonly left: readonly Left[];
  readonly leftCount: number;
  readonly isResumed: boolean;
  /** Whether the source is another than it was when this began. */
  readonly hasChanged: boolean;
}

interface MigrationOptions {
  readonly giver: Giver;
  readonly taker: Taker;
  /** For people, and how a migration is known again. */
  readonly source: string;
  readonly onProgress: (progress: Progress) => void;
}

/**
 * Moves all that one store holds into another that is empty, or goes on with that; then reads both, and says whether
 * they are equal. Only then the target can be opened by a server. Rejects, in one line for people, where it cannot go on: done again,
 * it goes on where it was.
 */
export async function migrate(options: MigrationOptions): Promise<Report> {
  const { giver, taker, source, onProgress } = options;
  const begun = await taker.begin();
  if (begun !== null && begun.source !== source) {
    throw new Error(`the target is being filled from ${begun.source}; go on with that: --from ${begun.source}`);
  }
  const total = await giver.count();
  const copy = new Copy(giver, taker, begun ?? freshMarker(source));
  await copy.run((type) => onProgress({ phase: 'copy', type, done: copy.given.counts, total }));
  await giver.check();
  const given = copy.given.counts;
  const telling = (phase: Progress['phase']) => (type: HoldingType, done: Progress['done']) =>
    onProgress({ phase, type, done, total: given });
  const taken = await reckon(await taker.giver(), telling('check'));
  // What an earlier run was given may be another now.
  const there = begun === null ? copy.given : await reckon(giver, telling('recheck'));
  const lines = HOLDING_TYPES.map((type) => ({
    type,
    given: there.counts[type],
    refused: copy.refused.counts[type],
    taken: taken.counts[type],
    isEqual: there.isEqual(taken.plus(copy.refused), type),
  }));
  if (lines.every(({ isEqual }) => isEqual)) await taker.end();
  const hasChanged = HOLDING_TYPES.some((type) => !there.isEqual(copy.given, type));
  return { lines, left: copy.left, leftCount: copy.leftCount, isResumed: begun !== null, hasChanged };
}

function freshMarker(source: string): Marker {
  const none = new Reckoning().toJSON();
  const notes: Notes = { given: none, refused: none, leftCount: 0, named: [] };
  return { source, epoch: randomBytes(6).toString('base64url'), type: 'page', place: null, notes };
}

/** One copying, from a marker on. */
class Copy {
  readonly given: Reckoning;
  readonly refused: Reckoning;
  readonly left: Left[];
  leftCount: number;
  readonly #giver: Giver;
  readonly #taker: Taker;
  readonly #begun: Marker;
  #unsaved = 0;

  constructor(giver: Giver, taker: Taker, begun: Marker) {
    const { given, refused, leftCount, named } = begun.notes as Notes;
    this.given = new Reckoning(given);
    this.refused = new Reckoning(refused);
    this.left = [...named];
    this.leftCount = leftCount;
    this.#giver = giver;
    this.#taker = taker;
    this.#begun = begun;
  }

  async run(moved: (type: HoldingType) => void): Promise<void> {
    const { type: first, place } = this.#begun;
    // From now on it is known whose what comes is.
    await this.#save(first, place);
    for (const type of HOLDING_TYPES.slice(HOLDING_TYPES.indexOf(first))) {
      await this.#copyType(type, type === first ? place : null, () => moved(type));
    }
  }

  async #copyType(type: HoldingType, from: string | null, moved: () => void): Promise<void> {
    let place = from;
    for await (const part of this.#giver.give(type, from)) {
      for (const left of part.left) this.#leave(left);
      await this.#take(type, part.holdings);
      place = part.place;
      this.#unsaved += part.holdings.length;
      if (this.#unsaved >= SAVED_EVERY) await this.#save(type, place);
      moved();
    }
    await this.#save(type, place);
  }

  async #take<Type extends HoldingType>(type: Type, holdings: readonly Holdings[Type][]): Promise<void> {
    const known = holdings.filter((holding) => {
      const fault = faultOf(type, holding);
      if (fault !== null) this.#leave(fault);
      return fault === null;
    });
    for (const holding of known) this.given.add(type, holding);
    for (const { holding, why } of await this.#taker.take(type, known, this.#begun.epoch)) {
      this.refused.add(type, holding);
      this.#leave({ what: nameOf(type, holding), why });
    }
  }

  #leave(left: Left): void {
    this.leftCount += 1;
    if (this.left.length < NAMED) this.left.push(left);
  }

  async #save(type: HoldingType, place: string | null): Promise<void> {
    const { source, epoch } = this.#begun;
    const notes: Notes = {
      given: this.given.toJSON(),
      refused: this.refused.toJSON(),
      leftCount: this.leftCount,
      named: this.left,
    };
    await this.#taker.save({ source, epoch, type, place, notes });
    this.#unsaved = 0;
  }
}
