// Stands in for engine.io-parser in the embed: the same packets, as text only.
export const protocol = 4;

const TYPES = ['open', 'close', 'ping', 'pong', 'message', 'upgrade', 'noop'];
const SEPARATOR = '\x1e';

const encode = ({ type, data = '' }) => TYPES.indexOf(type) + data;

export const encodePacket = (packet, _supportsBinary, callback) => callback(encode(packet));

export function decodePacket(text) {
  const type = TYPES[text[0]];
  return type ? { type, data: text.slice(1) } : { type: 'error', data: 'parser error' };
}

export const encodePayload = (packets, callback) => callback(packets.map(encode).join(SEPARATOR));

export const decodePayload = (text) => text.split(SEPARATOR).map(decodePacket);
