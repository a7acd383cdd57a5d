import { Server } from 'socket.io';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocket } from 'ws';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';
import type { Engine } from './engine.js';
import { Heartbeat } from './heartbeat.js';
import { Outlet } from './outlet.js';

const SOON = { timeout: 90_000 };

/** A server that watches its connections with these times; its port, and how many there are. */
async function watching(intervalMs: number, timeoutMs: number) {
  const http = createServer().listen(0, '127.0.0.1');
  await once(http, 'listening');
  const io = new Server(http);
  const heartbeat = new Heartbeat(intervalMs, timeoutMs);
  io.engine.on('connection', (engine: Engine) => heartbeat.watch(engine, new Outlet(engine)));
  onTestFinished(async () => {
    heartbeat.close();
    await io.close();
  });
  const { port } = http.address() as AddressInfo;
  return { port, connections: () => io.engine.clientsCount };
}

/** A WebSocket that answers its pings, counted from 1, or does not; how often it was asked. */
function reader(port: number, answer: (times: number) => string | null) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`);
  const asked = { times: 0 };
  socket.on('message', (data: Buffer) => {
    if (data.toString() !== '2') return;
    asked.times += 1;
    const text = answer(asked.times);
    if (text !== null) socket.send(text);
  });
  onTestFinished(() => socket.terminate());
  return { socket, asked };
}

/** Says when it is asked, and answers as soon as the other thread is held. */
const SLOW_READER = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { WebSocket } = require(workerData.ws);
  const socket = new WebSocket(workerData.address);
  socket.on('message', (data) => {
    if (data.toString() !== '2') return;
    parentPort.postMessage('asked');
    Atomics.wait(workerData.isHeld, 0, 0);
    socket.send('3');
  });
`;

describe('the heartbeat of connections', () => {
  it('CN-9: one from whom nothing comes is ended, over both transports; one who answers stays', async () => {
    const { port, connections } = await watching(500, 2_000);
    const [silent, answering] = [reader(port, () => null), reader(port, () => '3')];
    await fetch(`http://127.0.0.1:${port}/socket.io/?EIO=4&transport=polling`);
    await vi.waitFor(() => expect(connections()).toBe(3), SOON);
    await vi.waitFor(() => expect(connections()).toBe(1), SOON);
    await vi.waitFor(() => expect(silent.socket.readyState).toBe(WebSocket.CLOSED), SOON);
    expect(silent.asked.times).toBe(1);
    const { times } = answering.asked;
    await vi.waitFor(() => expect(answering.asked.times).toBeGreaterThan(times + 1), SOON);
    expect(connections()).toBe(1);
  });

  it('CN-9: whatever comes is a sign of life', async () => {
    const { port, connections } = await watching(250, 1_000);
    const { asked } = reader(port, (times) => (times === 1 ? '40' : '42["hello"]'));
    await vi.waitFor(() => expect(asked.times).toBeGreaterThan(2), SOON);
    expect(connections()).toBe(1);
  });

  it('CN-10: where the loop was held for longer than an answer may take, nobody is ended for it', async () => {
    const { port, connections } = await watching(250, 1_000);
    const isHeld = new Int32Array(new SharedArrayBuffer(4));
    const ws = new URL(import.meta.resolve('ws')).pathname;
    const address = `ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`;
    const slow = new Worker(SLOW_READER, { eval: true, workerData: { isHeld, ws, address } });
    onTestFinished(async () => void (await slow.terminate()));
    await once(slow, 'message');
    Atomics.store(isHeld, 0, 1);
    Atomics.notify(isHeld, 0);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_500);
    await once(slow, 'message');
    expect(connections()).toBe(1);
  });
});
