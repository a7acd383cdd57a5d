import type { PagePulse } from '@huzzah/protocol';

/**
 * A pulse, encoded once for all its readers: as Socket.IO's text of an event, and as the
 * whole WebSocket frame around it.
 */
export interface WireFrame {
  readonly text: string;
  readonly webSocket: Buffer;
}

/** Engine.IO's type of a packet that carries a message, and Socket.IO's of an event in the namespace `/`. */
const MESSAGE = '4';
const EVENT = '2';

export function encodePulse(pulse: PagePulse): WireFrame {
  const text = EVENT + JSON.stringify(['page.pulse', pulse]);
  return { text, webSocket: frame(Buffer.from(MESSAGE + text)) };
}

/** An unmasked text frame in one piece (RFC 6455, 5.2). */
function frame(payload: Buffer): Buffer {
  const { length } = payload;
  if (length > 0xffff) throw new RangeError(`unable to frame a pulse of ${length} bytes; 65,535 is the most`);
  const isShort = length < 126;
  const header = Buffer.alloc(isShort ? 2 : 4);
  header[0] = 0x81;
  header[1] = isShort ? length : 126;
  if (!isShort) header.writeUInt16BE(length, 2);
  return Buffer.concat([header, payload]);
}
