import type { Clock } from './core/ports.js';
import type { Logger } from './log.js';

const SAY_AGAIN_MS = 60_000;
/** Strangers choose their Origin: so many are named a minute, and no more. */
const MOST = 20;

/** Names each origin that was turned away in the log, with the mend, at most once a minute, and at most 20 of them. */
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
    for (const [said, at] of this.#saidAt) if (now - at >= SAY_AGAIN_MS) this.#saidAt.delete(said);
    if (this.#saidAt.size >= MOST) return;
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
