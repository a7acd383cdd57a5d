import { describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { startTestServer } from '../helpers/server.js';
import { soon } from '../helpers/soon.js';
import { Visitor } from '../helpers/visitor.js';

const connections = async (url: string) =>
  Number(/^huzzah_connections (\d+)/m.exec(await (await fetch(`${url}/metrics`)).text())?.[1]);

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
    // So many that their replies are over the budget, and so few that the server has read them all when it
    // ends him: what is left unread would reset the connection, and take the code with it.
    for (let i = 0; i < 1_000; i += 1) socket.send(`42${i}["page.join",{"page":"p"}]`);
    await vi.waitFor(async () => expect(await connections(url)).toBe(1), { ...soon, interval: 100 });
    expect(await other.react('p', 'like')).toMatchObject({ ok: true });
    socket.resume();
    expect(await code).toBe(4008);
  });
});
