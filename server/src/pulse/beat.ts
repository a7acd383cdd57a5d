import { LIMITS } from '@huzzah/protocol';

/** What share of a core the fan-out may take before pulses come further apart. */
const SHARE = 0.5;
/** The load is measured over so long, in ms: one slow beat is an accident. */
const WINDOW_MS = 1_000;

/**
 * The interval between two pulses of a page: 100 ms, and longer, up to 1 s, where sending them
 * all at that pace would take more than half of a core. Twice the interval is half the work.
 */
export class Beat {
  #ms: number = LIMITS.beatMs;
  #spentMs = 0;
  #since: number;

  /** @param now a monotonic time in ms */
  constructor(now: number) {
    this.#since = now;
  }

  /** The interval in force, in ms. */
  get ms(): number {
    return this.#ms;
  }

  /** Takes note that a pulse cost `spentMs` of a processor's time. */
  spent(spentMs: number, now: number): void {
    this.#spentMs += spentMs;
    const elapsed = now - this.#since;
    if (elapsed < WINDOW_MS) return;
    const share = this.#spentMs / elapsed;
    const wanted = (this.#ms * share) / SHARE;
    this.#ms = Math.min(LIMITS.maxBeatMs, Math.max(LIMITS.beatMs, wanted));
    this.#spentMs = 0;
    this.#since = now;
  }
}
