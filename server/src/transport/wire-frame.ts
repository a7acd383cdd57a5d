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

/** @param pulse a `PagePulse` as JSON */
export function encodePulse(pulse: string): WireFrame {
  const text = `${EVENT}["page.pulse",${pulse}]`;
  return { text, webSocket: frame(Buffer.from(MESSAGE + text)) };
}

/** An unmasked text frame in one piece (RFC 6455, 5.2). */
function frame(payload: Buffer): Buffer {
  const { length } = payload;
  const lengthBytes = length < 126 ? 0 : length <= 0xffff ? 2 : 8;
  const header = Buffer.alloc(2 + lengthBytes);
  header[0] = 0x81;
  header[1] = lengthBytes === 0 ? length : lengthBytes === 2 ? 126 : 127;
  if (lengthBytes === 2) header.writeUInt16BE(length, 2);
  if (lengthBytes === 8) header.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([header, payload]);
}
