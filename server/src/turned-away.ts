import { slug } from '@huzzah/protocol/schemas';
import { whyNoSite, whyNotFrom, type TurnedAway } from './core/mends.js';
import type { Clock } from './core/ports.js';
import type { Logger } from './log.js';

const SAY_AGAIN_MS = 60_000;
/** Strangers choose their Origin, and the site they ask for: so many are named a minute, and no more. */
const MOST = 20;

/**
 * Names each origin and each unknown site that was turned away in the log, with the mend, at most
 * once a minute, and at most 20 of them.
 */
export class TurnedAwayLog implements TurnedAway {
  readonly #log: Logger;
  readonly #clock: Clock;
  readonly #saidAt = new Map<string, number>();

  constructor(log: Logger, clock: Clock) {
    this.#log = log;
    this.#clock = clock;
  }

  origin(site: string, origin: string | undefined): void {
    this.#say({ site, origin: origin?.slice(0, 200) }, whyNotFrom(site, origin));
  }

  site(site: string, origin: string | undefined): void {
    if (slug.safeParse(site).success) this.#say({ site }, whyNoSite(site, origin));
  }

  #say(facts: { site: string; origin?: string | undefined }, text: string): void {
    const now = this.#clock.now();
    const name = `${facts.site} ${facts.origin}`;
    if (Math.abs(now - (this.#saidAt.get(name) ?? -Infinity)) < SAY_AGAIN_MS) return;
    for (const [said, at] of this.#saidAt) if (Math.abs(now - at) >= SAY_AGAIN_MS) this.#saidAt.delete(said);
    if (this.#saidAt.size >= MOST) return;
    this.#saidAt.set(name, now);
    this.#log.warn(facts, text);
  }
}
