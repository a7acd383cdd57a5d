import type { Socket } from 'socket.io';
import type { Caller } from './caller.js';

/** So many connections end a second: a server that takes them in does 1,000. */
const ENDS_A_SECOND = 500;
/** All have ended, or begun to, after so long, in ms. */
const LONGEST_MS = 5_000;
/** What a connection has under way is answered within the bound of the store, or not at all; in ms. */
const ANSWERED_WITHIN_MS = 3_000;
/** How often it is looked at, in ms. */
const LOOK_MS = 20;

/** A connection that is to end. */
interface Draining {
  readonly socket: Socket;
  readonly caller: Pick<Caller, 'underWay' | 'isGone'>;
}

/** Tells each when to come back, spread over some seconds, and ends it then. */
export async function drain(connections: readonly Draining[]): Promise<void> {
  const spreadMs = Math.min(LONGEST_MS, (1_000 * connections.length) / ENDS_A_SECOND);
  await Promise.all(
    connections.map(async ({ socket, caller }, index) => {
      // Evenly, so that no two seconds differ.
      const retryAfterMs = Math.round((spreadMs * index) / connections.length);
      const message = 'the server restarts; come back then, to another where there is one';
      socket.emit('visitor.notice', { code: 'restarting', message, retryAfterMs });
      await pause(retryAfterMs);
      const end = performance.now() + ANSWERED_WITHIN_MS;
      while (caller.underWay > 0 && !caller.isGone && performance.now() < end) await pause(LOOK_MS);
      // `disconnect` would leave the client dead; a closed transport lets it return.
      socket.conn.close();
      while (!caller.isGone && performance.now() < end) await pause(LOOK_MS);
    }),
  );
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
