import type { Clock } from './core/ports.js';
import type { Logger } from './log.js';

const SAY_AGAIN_MS = 60_000;
/** Strangers choose their Origin: what is remembered of them is bounded. */
const MOST = 1_000;

/** Names each origin that was turned away in the log, with the mend, at most once a minute. */
export class RefusedOrigins {
  readonly #log: Logger;
  readonly #clock: Clock;
  readonly #saidAt = new Map<string, number>();

  constructor(log: Logger, clock: Clock) {
    this.#log = log;
    this.#clock = clock;
  }

  note(site: string, origin: string): void {
    const now = this.#clock.now();
    const name = `${site} ${origin}`;
    if (now - (this.#saidAt.get(name) ?? -Infinity) < SAY_AGAIN_MS) return;
    if (this.#saidAt.size >= MOST) this.#saidAt.clear();
    this.#saidAt.set(name, now);
    const shown = origin.slice(0, 200);
    const mend =
      site === 'default' ? `add it to HUZZAH_ORIGINS` : `add it to sites.${site}.origins in huzzah.config.json`;
    this.#log.warn(
      { site, origin: shown },
      `${shown} may not use site "${site}". If it should: ${mend}, and start again`,
    );
  }
}
