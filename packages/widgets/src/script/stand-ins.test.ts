import * as engineOriginal from 'engine.io-parser';
import * as socketOriginal from 'socket.io-parser';
import { describe, expect, it } from 'vitest';

type SocketParser = Pick<typeof socketOriginal, 'Encoder' | 'Decoder' | 'PacketType' | 'protocol'>;
type EngineParser = Pick<typeof engineOriginal, 'encodePacket' | 'decodePacket' | 'encodePayload' | 'decodePayload'>;

const folder = new URL('../../build/stand-ins/', import.meta.url);
const socket = (await import(new URL('socket-parser.mjs', folder).href)) as SocketParser;
const engine = (await import(new URL('engine-parser.mjs', folder).href)) as EngineParser;
const uri = (await import(new URL('parse-uri.mjs', folder).href)) as {
  parse(address: string): Record<'protocol' | 'host' | 'port' | 'path' | 'query', string>;
};

const { PacketType } = socketOriginal;
const PACKETS: socketOriginal.Packet[] = [
  { type: PacketType.CONNECT, nsp: '/', data: { v: 1, site: 'news' } },
  { type: PacketType.CONNECT, nsp: '/', data: { sid: 'a', pid: 'b' } },
  { type: PacketType.CONNECT_ERROR, nsp: '/', data: { message: 'no', data: { code: 'origin_denied' } } },
  { type: PacketType.DISCONNECT, nsp: '/' },
  { type: PacketType.EVENT, nsp: '/', data: ['page.pulse', { page: 'https://a.example/1,2', tally: null }] },
  { type: PacketType.EVENT, nsp: '/', id: 12, data: ['page.join', { page: '한글\n"' }] },
  { type: PacketType.ACK, nsp: '/', id: 0, data: [{ ok: true }] },
  { type: PacketType.EVENT, nsp: '/side', id: 7, data: ['x', 1] },
];

function decoded(parser: SocketParser, text: string): unknown {
  const decoder = new parser.Decoder();
  let packet: unknown;
  decoder.on('decoded', (heard) => (packet = heard));
  decoder.add(text);
  return packet;
}

describe('the parsers of the embed', () => {
  it.each(PACKETS)('EM-11: write and read Socket.IO packet %# as the originals', (packet) => {
    const [written] = new socketOriginal.Encoder().encode({ ...packet }) as string[];
    expect(new socket.Encoder().encode({ ...packet })).toEqual([written]);
    expect(decoded(socket, written!)).toEqual(decoded(socketOriginal, written!));
  });

  it.each(['9', 'x', '2[', '2{"a":1}'])('EM-11: refuse %j as the originals', (text) => {
    expect(() => decoded(socketOriginal, text)).toThrow();
    expect(() => decoded(socket, text)).toThrow();
  });

  it('EM-11: have the same names and version', () => {
    expect(socket.protocol).toBe(socketOriginal.protocol);
    for (const name of ['CONNECT', 'DISCONNECT', 'EVENT', 'ACK', 'CONNECT_ERROR'] as const) {
      expect(socket.PacketType[name]).toBe(socketOriginal.PacketType[name]);
    }
  });

  it('EM-11: write and read Engine.IO packets and payloads as the originals', () => {
    const packets = [{ type: 'message', data: '2["a",1]' }, { type: 'pong' }, { type: 'close' }] as const;
    for (const packet of packets) {
      const written: unknown[] = [];
      engineOriginal.encodePacket(packet, true, (text) => written.push(text));
      engine.encodePacket(packet, true, (text) => written.push(text));
      expect(written[1]).toBe(written[0]);
    }
    let payload = '';
    engineOriginal.encodePayload([...packets], (text) => (payload = text));
    engine.encodePayload([...packets], (text) => expect(text).toBe(payload));
    const typed = (heard: { type: string; data?: unknown }): unknown[] => [heard.type, heard.data ?? ''];
    expect(engine.decodePayload(payload).map(typed)).toEqual(engineOriginal.decodePayload(payload).map(typed));
    expect(engine.decodePacket('x')).toEqual(engineOriginal.decodePacket('x'));
  });

  it.each(['https://talk.example', 'http://localhost:3000/', 'http://[::1]:3000', 'wss://a.example:444/side?x=1'])(
    'EM-11: take the address %s apart as the original',
    (address) => {
      const { protocol, host, port, path, query } = uri.parse(address);
      const expected = new URL(address);
      expect([`${protocol}:`, port, path, query]).toEqual([
        expected.protocol,
        expected.port,
        expected.pathname,
        expected.search.slice(1),
      ]);
      expect(host.includes(':') ? `[${host}]` : host).toBe(expected.hostname);
    },
  );
});
