import { hash } from 'node:crypto';
import { HOLDING_TYPES, type Giver, type HoldingType, type Holdings, type Left } from './core/holdings.js';
import type { PageRef } from './core/records.js';

/** How many there are, and a sum of their digests: the same for the same, in whatever order. */
interface Sum {
  count: number;
  high: number;
  low: number;
}

/** As it is noted. */
export type Reckoned = Readonly<Record<HoldingType, Readonly<Sum>>>;

/** What there is of each type, so that two stores can be told apart in little memory. */
export class Reckoning {
  readonly #sums: Record<HoldingType, Sum>;

  constructor(noted?: Reckoned) {
    const blank = Object.fromEntries(HOLDING_TYPES.map((type) => [type, { count: 0, high: 0, low: 0 }]));
    this.#sums = structuredClone(noted ?? (blank as unknown as Reckoned));
  }

  add<Type extends HoldingType>(type: Type, holding: Holdings[Type]): void {
    const digest = hash('sha256', canonical(holding), 'buffer');
    this.#add(type, { count: 1, high: digest.readUInt32BE(0), low: digest.readUInt32BE(4) });
  }

  /** Both together. */
  plus(other: Reckoning): Reckoning {
    const sum = new Reckoning(this.#sums);
    for (const type of HOLDING_TYPES) sum.#add(type, other.#sums[type]);
    return sum;
  }

  get counts(): Readonly<Record<HoldingType, number>> {
    const counts = HOLDING_TYPES.map((type) => [type, this.#sums[type].count]);
    return Object.fromEntries(counts) as Record<HoldingType, number>;
  }

  isEqual(other: Reckoning, type: HoldingType): boolean {
    return canonical(this.#sums[type]) === canonical(other.#sums[type]);
  }

  toJSON(): Reckoned {
    return this.#sums;
  }

  #add(type: HoldingType, { count, high, low }: Sum): void {
    const sum = this.#sums[type];
    sum.count += count;
    sum.high = (sum.high + high) >>> 0;
    sum.low = (sum.low + low) >>> 0;
  }
}

/**
 * Reckons what a store gives, as far as it can be read.
 *
 * @param seen told after each part of a type how many there were of each
 */
export async function reckon(
  giver: Giver,
  seen: (type: HoldingType, counts: Reckoning['counts']) => void,
): Promise<Reckoning> {
  const reckoning = new Reckoning();
  for (const type of HOLDING_TYPES) {
    for await (const { holdings } of giver.give(type, null)) {
      for (const holding of holdings) if (faultOf(type, holding) === null) reckoning.add(type, holding);
      seen(type, reckoning.counts);
    }
  }
  return reckoning;
}

const STATUSES = ['published', 'pending', 'withheld', 'rejected', 'removed'];
const KNOWN: Readonly<Record<string, readonly unknown[]>> = {
  status: STATUSES,
  removedFrom: [null, ...STATUSES],
  removedBy: [null, 'author', 'moderator'],
  role: ['visitor', 'member', 'trainee', 'moderator', 'admin'],
  value: [1, 0, -1],
};

/** What is wrong with it, as a store of another version, or one that is damaged, may have it; `null` where it is known. */
export function faultOf(type: HoldingType, holding: Holdings[HoldingType]): Left | null {
  for (const [name, value] of Object.entries(holding) as [string, unknown][]) {
    const numbers = name === 'counts' ? (value as Holdings['page']['counts']).map(([, count]) => count) : [value];
    const isKnown = KNOWN[name]?.includes(value) ?? numbers.every((one) => typeof one !== 'number' || isCount(one));
    if (!isKnown) return { what: nameOf(type, holding), why: `its ${name} is ${JSON.stringify(value) ?? 'unknown'}` };
  }
  return null;
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/** For people. */
export function nameOf(type: HoldingType, holding: Holdings[HoldingType]): string {
  const { id, visitorId, member, site, ref } = holding as {
    readonly [name in 'id' | 'visitorId' | 'member' | 'site']?: string;
  } & { readonly ref?: PageRef };
  const who = type === 'comment' ? id : (member ?? visitorId ?? id);
  const where = ref === undefined ? site : `${ref.site} ${ref.page}`;
  return [`the ${type}`, who, where && `of ${where}`].filter((part) => part !== undefined).join(' ');
}

/** The same text for the same values, in whatever order they were named. */
function canonical(value: object): string {
  const fields = value as Readonly<Record<string, unknown>>;
  return JSON.stringify(
    Object.keys(fields)
      .sort()
      .map((name) => [name, fields[name]]),
  );
}
