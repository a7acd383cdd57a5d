/**
 * The packets that Huzzah speaks of Engine.IO 4 and Socket.IO 5, one text each: no binary ones, no
 * namespace but `/`, and no event of the server’s that wants an acknowledgement.
 */
export const OPEN = '0';
export const CLOSE = '1';
export const PING = '2';
export const PONG = '3';
export const CONNECT = '40';
export const DISCONNECT = '41';
export const EVENT = '42';
export const ACK = '43';
export const CONNECT_ERROR = '44';

/** Between packets that travel together over polling. */
export const SEPARATOR = '\x1e';

/** What a packet begins with: its type, and the number that an event and its acknowledgement share; then its JSON, or nothing. */
const HEAD = /^(?:(?:0|4[04])(?={)|4(?:2\d*|3\d+)(?=\[)|(?:[126]|41)$)/;

/** What OPEN says. */
export interface Handshake {
  readonly sid: string;
  readonly pingInterval: number;
  readonly pingTimeout: number;
  /** The longest body of a POST, in bytes. */
  readonly maxPayload: number;
}

/** A packet as it was heard. `id` is the number of an acknowledgement; `data` is what its JSON says. */
export interface Packet {
  readonly type: string;
  readonly id: number;
  readonly data: unknown;
}

/** Asks to be let in. */
export function connectPacket(auth: object): string {
  return CONNECT + JSON.stringify(auth);
}

/** An event that wants to be acknowledged under this number. */
export function eventPacket(id: number, name: string, input: object): string {
  return EVENT + id + JSON.stringify([name, input]);
}

/** @throws where the text is none of these packets: whatever stands at the other end, it is no server of ours */
export function readPacket(text: string): Packet {
  const [head] = HEAD.exec(text)!;
  const json = text.slice(head.length);
  return { type: head.slice(0, 2), id: Number(head.slice(2)), data: json && JSON.parse(json) };
}
