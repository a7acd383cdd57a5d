import type { Socket } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { startTestServer } from '../helpers/server.js';
import { soon } from '../helpers/soon.js';
import { Visitor } from '../helpers/visitor.js';

const connections = async (url: string) =>
  Number(/^huzzah_connections (\d+)/m.exec(await (await fetch(`${url}/metrics`)).text())?.[1]);

/** A short text as a client's frame of WebSocket, masked with zeros. */
function frame(text: string): Buffer {
  return Buffer.from(`\u0081${String.fromCharCode(0x80 + text.length)}\0\0\0\0${text}`, 'latin1');
}

describe('a reader who does not read', () => {
  it('PU-13: is closed once more than the budget waits for him, and nobody else notices', async () => {
    const { url } = await startTestServer();
    const other = await Visitor.connect(url);
    await other.join('p');
    const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    const greeted = new Promise<void>((resolve) => {
      socket.on('message', (data: Buffer) => {
        if (data.toString().startsWith('0')) socket.send('40{"v":1,"site":"default"}');
        else resolve();
      });
    });
    await greeted;
    expect(await connections(url)).toBe(2);
    const code = new Promise((resolve) => socket.once('close', resolve));
    socket.pause();
    // More than may be under way, so that the rest is refused at once, and over the budget; and in one piece,
    // which is read in one: what is left unread would reset the connection, and take the code with it.
    const commands = Array.from({ length: 1_200 }, (_, i) => frame(`42${i}["page.join",{"page":"p"}]`));
    (socket as unknown as { _socket: Socket })._socket.write(Buffer.concat(commands));
    await vi.waitFor(async () => expect(await connections(url)).toBe(1), { ...soon, interval: 100 });
    expect(await other.react('p', 'like')).toMatchObject({ ok: true });
    socket.resume();
    expect(await code).toBe(4008);
  });
});
