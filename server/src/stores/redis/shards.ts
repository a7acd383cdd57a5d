import { Cluster } from 'ioredis';
import type { RedisClient } from './links.js';

/** Names that are tried for each shard: with so many, one falls to each of some twenty. */
const NAMES = 128;

type Range = [first: number, last: number, master: [host: string, port: number, id: string]];

/** One channel on each shard, so that it can be seen whether each is heard. */
export class Shards {
  readonly #client: RedisClient;
  readonly #name: string;
  #slots: number[] | undefined;

  constructor(client: RedisClient, name: string) {
    this.#client = client;
    this.#name = name;
  }

  /** As the shards are now; rejects where that cannot be asked. */
  async channels(): Promise<string[]> {
    const client = this.#client;
    if (!(client instanceof Cluster)) return [this.#name];
    const names = Array.from({ length: NAMES }, (_, index) => `${this.#name}:${index}`);
    this.#slots ??= (await Promise.all(names.map((name) => client.cluster('KEYSLOT', name)))).map(Number);
    const ranges = (await client.cluster('SLOTS')) as unknown as Range[];
    const slots = this.#slots;
    const byShard = new Map<string, string>();
    for (const [index, name] of names.entries()) {
      const slot = slots[index]!;
      const range = ranges.find(([first, last]) => first <= slot && slot <= last);
      if (range !== undefined && !byShard.has(range[2][2])) byShard.set(range[2][2], name);
    }
    return [...byShard.values()];
  }
}
