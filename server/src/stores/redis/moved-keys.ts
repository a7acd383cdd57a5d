import { Cluster, type Redis } from 'ioredis';
import { readKey, type MovedKey } from './keys.js';
import type { RedisClient } from './links.js';

/** Keys that one step looks at, about. */
const STEP = 1_000;

/** By what they hold, each in order and once, as text of bytes: some 60 bytes of memory each. */
export type MovedKeys = Readonly<Record<MovedKey['type'], readonly string[]>>;

/** Looks through all keys: what holds a page, a visitor's votes on it, a name or a member is known by its name. */
export async function allKeys(client: RedisClient): Promise<MovedKeys> {
  const found: Record<MovedKey['type'], string[]> = { page: [], vote: [], name: [], member: [] };
  for await (const keys of scan(client)) {
    for (const key of keys) {
      const moved = readKey(key);
      if (moved !== null) found[moved.type].push(key.toString('latin1'));
    }
  }
  // A table of Redis' that shrinks meanwhile is told twice in part.
  const inOrder = (keys: string[]) => keys.sort().filter((key, index) => key !== keys[index - 1]);
  const { page, vote, name, member } = found;
  return { page: inOrder(page), vote: inOrder(vote), name: inOrder(name), member: inOrder(member) };
}

/** Whether there is anything that would be moved. */
export async function hasKeys(client: RedisClient): Promise<boolean> {
  for await (const keys of scan(client)) if (keys.some((key) => readKey(key) !== null)) return true;
  return false;
}

async function* scan(client: RedisClient): AsyncGenerator<Buffer[]> {
  const masters: Redis[] = client instanceof Cluster ? client.nodes('master') : [client];
  for (const master of masters) {
    let cursor = '0';
    do {
      const [next, keys]: [Buffer, Buffer[]] = await master.scanBuffer(cursor, 'MATCH', 'h:{*', 'COUNT', STEP);
      yield keys;
      cursor = next.toString();
    } while (cursor !== '0');
  }
}
