import type { Connections } from './connections.js';

/** After which what was begun is taken up by whoever looks, in ms. */
const ABANDONED_MS = 30_000;

/** What takes many steps, noted before the first: another node ends what its own has left. */
export class Jobs {
  readonly #connections: Connections;
  readonly #key: string;

  /** @param key of those of one kind */
  constructor(connections: Connections, key: string) {
    this.#connections = connections;
    this.#key = key;
  }

  /** To be called before the first step. */
  async begin(job: Buffer | string, now: number): Promise<void> {
    await this.#connections.set('ZADD', this.#key, [Math.trunc(now) + ABANDONED_MS, job], () => undefined);
  }

  /** To be called behind the last. */
  async end(job: Buffer | string): Promise<void> {
    await this.#connections.set('ZREM', this.#key, [job], () => undefined);
  }

  /** Those that nobody has ended. */
  due(now: number): Promise<Buffer[]> {
    return this.#connections.read('ZRANGE', this.#key, ['-inf', now, 'BYSCORE'], (reply) => [...(reply as Buffer[])]);
  }
}
