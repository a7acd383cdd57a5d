import type { Rate } from '@huzzah/protocol';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { RateLimiter, Ration } from '../../core/ports.js';
import { MemberCounts } from './member-counts.js';

/** Keys whose members are counted: some 50 MB at most. */
const MEMBER_KEYS = 100_000;

type Missing = Awaited<ReturnType<RateLimiter['take']>>;

/** What has been taken of a key: so often, and in how many ms that is forgotten. */
interface Taken {
  readonly count: number;
  readonly forgottenInMs: number;
}

/**
 * Counts in the memory of this process; begins anew with it. A key of a window holds how often
 * it was taken, until the window ends. A key of a bucket holds nothing but its end: the moment
 * at which the bucket is full again.
 */
export class MemoryRateLimiter implements RateLimiter {
  readonly #keys = new RateLimiterMemory({ points: Number.MAX_SAFE_INTEGER, duration: 0, keyPrefix: '' });
  readonly #members: MemberCounts;
  #last: Promise<unknown> = Promise.resolve();

  /** @param now monotonic ms */
  constructor(now = () => performance.now()) {
    this.#members = new MemberCounts(MEMBER_KEYS, now);
  }

  take(rations: readonly Ration[]): Promise<Missing> {
    // In turn: between what one reads and writes nobody else may take.
    const result = this.#last.then(() => this.#take(rations));
    this.#last = result;
    return result;
  }

  async #take(rations: readonly Ration[]): Promise<Missing> {
    const taken = await Promise.all(rations.map((ration) => this.#read(ration)));
    let missing: Missing = null;
    for (const [index, ration] of rations.entries()) {
      const waitMs = this.#waitMs(ration, taken[index]!);
      if (waitMs > (missing?.waitMs ?? 0)) missing = { ration, waitMs };
    }
    if (missing !== null) return missing;
    for (const [index, ration] of rations.entries()) if (!ration.isAsked) await this.#write(ration, taken[index]!);
    return null;
  }

  async #read({ key, rate, member }: Ration): Promise<Taken> {
    const state = member === undefined ? await this.#keys.get(key) : null;
    if (state === null || state.msBeforeNext <= 0) return { count: 0, forgottenInMs: 0 };
    // The clock may have jumped back.
    return { count: state.consumedPoints, forgottenInMs: Math.min(state.msBeforeNext, longestMs(rate)) };
  }

  #waitMs({ key, rate, member }: Ration, { count, forgottenInMs }: Taken): number {
    if (member !== undefined) return this.#members.waitMs(key, member, rate);
    if (rate.burst === undefined) return count < rate.points ? 0 : forgottenInMs;
    return Math.max(0, forgottenInMs - (rate.burst - 1) * intervalOf(rate));
  }

  async #write({ key, rate, member }: Ration, { forgottenInMs }: Taken): Promise<void> {
    if (member !== undefined) this.#members.count(key, member, rate);
    else if (rate.burst === undefined) await this.#keys.penalty(key, 1, { customDuration: rate.perMs / 1_000 });
    else await this.#keys.set(key, 1, (forgottenInMs + intervalOf(rate)) / 1_000);
  }
}

/** Between two that a bucket gets, in ms. */
function intervalOf({ points, perMs }: Rate): number {
  return perMs / points;
}

/** The longest for which a key is remembered, in ms. */
function longestMs(rate: Rate): number {
  return rate.burst === undefined ? rate.perMs : rate.burst * intervalOf(rate);
}
