import type { OpenLink } from './link.js';
import { openPolling } from './polling-link.js';
import { openWebSocket } from './web-socket-link.js';

/** How servers are reached. A server of a test stands in for both, at its own address. */
export const ways: { webSocket: OpenLink; polling: OpenLink } = { webSocket: openWebSocket, polling: openPolling };
