import type { DatabaseSync } from 'node:sqlite';

/**
 * How long the store has run, in µs, over all its openings: it goes on from the newest that was
 * written down. It has no clock that could jump; what is remembered by it is forgotten late
 * rather than early.
 */
export class RunningTime {
  readonly #elapsedMs: () => number;
  readonly #origin: number;

  /** @param elapsedMs a monotonic time in ms; its zero does not matter */
  constructor(database: DatabaseSync, elapsedMs: () => number) {
    const newest = database.prepare(
      'SELECT max(ifnull((SELECT max(id) FROM commands), 0), ifnull((SELECT max(ran_at) FROM comment_commands), 0)) AS us',
    );
    this.#elapsedMs = elapsedMs;
    this.#origin = (newest.get()!['us'] as number) - elapsedMs() * 1_000;
  }

  get us(): number {
    return Math.round(this.#origin + this.#elapsedMs() * 1_000);
  }
}
