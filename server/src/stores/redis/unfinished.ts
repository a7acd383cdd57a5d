import type { Marker } from '../../core/holdings.js';
import { showAddress, type RedisAddress } from './address.js';
import type { Connections } from './connections.js';
import { STORE_KEYS } from './keys.js';
import { RedisOpenError } from './masters.js';

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
