/**
 * The bare things that the project is compared with, each a server of its own:
 * `socketio` echoes one event; `ws` writes one prepared frame to every viewer ten times a
 * second, and echoes nothing; `socketio-room` does the same with a room as it comes.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { WebSocket, WebSocketServer } from 'ws';

const BEAT_MS = 100;
const pulse = {
  page: 'https://news.example/bench',
  epoch: '0123456789abcdef',
  head: 0,
  tally: { counts: { like: 1000, wow: 500, dislike: 250, angry: 125 }, version: 100_000 },
};

const http = createServer((_request, response) => response.writeHead(404).end());
const SERVERS: Record<string, () => void> = {
  socketio() {
    new Server(http).on('connection', (socket) => {
      socket.on('reaction.set', (_input: unknown, reply: (result: object) => void) => reply({ ok: true, ...pulse }));
      socket.on('page.join', (_input: unknown, reply: (result: object) => void) => reply({ ok: true }));
    });
  },
  'socketio-room'() {
    const io = new Server(http);
    io.on('connection', (socket) => void socket.join('page'));
    setInterval(() => io.to('page').emit('page.pulse', pulse), BEAT_MS);
  },
  ws() {
    const payload = Buffer.from(`42${JSON.stringify(['page.pulse', pulse])}`);
    const header = Buffer.from([0x81, 126, payload.length >> 8, payload.length & 0xff]);
    const frame = Buffer.concat([header, payload]);
    const wss = new WebSocketServer({ server: http, perMessageDeflate: false });
    wss.on('connection', (socket) => {
      socket.send('0{}');
      socket.once('message', () => socket.send('40{}'));
    });
    setInterval(() => {
      for (const client of wss.clients) {
        if (client.readyState === WebSocket.OPEN)
          (client as unknown as { _socket: { write(data: Buffer): void } })._socket.write(frame);
      }
    }, BEAT_MS);
  },
};

SERVERS[process.argv[2] ?? '']?.();
http.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(http.address() as AddressInfo).port}`));
process.once('SIGTERM', () => process.exit());
