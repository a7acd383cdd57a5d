import type { OpenLink } from '../link.js';
import { ways } from '../ways.js';

const standIns = new Map<string, OpenLink>();
const { webSocket, polling } = ways;

function reach(otherwise: OpenLink): OpenLink {
  return (server, listener) => (standIns.get(server) ?? otherwise)(server, listener);
}

/**
 * Has all connections of this program to an origin opened so; to all others they go as ever.
 * Returns the function that ends it.
 *
 * @throws where something stands in for it already
 */
export function standIn(server: string, open: OpenLink): () => void {
  if (standIns.has(server))
    throw new Error(`unable to stand in for ${server}; another test server does, and is not closed`);
  standIns.set(server, open);
  Object.assign(ways, { webSocket: reach(webSocket), polling: reach(polling) });
  return () => {
    standIns.delete(server);
    if (standIns.size === 0) Object.assign(ways, { webSocket, polling });
  };
}
