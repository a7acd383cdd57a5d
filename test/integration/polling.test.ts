import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openPolling } from '../helpers/client-parts.js';
import { Guest } from '../helpers/guest.js';
import { stopTime, until } from '../helpers/stopped-time.js';

/** Two packets in one answer: the second is there before the first GET is over. */
const GREETING = '0{"sid":"x","pingInterval":5000,"pingTimeout":6000,"maxPayload":1000}\x1e6';

/** A server that greets, and of which the test has every further answer in hand. */
async function slowHost() {
  const posts: { readonly said: string; readonly response: ServerResponse }[] = [];
  const gets: ServerResponse[] = [];
  const server = createServer((request, response) => {
    if (!request.url!.includes('sid=x')) return void response.end(GREETING);
    if (request.method === 'GET') return void gets.push(response);
    let said = '';
    request.setEncoding('utf8').on('data', (text: string) => (said += text));
    request.on('end', () => posts.push({ said, response }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { posts, gets, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function guestOf({ posts, gets, url }: Awaited<ReturnType<typeof slowHost>>): Promise<Guest> {
  stopTime();
  const guest = new Guest(openPolling, url);
  await until(() => posts.length === 1 && gets.length === 1);
  expect(posts[0]!.said).toBe('40{"v":1,"site":"default"}');
  return guest;
}

describe('polling', () => {
  it('SK-13: one POST is under way at a time, and takes all that gathered before it', async () => {
    const host = await slowHost();
    const { posts, url } = host;
    const { socket } = await guestOf(host);
    const asked = ['a', 'b', 'c'].map((name) => socket.request(name, {}).catch(() => name));
    // Time for a second one to come, were there one.
    for (let times = 0; times < 5; times += 1) await (await fetch(url)).text();
    expect(posts.length).toBe(1);
    posts[0]!.response.end('ok');
    await until(() => posts.length === 2);
    expect(posts[1]!.said).toBe('420["a",{}]\x1e421["b",{}]\x1e422["c",{}]');
    asked.push(socket.request('d', {}).catch(() => 'd'));
    posts[1]!.response.end('ok');
    await until(() => posts.length === 3);
    expect(posts[2]!.said).toBe('423["d",{}]');
    socket.close();
    expect(await Promise.all(asked)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('SK-13: one GET is outstanding, and the next follows each answer', async () => {
    const host = await slowHost();
    const { gets } = host;
    const guest = await guestOf(host);
    gets[0]!.end('40{"sid":"y"}\x1e42["counted",1]\x1e42["counted",2]');
    await until(() => gets.length === 2);
    expect(guest.heard).toEqual([
      ['counted', 1],
      ['counted', 2],
    ]);
    expect(guest.socket.isConnected).toBe(true);
  });

  it.each(['GET', 'POST'])('SK-14: a %s that fails ends it', async (method) => {
    const host = await slowHost();
    const guest = await guestOf(host);
    const response = method === 'GET' ? host.gets[0]! : host.posts[0]!.response;
    response.writeHead(502).end('6');
    await until(() => guest.ends.length === 1);
    expect(guest.ends).toEqual([undefined]);
  });

  it('SK-8: it says that it leaves, for whoever stands in between, and waits for nothing more', async () => {
    const host = await slowHost();
    const { posts, gets } = host;
    const guest = await guestOf(host);
    guest.socket.close();
    await until(() => posts.length === 2 && gets[0]!.closed);
    expect(posts[1]!.said).toBe('1');
  });
});
