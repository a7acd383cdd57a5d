import { join } from 'node:path';
import type * as Connections from '../../packages/client/src/connection.js';
import type * as Faces from '../../packages/client/src/huzzah.js';
import type * as Polling from '../../packages/client/src/polling-link.js';
import type * as Sockets from '../../packages/client/src/socket.js';
import type * as Transports from '../../packages/client/src/transport.js';
import type * as WebSockets from '../../packages/client/src/web-socket-link.js';
import { ROOT } from './sources.js';

const part = (name: string): Promise<unknown> => import(join(ROOT, 'packages/client/dist', name));

// What of the headless client is not for everybody, as built: nothing but a test takes it apart.
export const { Connection } = (await part('connection.js')) as typeof Connections;
export const { faceOf } = (await part('huzzah.js')) as typeof Faces;
export const { openPolling } = (await part('polling-link.js')) as typeof Polling;
export const { Socket } = (await part('socket.js')) as typeof Sockets;
export const { Transport } = (await part('transport.js')) as typeof Transports;
export const { openWebSocket } = (await part('web-socket-link.js')) as typeof WebSockets;

/** Both ways to a server. */
export const LINKS = [
  ['WebSocket', openWebSocket],
  ['polling', openPolling],
] as const;
