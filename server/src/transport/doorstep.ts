import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Engine, EnginePacket } from './engine.js';

/** Socket.IO's CONNECT. */
const CONNECT = '0';
/** One to come in, and two more for a client whose token was refused. */
const MOST_CONNECTS = 3;

/**
 * Ends a connection that knocks at other doors than `/`, or too often at that one: Socket.IO
 * answers each time, to one who may never read.
 */
export function watchKnocks(engine: Engine): void {
  let connects = 0;
  engine.on('packet', ({ type, data }: EnginePacket) => {
    if (type !== 'message' || typeof data !== 'string' || !data.startsWith(CONNECT)) return;
    connects += 1;
    if (data[1] === '/' || connects > MOST_CONNECTS) engine.onClose('transport close');
  });
}

/**
 * Ends at once what Socket.IO has begun to end for what came, such as a command before it was let in: a
 * poller that never polls would be kept, and told `ok`, until its ping is overdue.
 */
export function endWithSocketIo(engine: Engine): void {
  engine.on('data', () => {
    if (engine.readyState === 'closing') engine.onClose('transport close');
  });
}

/** Ends a polling connection whose frame was over `LIMITS.frameBytes`, as a WebSocket is ended: Engine.IO only says 413. */
export function endWhenTooLarge(
  engines: Record<string, Engine>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (request.method !== 'POST') return;
  const sid = new URL(request.url ?? '', 'http://localhost').searchParams.get('sid') ?? '';
  response.once('finish', () => {
    if (response.statusCode === 413 && Object.hasOwn(engines, sid)) engines[sid]!.onClose('transport close');
  });
}
