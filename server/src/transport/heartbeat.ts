import type { Engine } from './engine.js';
import type { Outlet } from './outlet.js';

/** How often connections are looked through, in ms. */
const SWEEP_MS = 250;

interface Watched {
  readonly outlet: Outlet;
  /** The sweep at which it was asked, or after which it has last answered. */
  since: number;
  isAsked: boolean;
}

/**
 * Pings every connection, and ends those from which nothing comes: one sweep for all, in place of
 * two timers and a way through Engine.IO for each. Time is counted in sweeps that were made: where
 * this loop, or the machine, stood still, those who are asked have the rest of theirs after it.
 */
export class Heartbeat {
  readonly #interval: number;
  readonly #timeout: number;
  readonly #watched = new Map<Engine, Watched>();
  readonly #sweeper: NodeJS.Timeout;
  #sweeps = 0;

  /** @param intervalMs from an answer to the next ping @param timeoutMs from a ping to the end, without an answer */
  constructor(intervalMs: number, timeoutMs: number) {
    this.#interval = Math.ceil(intervalMs / SWEEP_MS);
    this.#timeout = Math.ceil(timeoutMs / SWEEP_MS);
    this.#sweeper = setInterval(() => this.#sweep(), SWEEP_MS).unref();
  }

  /** Takes over from Engine.IO's own timers, until the connection ends. */
  watch(engine: Engine, outlet: Outlet): void {
    clearTimeout(engine.pingIntervalTimer ?? undefined);
    engine.pingIntervalTimer = null;
    const watched: Watched = { outlet, since: this.#sweeps, isAsked: false };
    this.#watched.set(engine, watched);
    engine.on('packet', () => {
      if (!watched.isAsked) return;
      watched.isAsked = false;
      watched.since = this.#sweeps;
    });
    engine.on('close', () => this.#watched.delete(engine));
  }

  close(): void {
    clearInterval(this.#sweeper);
  }

  #sweep(): void {
    this.#sweeps += 1;
    for (const [engine, watched] of this.#watched) {
      const waited = this.#sweeps - watched.since;
      if (watched.isAsked) {
        if (waited >= this.#timeout) engine.onClose('ping timeout');
      } else if (waited >= this.#interval) {
        watched.isAsked = true;
        watched.since = this.#sweeps;
        watched.outlet.ping();
      }
    }
  }
}
