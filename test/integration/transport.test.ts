import type { WireError } from '@huzzah/protocol';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Transport } from '../helpers/client-parts.js';
import { originalServer } from '../helpers/original-server.js';
import { nextTimer, stopTime, until } from '../helpers/stopped-time.js';

const soon = { timeout: 90_000 };
const TEN_MINUTES_MS = 600_000;
const NOBODY = 'http://127.0.0.1:1';

/** A transport of ours, and how often its owner was told what. */
class Owner {
  readonly transport: InstanceType<typeof Transport>;
  sessions = 0;
  downs = 0;
  readonly refusals: WireError[] = [];

  constructor(url: string) {
    this.transport = new Transport(url, {
      auth: async () => ({ v: 1, site: 'default' }),
      session: () => (this.sessions += 1),
      pulse: () => {},
      down: () => (this.downs += 1),
      refused: (error) => this.refusals.push(error),
    });
    onTestFinished(() => this.transport.close());
    this.transport.open();
  }

  up(sessions: number): Promise<void> {
    return vi.waitFor(() => expect(this.sessions).toBe(sessions), soon);
  }
}

/** A socket on the server's side, down to its WebSocket. */
interface SocketOfHost {
  readonly conn: { readonly transport: { readonly socket: { close(code: number): void } } };
}

/** Socket.IO's own server, which says the session that we wait for; `tries` are the handshakes that came. */
async function host() {
  const state = { blocked: '', tries: [] as string[] };
  const { io, url } = await originalServer({
    allowRequest: (request, decide) => {
      const transport = new URL(request.url!, 'http://localhost').searchParams.get('transport')!;
      state.tries.push(transport);
      decide(null, transport !== state.blocked);
    },
  });
  io.on('connection', (socket) => socket.emit('visitor.session', {}));
  const send = () => io.disconnectSockets(true);
  return { state, io, url, send };
}

describe('the transport', () => {
  it('TR-1: WebSocket goes first; where it is blocked polling does, for ten minutes', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const { state, url, send } = await host();
    const tries = () => state.tries.splice(0);
    const owner = new Owner(url);
    await owner.up(1);
    expect(tries()).toEqual(['websocket']);
    state.blocked = 'websocket';
    send();
    await owner.up(2);
    expect(tries()).toEqual(['websocket', 'polling']);
    send();
    await owner.up(3);
    expect(tries()).toEqual(['polling']);
    vi.setSystemTime(Date.now() + TEN_MINUTES_MS);
    send();
    await owner.up(4);
    expect(tries()).toEqual(['websocket', 'polling']);
    state.blocked = 'polling';
    send();
    await owner.up(5);
    expect(tries()).toEqual(['polling', 'websocket']);
    send();
    await owner.up(6);
    expect(tries()).toEqual(['websocket']);
    expect(owner.downs).toBe(5);
  });

  it('TR-2: it tries again after pauses that double from 0.5 s, are spread, and never longer than 5 s', async () => {
    stopTime();
    const owner = new Owner(NOBODY);
    const pauses: number[] = [];
    for (let failures = 1; failures <= 12; failures += 1) {
      await until(() => owner.downs === failures);
      pauses.push(nextTimer());
    }
    pauses.forEach((pause, failures) => {
      const middle = Math.min(3_300, 500 * 2 ** failures);
      expect(pause).toBeGreaterThanOrEqual(middle / 2);
      expect(pause).toBeLessThanOrEqual(Math.min(5_000, middle * 1.5));
    });
    expect(new Set(pauses.slice(3)).size).toBeGreaterThan(1);
  });

  it('TR-3: a refusal that passes is waited for as long as the server says, and spread; another ends it', async () => {
    const refusals = [
      { code: 'overloaded', message: 'later', retryAfterMs: 4_000 },
      { code: 'internal', message: 'a fault' },
      { code: 'forbidden', message: 'no' },
    ];
    const { io, url } = await host();
    io.use((_socket, next) => next(Object.assign(new Error('no'), { data: refusals.shift() })));
    stopTime();
    const owner = new Owner(url);
    for (const [downs, leastMs] of [
      [1, 4_000],
      [2, 2_000],
    ] as const) {
      await until(() => owner.downs === downs);
      const pause = nextTimer();
      expect(pause).toBeGreaterThan(leastMs);
      expect(pause).toBeLessThanOrEqual(leastMs * 2);
    }
    await until(() => owner.refusals.length === 1);
    expect(owner.refusals).toMatchObject([{ code: 'forbidden' }]);
    // None of those that run, which are the server's, is the transport's.
    const running = vi.getTimerCount();
    owner.transport.close();
    expect([owner.downs, vi.getTimerCount()]).toEqual([2, running]);
  });

  it('TR-4: a reader who comes back does not wait for the end of a pause, nor is a living connection touched', async () => {
    const { state, io, url } = await host();
    stopTime();
    const owner = new Owner(url);
    await until(() => owner.sessions === 1);
    owner.transport.hurry();
    expect([owner.downs, state.tries.length]).toEqual([0, 1]);
    io.disconnectSockets(true);
    await until(() => owner.downs === 1);
    owner.transport.hurry();
    await until(() => owner.sessions === 2);
    expect(state.tries).toEqual(['websocket', 'websocket']);
  });

  it('TR-4: a connection that died while the machine slept is found out by the reader who comes back, and by a request', async () => {
    const { url } = await host();
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const owner = new Owner(url);
    await owner.up(1);
    vi.setSystemTime(Date.now() + 60_000);
    owner.transport.hurry();
    await owner.up(2);
    vi.setSystemTime(Date.now() + 60_000);
    await expect(owner.transport.request('page.join', { page: 'p' })).rejects.toThrow('not connected');
    await owner.up(3);
    expect(owner.downs).toBe(2);
  });

  it('TR-5: where the network goes it is down at once, and tries to come back', async () => {
    const { url } = await host();
    const owner = new Owner(url);
    await owner.up(1);
    owner.transport.lost();
    expect(owner.downs).toBe(1);
    await owner.up(2);
  });

  it('TR-6: one that is sent away to catch up comes back after a short pause, each time', async () => {
    const { io, url } = await host();
    stopTime();
    const owner = new Owner(url);
    for (let times = 1; times <= 4; times += 1) {
      await until(() => owner.sessions === times);
      const [{ conn }] = io.sockets.sockets.values() as unknown as [SocketOfHost];
      conn.transport.socket.close(4_008);
      await until(() => owner.downs === times);
      const pause = nextTimer();
      expect(pause).toBeGreaterThanOrEqual(250);
      expect(pause).toBeLessThanOrEqual(750);
    }
  });

  it('TR-7: where the server restarts one comes back when it says, and is as patient as ever after that', async () => {
    const { state, io, url } = await host();
    const owner = new Owner(url);
    await owner.up(1);
    stopTime();
    io.emit('visitor.notice', { code: 'restarting', message: '', retryAfterMs: 7_000 });
    io.emit('visitor.session', {});
    await until(() => owner.sessions === 2);
    io.disconnectSockets(true);
    await until(() => owner.downs === 1);
    expect(nextTimer()).toBe(7_000);
    expect(state.tries).toEqual(['websocket']);
    vi.advanceTimersByTime(7_000);
    await until(() => owner.sessions === 3);
    io.disconnectSockets(true);
    await until(() => owner.downs === 2);
    expect(nextTimer()).toBeLessThan(1_000);
  });
});
