import type { PagePulse } from '@huzzah/protocol';
import { Stopwatch } from '@huzzah/server/testing';
import { createServer, type AddressInfo, type Socket as TcpSocket } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { LINKS, openPolling, openWebSocket } from '../helpers/client-parts.js';
import { Guest } from '../helpers/guest.js';
import { originalServer } from '../helpers/original-server.js';
import { Proxy } from '../helpers/proxy.js';
import { startTestServer } from '../helpers/server.js';
import { stopTime, until } from '../helpers/stopped-time.js';

const soon = { timeout: 90_000 };

/** Something that listens, and is no server of ours. */
async function stranger(answer: (socket: TcpSocket) => void): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const connections = async (url: string) =>
  Number(/^huzzah_connections (\d+)/m.exec(await (await fetch(`${url}/metrics`)).text())?.[1]);

describe.each(LINKS)('a socket over %s', (_name, openLink) => {
  it('SK-3: is let in, and each request gets its own reply', async () => {
    const { url } = await startTestServer();
    const guest = await Guest.in(openLink, url);
    const { socket, heard } = guest;
    const [first, second, unknown] = await Promise.all([
      socket.request('page.join', { page: 'first' }),
      socket.request('page.join', { page: 'second' }),
      socket.request('page.paint', {}),
    ]);
    expect(first).toMatchObject({ ok: true, page: 'first' });
    expect(second).toMatchObject({ ok: true, page: 'second' });
    expect(unknown).toMatchObject({ ok: false, error: { code: 'bad_request' } });
    expect(heard[0]).toMatchObject(['visitor.session', { site: { id: 'default' } }]);
    const set = { page: 'first', kind: 'wow', commandId: crypto.randomUUID() };
    expect(await socket.request('reaction.set', set)).toMatchObject({ ok: true, mine: 'wow' });
    const told = ([event, data]: [string, unknown]) => event === 'page.pulse' && 'tally' in (data as PagePulse);
    await vi.waitFor(
      () => expect(heard.findLast(told)?.[1]).toMatchObject({ page: 'first', tally: { counts: { wow: 1 } } }),
      soon,
    );
  });

  it('SK-4: keeps the order of packets both ways, in frames no longer than the server takes', async () => {
    const { io, url } = await originalServer({ maxHttpBufferSize: 2_000 });
    const numbers = Array.from({ length: 300 }, (_, number) => number);
    const came: number[] = [];
    io.on('connection', (socket) => {
      for (const number of numbers) socket.emit('counted', { number, text: '한글 🙂'.repeat(9) });
      socket.on('count', ({ number }: { number: number }, reply: (number: number) => void) => {
        came.push(number);
        reply(number);
      });
    });
    const guest = await Guest.in(openLink, url);
    const replies = numbers.map((number) => guest.socket.request('count', { number, text: '한글 🙂'.repeat(9) }));
    expect(await Promise.all(replies)).toEqual(numbers);
    expect(came).toEqual(numbers);
    expect(guest.heard.map(([, data]) => (data as { number: number }).number)).toEqual(numbers);
  });

  it('SK-5: tells why it was refused', async () => {
    const { url } = await startTestServer();
    const guest = new Guest(openLink, url, 'nowhere');
    await vi.waitFor(() => expect(guest.ends.length).toBe(1), soon);
    expect(guest.ends).toMatchObject([{ code: 'site_unknown' }]);
    expect(guest.socket.wasGreeted).toBe(true);
  });

  it.each(['the namespace', 'the connection', 'the server'])(
    'SK-6: where %s is closed it says so once, and whoever waits is told',
    async (what) => {
      const { io, url } = await originalServer();
      const guest = await Guest.in(openLink, url);
      const [there] = io.sockets.sockets.values();
      stopTime();
      const told: unknown[] = [];
      let hasCome = false;
      there!.onAny(() => (hasCome = true));
      guest.socket.request('unanswered', {}).catch((error: unknown) => told.push(error));
      await until(() => hasCome && there!.conn.transport.writable);
      if (what === 'the namespace') there!.disconnect();
      if (what === 'the connection') there!.conn.close();
      if (what === 'the server') void io.close();
      await until(() => told.length === 1 && guest.ends.length === 1);
      expect(told).toMatchObject([{ message: 'no reply to unanswered' }]);
      expect([guest.ends, guest.socket.isConnected]).toEqual([[undefined], false]);
    },
  );

  it('SK-7: a frame over the server’s limit ends it', async () => {
    const { url } = await startTestServer();
    const guest = await Guest.in(openLink, url);
    stopTime();
    const told = expect(guest.socket.request('page.join', { page: 'x'.repeat(17_000) })).rejects.toThrow('no reply');
    await until(() => guest.ends.length === 1);
    await told;
  });

  it('SK-8: closed, it is gone from the server at once, and says nothing more', async () => {
    const { url } = await startTestServer();
    const guest = await Guest.in(openLink, url);
    expect(await connections(url)).toBe(1);
    const told = expect(guest.socket.request('page.join', { page: 'p' })).rejects.toThrow('no reply');
    expect(guest.socket.close()).toBe(true);
    expect(guest.socket.close()).toBe(false);
    await told;
    await vi.waitFor(async () => expect(await connections(url)).toBe(0), soon);
    expect(guest.ends).toEqual([]);
  });

  it('SK-12: outlives the pings of its server', async () => {
    const { io, url } = await originalServer({ pingInterval: 20, pingTimeout: 2_000 });
    const guest = await Guest.in(openLink, url);
    let answers = 0;
    for (const { conn } of io.sockets.sockets.values()) conn.on('heartbeat', () => (answers += 1));
    await vi.waitFor(() => expect(answers).toBeGreaterThan(10), soon);
    expect(guest.ends).toEqual([]);
  });

  it('SK-9: where something else answers, or nobody, it never came to life', async () => {
    const page = 'HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\n<html>';
    const elsewhere = await stranger((socket) => void socket.on('error', () => {}).end(page));
    stopTime();
    for (const url of [elsewhere, 'http://127.0.0.1:1']) {
      const guest = new Guest(openLink, url);
      await until(() => guest.ends.length === 1);
      expect([guest.socket.wasGreeted, guest.ends]).toEqual([false, [undefined]]);
    }
  });

  it('SK-9: where the server is silent it gives up after 10 s', async () => {
    const silent: TcpSocket[] = [];
    const url = await stranger((socket) => silent.push(socket.on('error', () => {})));
    stopTime();
    const guest = new Guest(openLink, url);
    vi.advanceTimersByTime(9_999);
    expect(guest.ends).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(guest.ends).toEqual([undefined]);
    silent.forEach((socket) => socket.destroy());
  });

  it('SK-10: a reply that does not come within 10 s is lost, and the next is not', async () => {
    const { io, url } = await originalServer();
    io.on('connection', (socket) => socket.on('answered', (_input, reply: (text: string) => void) => reply('yes')));
    const guest = await Guest.in(openLink, url);
    stopTime();
    const told = expect(guest.socket.request('unanswered', {})).rejects.toThrow('no reply to unanswered');
    vi.advanceTimersByTime(10_000);
    await told;
    vi.useRealTimers();
    expect(await guest.socket.request('answered', {})).toBe('yes');
  });
});

describe('a socket', () => {
  it('SK-11: a server that went silent is noticed within 12 s, over either link', async () => {
    const { url } = await startTestServer();
    const proxy = await Proxy.start(url);
    const guests = [await Guest.in(openWebSocket, proxy.url), await Guest.in(openPolling, proxy.url)];
    const watch = await Stopwatch.start();
    onTestFinished(() => watch.stop());
    proxy.freeze();
    await vi.waitFor(() => expect(guests.map(({ ends }) => ends.length)).toEqual([1, 1]), soon);
    expect(watch.ms).toBeLessThan(12_000);
  });

  it('SK-11: a machine that slept finds out when it looks', async () => {
    const { url } = await startTestServer();
    const guest = await Guest.in(openWebSocket, url);
    guest.socket.check();
    expect(guest.ends).toEqual([]);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
    onTestFinished(() => void vi.useRealTimers());
    guest.socket.check();
    expect(guest.ends).toEqual([undefined]);
  });

  it('SK-9: a link that is forbidden at once is one that has ended', async () => {
    stopTime();
    const guest = new Guest(() => {
      throw new DOMException('mixed content', 'SecurityError');
    }, 'http://127.0.0.1:1');
    expect(guest.ends).toEqual([]);
    await until(() => guest.ends.length === 1);
  });
});
