import type { OpenLink } from './link.js';
import { openPolling } from './lazy-polling.js';
import { openWebSocket } from './web-socket-link.js';

/** The two ways to a server. */
export interface Ways {
  webSocket: OpenLink;
  polling: OpenLink;
}

/** How servers are reached. A server of a test stands in for both, at its own address. */
export const ways: Ways = { webSocket: openWebSocket, polling: openPolling };
