import { Cluster } from 'ioredis';
import type { RedisClient } from './links.js';
import { slotOf } from './slots.js';

/** Names that are tried for each shard: with so many, one falls to each of some twenty. */
const NAMES = 128;

/** One channel on each shard, so that it can be seen whether each is heard. */
export class Shards {
  readonly #client: RedisClient;
  readonly #names: readonly string[];

  constructor(client: RedisClient, name: string) {
    this.#client = client;
    this.#names = Array.from({ length: NAMES }, (_, index) => `${name}:${index}`);
  }

  /** As the shards are now. */
  get channels(): string[] {
    const client = this.#client;
    if (!(client instanceof Cluster)) return this.#names.slice(0, 1);
    const byMaster = new Map<string, string>();
    for (const name of this.#names) {
      const master = client.slots[slotOf(name)]?.[0];
      if (master !== undefined && !byMaster.has(master)) byMaster.set(master, name);
    }
    return [...byMaster.values()];
  }
}
