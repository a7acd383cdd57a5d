// Stands in for socket.io-parser in the embed: the same packets, without the binary ones, which Huzzah never sends.
import { Emitter } from '@socket.io/component-emitter';

export const protocol = 5;

export const PacketType = {
  CONNECT: 0,
  DISCONNECT: 1,
  EVENT: 2,
  ACK: 3,
  CONNECT_ERROR: 4,
  BINARY_EVENT: 5,
  BINARY_ACK: 6,
};

export class Encoder {
  encode({ type, nsp = '/', id = '', data }) {
    return [`${type}${nsp === '/' ? '' : `${nsp},`}${id}${data === undefined ? '' : JSON.stringify(data)}`];
  }
}

export class Decoder extends Emitter {
  add(text) {
    // A packet that is none throws, which ends the connection as with the original.
    const [, type, nsp = '/', id, json] = /^([0-4])(?:(\/[^,]*),)?(\d*)([^]*)$/.exec(text);
    const packet = { type: Number(type), nsp };
    if (id) packet.id = Number(id);
    if (json) packet.data = JSON.parse(json);
    if (type === '2' || type === '3') packet.data.slice();
    this.emitReserved('decoded', packet);
  }

  destroy() {}
}
