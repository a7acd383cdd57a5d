/** What must be so before a store is moved: nobody writes to it, and nothing is left to be done. */
import type { Marker } from '../../core/holdings.js';
import { showAddress, type RedisAddress } from './address.js';
import type { Connections } from './connections.js';
import { STORE_KEYS } from './keys.js';
import type { RedisClient } from './links.js';
import { RedisOpenError } from './masters.js';

/** Rejects where a server runs on it, or has left something undone. */
export async function mustBeIdle(address: RedisAddress, connections: Connections, client: RedisClient): Promise<void> {
  const [seconds] = await client.time();
  const range = [`(${seconds}000`, '+inf'];
  const servers = await connections.read('ZCOUNT', STORE_KEYS.leases, range, Number);
  if (servers > 0) {
    const reason = servers === 1 ? 'a server runs on it' : `${servers} servers run on it`;
    throw new RedisOpenError(address, reason, 'end them all first; one that was killed is forgotten after 6 s');
  }
  for (const key of [STORE_KEYS.erasures, STORE_KEYS.merges]) {
    const undone = await connections.read('ZCARD', key, [], Number);
    if (undone === 0) continue;
    const what = key === STORE_KEYS.merges ? 'sign-ons' : 'erasures';
    throw new RedisOpenError(address, `${undone} ${what} are not ended`, 'run a server on it for a minute first');
  }
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
