import { LIMITS } from '@huzzah/protocol';
import { Server } from 'socket.io';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import type { Engine } from './engine.js';
import { Outlet } from './outlet.js';
import { encodePulse } from './wire-frame.js';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A WebSocket of a reader, what it has received, and the server's way out to it. */
async function connect() {
  const http = createServer().listen(0, '127.0.0.1');
  await once(http, 'listening');
  const io = new Server(http);
  ends.push(() => io.close());
  const opened = new Promise<Outlet>((resolve) => {
    io.engine.on('connection', (engine: Engine) => resolve(new Outlet(engine)));
  });
  const { port } = http.address() as AddressInfo;
  const socket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`);
  const heard: string[] = [];
  socket.on('message', (data: Buffer) => heard.push(data.toString()));
  ends.push(() => socket.terminate());
  await once(socket, 'message');
  heard.length = 0;
  return { outlet: await opened, socket, heard };
}

describe('the way out to a connection', () => {
  it('PU-34: a frame of any length is one that a WebSocket reads', async () => {
    const { outlet, socket, heard } = await connect();
    const around = '42["page.pulse",""]'.length;
    const pulses = [125, 126, 65_535, 65_536, 70_000].map((bytes) => JSON.stringify('x'.repeat(bytes - around)));
    for (const pulse of pulses) {
      expect(outlet.deliver(encodePulse(pulse), true)).toBe(true);
      await once(socket, 'message');
    }
    expect(heard).toEqual(pulses.map((pulse) => `42["page.pulse",${pulse}]`));
  });

  it('PU-35: a frame that must go takes its turn within the budget; past it the connection is closed with 4008', async () => {
    const { outlet, socket, heard } = await connect();
    socket.pause();
    const sent: string[] = [];
    let leftOut = 0;
    for (;;) {
      const pulse = JSON.stringify(`${sent.length} ${'x'.repeat(20_000)}`);
      const isBehind = !outlet.deliver(encodePulse('{}'));
      if (isBehind) leftOut += 1;
      else sent.push('{}');
      if (!outlet.deliver(encodePulse(pulse), true)) break;
      sent.push(pulse);
      expect(outlet.queuedBytes).toBeLessThanOrEqual(LIMITS.queuedBytes);
      await turn();
    }
    expect(leftOut).toBeGreaterThan(1);
    expect(outlet.isClosing).toBe(true);
    expect(outlet.deliver(encodePulse('{}'), true)).toBe(false);
    const closed = once(socket, 'close');
    socket.resume();
    const [code] = (await closed) as [number];
    expect(code).toBe(4008);
    expect(heard).toEqual(sent.map((pulse) => `42["page.pulse",${pulse}]`));
  });
});
