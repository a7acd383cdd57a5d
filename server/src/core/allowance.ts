import { ADDRESS_FACTOR, GUEST_REACTIONS_A_PAGE, NEW_VISITORS, RATES, type Rate } from '@huzzah/protocol';
import type { Asker } from './asker.js';
import type { RateLimiter, Ration } from './ports.js';
import { refKey } from './ref-key.js';
import type { PageRef } from './records.js';
import { Refusal } from './refusal.js';

type Act = Exclude<keyof typeof RATES, 'read'>;

/** How often who may do what, as refusals. */
export class Allowance {
  readonly #limiter: RateLimiter;
  readonly #reads: RateLimiter;
  readonly #hasRates: boolean;

  /**
   * @param reads counts what is only read: by this node alone, whose time it takes
   * @param hasRates `false` lifts the rates; slow mode is a policy, and stays
   */
  constructor(limiter: RateLimiter, reads: RateLimiter, hasRates: boolean) {
    this.#limiter = limiter;
    this.#reads = reads;
    this.#hasRates = hasRates;
  }

  /** Why this may not be done yet; `null` where it may: it is counted, and something may be held on the visitor from now on. */
  async take(asker: Asker<unknown>, act: Act, more: readonly Ration[] = []): Promise<Refusal | null> {
    const rations = [...(this.#hasRates ? rationsOf(asker, act) : []), ...more];
    const missing = rations.length === 0 ? null : await this.#limiter.take(rations);
    if (missing === null) {
      asker.visitor.known();
      return null;
    }
    return refusalOf(missing);
  }

  /** Why this may not be read yet; `null` where it may: it is counted. `visitorId` is `null` for one who has no connection. */
  async takeRead(site: string, visitorId: string | null, address: string): Promise<Refusal | null> {
    if (!this.#hasRates) return null;
    const missing = await this.#reads.take(bothOf('read', site, visitorId, address));
    return missing && refusalOf(missing);
  }

  /** For a reaction: as `take`; and of an address, so many guests count on a page. */
  takeReaction(asker: Asker<unknown>, ref: PageRef, kind: string | null): Promise<Refusal | null> {
    const { visitor, address } = asker;
    const isBound = this.#hasRates && kind !== null && visitor.role === 'visitor';
    if (!isBound) return this.take(asker, 'reaction');
    const key = `guests ${address} ${refKey(ref)}`;
    return this.take(asker, 'reaction', [{ key, rate: GUEST_REACTIONS_A_PAGE, member: visitor.id }]);
  }

  /**
   * For a comment: as `take`, and by the slow mode of the page, where the command is known
   * again. One that is refused for its content is counted by the rates, and not by slow mode.
   */
  takeComment(asker: Asker<unknown>, ref: PageRef, commandId: string, isRefused: boolean): Promise<Refusal | null> {
    const { site, visitor } = asker;
    const { slowModeMs } = site.settings;
    if (slowModeMs === 0) return this.take(asker, 'comment');
    const slow: Ration = {
      key: `${SLOW} ${visitor.id} ${refKey(ref)}`,
      rate: { points: 1, perMs: slowModeMs },
      member: commandId,
      isAsked: isRefused,
    };
    return this.take(asker, 'comment', [slow]);
  }
}

const SLOW = 'slow';

function refusalOf({ ration, waitMs }: NonNullable<Awaited<ReturnType<RateLimiter['take']>>>): Refusal {
  const isSlow = ration.key.startsWith(SLOW);
  return new Refusal(
    isSlow ? 'slow_mode' : 'rate_limited',
    isSlow ? 'unable to take the comment; the page is in slow mode' : 'unable to do this; too many in too short a time',
    { retryAfterMs: Math.ceil(waitMs) },
  );
}

/** Of a visitor, and of his address. */
function bothOf(act: keyof typeof RATES, site: string, visitorId: string | null, address: string): Ration[] {
  return RATES[act].flatMap((rate: Rate, index): Ration[] => [
    ...(visitorId === null ? [] : [{ key: `${act}${index} ${site} ${visitorId}`, rate }]),
    { key: `${act}${index} ${site} at ${address}`, rate: ofAddress(rate) },
  ]);
}

function rationsOf({ site, visitor, address }: Asker<unknown>, act: Act): Ration[] {
  const rations = bothOf(act, site.id, visitor.id, address);
  if (visitor.isKnown) return rations;
  return [...rations, { key: `new ${address}`, rate: NEW_VISITORS, member: visitor.id }];
}

function ofAddress({ points, perMs, burst }: Rate): Rate {
  return {
    points: points * ADDRESS_FACTOR,
    perMs,
    ...(burst !== undefined && { burst: burst * ADDRESS_FACTOR }),
  };
}
