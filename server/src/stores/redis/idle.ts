/** What must be so before a store is moved: nobody writes to it, and nothing is left to be done. */
import { setTimeout } from 'node:timers/promises';
import type { Marker } from '../../core/holdings.js';
import { showAddress, type RedisAddress } from './address.js';
import type { Connections } from './connections.js';
import { STORE_KEYS } from './keys.js';
import type { RedisClient } from './links.js';
import { RedisOpenError } from './masters.js';

/** Between two looks at the leases of servers, in ms. */
const LOOK_MS = 200;

/** Rejects where a server runs on it, or has left something undone. A lease that nobody renews is waited for: its server has just ended. */
export async function mustBeIdle(address: RedisAddress, connections: Connections, client: RedisClient): Promise<void> {
  const first = await leasesOf(connections, client);
  for (let leases = first; leases.size > 0; leases = await leasesOf(connections, client)) {
    if ([...leases].some(([node, until]) => until > (first.get(node) ?? 0))) {
      throw new RedisOpenError(address, 'a server runs on it', 'end all that do, and give the command again');
    }
    await setTimeout(LOOK_MS);
  }
  for (const key of [STORE_KEYS.erasures, STORE_KEYS.merges]) {
    const undone = await connections.read('ZCARD', key, [], Number);
    if (undone === 0) continue;
    const what = key === STORE_KEYS.merges ? 'sign-ons' : 'erasures';
    throw new RedisOpenError(address, `${undone} ${what} are not ended`, 'run a server on it for a minute first');
  }
}

/** Servers, by the end of the time for which each is taken to live. */
async function leasesOf(connections: Connections, client: RedisClient): Promise<Map<string, number>> {
  const [seconds, micros] = (await client.time()).map(Number) as [number, number];
  const range = [`(${seconds * 1_000 + Math.floor(micros / 1_000)}`, '+inf', 'BYSCORE', 'WITHSCORES'];
  return connections.read('ZRANGE', STORE_KEYS.leases, range, (reply) => {
    const found = (reply as Buffer[]).map(String);
    return new Map(
      Array.from({ length: found.length / 2 }, (_, index) => [found[2 * index]!, Number(found[2 * index + 1])]),
    );
  });
}

/** How far a migration into it has come; `null` where there is none. */
export function readMarker(connections: Connections): Promise<Marker | null> {
  return connections.read('GET', STORE_KEYS.migration, [], (text) =>
    text === null ? null : (JSON.parse(String(text)) as Marker),
  );
}

/** Rejects where it holds a part of what it is to hold. */
export async function mustBeFinished(address: RedisAddress, connections: Connections): Promise<void> {
  const marker = await readMarker(connections);
  if (marker === null) return;
  const mend = `go on with it: huzzah migrate --from ${marker.source} --to ${showAddress(address)}`;
  throw new RedisOpenError(address, 'a migration into it has not ended', mend);
}
