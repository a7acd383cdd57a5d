import {
  decodePacket,
  decodePayload,
  encodePacket,
  encodePayload,
  type Packet as EnginePacket,
} from 'engine.io-parser';
import fc from 'fast-check';
import { Decoder, Encoder, PacketType, type Packet as SocketPacket } from 'socket.io-parser';
import { describe, expect, it } from 'vitest';
import {
  ACK,
  CLOSE,
  CONNECT,
  connectPacket,
  CONNECT_ERROR,
  DISCONNECT,
  EVENT,
  eventPacket,
  OPEN,
  PING,
  PONG,
  readPacket,
  SEPARATOR,
} from './packets.js';

/** As Engine.IO writes it. */
function engineText(packet: EnginePacket): string {
  let text = '';
  encodePacket(packet, true, (written) => (text = written as string));
  return text;
}

/** As Socket.IO writes it into a message of Engine.IO's. */
function socketText(packet: Partial<SocketPacket>): string {
  const [data] = new Encoder().encode({ nsp: '/', ...packet } as SocketPacket) as [string];
  return engineText({ type: 'message', data });
}

/** As Socket.IO reads a message of Engine.IO's; throws where that is none. */
function socketPacket(text: string): SocketPacket {
  const message = decodePacket(text);
  if (message.type !== 'message') throw new Error(`no message but ${message.type}`);
  let packet: SocketPacket | undefined;
  const decoder = new Decoder();
  decoder.on('decoded', (heard) => (packet = heard));
  decoder.add(message.data);
  return packet!;
}

/** All that JSON can say, in all of Unicode. */
const json = fc.jsonValue({ stringUnit: 'binary' });
const record = fc.dictionary(fc.string(), json).map((entries) => JSON.parse(JSON.stringify(entries)) as object);
const name = fc.constantFrom('page.join', 'reaction.set', 'page.pulse', 'a "b" \\ \u2028 한', '');
const id = fc.nat();

describe('the packets', () => {
  it('SK-1: are written as Socket.IO and Engine.IO write them', () => {
    fc.assert(
      fc.property(id, name, record, (number, event, input) => {
        const data = [event, input];
        expect(eventPacket(number, event, input)).toBe(socketText({ type: PacketType.EVENT, id: number, data }));
        expect(connectPacket(input)).toBe(socketText({ type: PacketType.CONNECT, data: input }));
      }),
    );
    expect([PONG, CLOSE]).toEqual([engineText({ type: 'pong' }), engineText({ type: 'close' })]);
  });

  it('SK-1: are read as Socket.IO and Engine.IO write them', () => {
    fc.assert(
      fc.property(id, name, record, fc.array(json), (number, event, data, more) => {
        const list = JSON.parse(JSON.stringify([event, ...more])) as unknown[];
        for (const [type, own] of [
          [PacketType.EVENT, EVENT],
          [PacketType.ACK, ACK],
        ] as const)
          expect(readPacket(socketText({ type, id: number, data: list }))).toEqual({
            type: own,
            id: number,
            data: list,
          });
        expect(readPacket(socketText({ type: PacketType.EVENT, data: list }))).toMatchObject({
          type: EVENT,
          data: list,
        });
        expect(readPacket(socketText({ type: PacketType.CONNECT, data }))).toMatchObject({ type: CONNECT, data });
        const refusal = socketText({ type: PacketType.CONNECT_ERROR, data });
        expect(readPacket(refusal)).toMatchObject({ type: CONNECT_ERROR, data });
        const greeting = engineText({ type: 'open', data: JSON.stringify(data) });
        expect(readPacket(greeting)).toMatchObject({ type: OPEN, data });
      }),
    );
    expect(readPacket(socketText({ type: PacketType.DISCONNECT }))).toMatchObject({ type: DISCONNECT });
    expect(readPacket(engineText({ type: 'ping' }))).toMatchObject({ type: PING });
    expect(readPacket(engineText({ type: 'close' }))).toMatchObject({ type: CLOSE });
    expect(readPacket(engineText({ type: 'noop' })).data).toBeFalsy();
  });

  it('SK-1: travel together as Engine.IO puts them', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(id, record), { minLength: 1 }), (inputs) => {
        const texts = inputs.map(([number, input]) => eventPacket(number, 'page.join', input));
        const packets = texts.map((text) => ({ type: 'message', data: text.slice(1) }) as const);
        encodePayload([...packets], (payload) => expect(texts.join(SEPARATOR)).toBe(payload));
        expect(decodePayload(texts.join(SEPARATOR))).toEqual(packets);
      }),
    );
  });

  it('SK-2: what Socket.IO refuses is refused, and what is read means the same', () => {
    const near = fc.array(fc.constantFrom(...'0123456[]{}",/a-\x1e', '"a"', '[1]', '{"a":1}', 'null'), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(
        fc.oneof(
          near.map((parts) => `4${parts.join('')}`),
          fc.string(),
        ),
        (text) => {
          let packet;
          try {
            packet = readPacket(text);
          } catch {
            return;
          }
          if (!packet.type.startsWith('4')) return;
          const original = socketPacket(text);
          expect(original).toMatchObject({ type: Number(packet.type[1]), nsp: '/' });
          expect(original.data ?? '').toEqual(packet.data);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it.each([
    '',
    '0',
    '3',
    '5',
    '9',
    'x',
    '4',
    '45-["a"]',
    '42{"a":1}',
    '43[]',
    '42/side,["a"]',
    '42["a"',
    '41x',
    '<html>',
  ])('SK-2: %j is none of them', (text) => expect(() => readPacket(text)).toThrow());
});
