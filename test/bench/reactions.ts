import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, percentile, type Figure } from './figures.js';
import { MeasuredProcess } from './measured-process.js';
import { SERVER, YARDSTICKS } from './places.js';
import { WireClient } from './wire-client.js';

const CLIENTS = 100;
const IN_FLIGHT = 4;
const ROUND_MS = 4_000;
const ROUNDS = 3;
/** A process that has just started compiles what it runs often; after so many replies it has. */
const WARM_UP_REPLIES = 40_000;
const STEADY_PER_S = 5_500;
const PAGE = 'https://news.example/bench';
const KINDS = ['like', 'wow', 'dislike', 'angry'];

export interface Round {
  readonly perSecond: number;
  /** Of one core, all threads of the process. */
  readonly cpuUs: number;
}

/** Everybody clicks as fast as the replies come, for some seconds, and until there are so many. */
async function round(server: MeasuredProcess, clients: readonly WireClient[], atLeast = 0): Promise<Round> {
  const end = performance.now() + ROUND_MS;
  let replies = 0;
  const click = async (client: WireClient, turn: number) => {
    for (let i = turn; performance.now() < end || replies < atLeast; i += 1) {
      await client.ask('reaction.set', { page: PAGE, kind: KINDS[i % KINDS.length], commandId: crypto.randomUUID() });
      replies += 1;
    }
  };
  const [startedAt, cpuBefore] = [performance.now(), server.cpuMs];
  await Promise.all(clients.flatMap((client) => Array.from({ length: IN_FLIGHT }, (_, turn) => click(client, turn))));
  return {
    perSecond: replies / ((performance.now() - startedAt) / 1_000),
    cpuUs: ((server.cpuMs - cpuBefore) * 1_000) / replies,
  };
}

/** The same at a steady rate, as a site would see it: how late the loop is, and how long a click takes, in ms. */
async function steady(server: MeasuredProcess, clients: readonly WireClient[]) {
  await eventLoopLagMs(server.url);
  const latenciesMs: number[] = [];
  const replies: Promise<void>[] = [];
  const startedAt = performance.now();
  for (let sent = 0; performance.now() - startedAt < ROUND_MS;) {
    const due = Math.floor(((performance.now() - startedAt) / 1_000) * STEADY_PER_S);
    for (; sent < due; sent += 1) {
      const at = performance.now();
      const kind = KINDS[Math.floor(sent / CLIENTS) % KINDS.length];
      const asked = clients[sent % CLIENTS]!.ask('reaction.set', { page: PAGE, kind, commandId: crypto.randomUUID() });
      replies.push(asked.then(() => void latenciesMs.push(performance.now() - at)));
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await Promise.all(replies);
  const perSecond = replies.length / ((performance.now() - startedAt) / 1_000);
  return { perSecond, lagMs: await eventLoopLagMs(server.url), clickMs: percentile(latenciesMs, 0.99) };
}

export function crowd(server: MeasuredProcess): Promise<WireClient[]> {
  return Promise.all(Array.from({ length: CLIENTS }, () => WireClient.connect(server.url, { v: 1, site: 'default' })));
}

/** Several rounds after one to warm up. */
export async function rounds(server: MeasuredProcess, clients: readonly WireClient[]): Promise<Round[]> {
  await round(server, clients, WARM_UP_REPLIES);
  const all: Round[] = [];
  for (let i = 0; i < ROUNDS; i += 1) all.push(await round(server, clients));
  return all;
}

/** The 99th percentile since it was last asked for; `NaN` where the server has no metrics. */
async function eventLoopLagMs(url: string): Promise<number> {
  const response = await fetch(`${url}/metrics`).catch(() => null);
  const text = response?.ok ? await response.text() : '';
  return Number(/^nodejs_eventloop_lag_p99_seconds (\S+)/m.exec(text)?.[1] ?? NaN) * 1_000;
}

/** Acknowledged, durable reactions over real sockets, with the server on one core; beside a bare Socket.IO echo. */
export async function benchReactions(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'huzzah-bench-'));
  const store = `sqlite:${join(folder, 'bench.db')}`;
  const huzzah = await MeasuredProcess.start([SERVER, 'serve', '--port', '0', '--store', store, '--limits', 'off']);
  const clients = await crowd(huzzah);
  const own = await rounds(huzzah, clients);
  const calm = await steady(huzzah, clients);
  for (const client of clients) client.close();
  await huzzah.stop();
  rmSync(folder, { recursive: true });

  const echo = await MeasuredProcess.start([YARDSTICKS, 'socketio']);
  const bare = await rounds(echo, await crowd(echo));
  await echo.stop();

  const cpu = (all: Round[]) => median(all.map(({ cpuUs }) => cpuUs));
  const rate = (all: Round[]) => median(all.map(({ perSecond }) => perSecond));
  return [
    { name: 'flat out', value: rate(own), unit: '/s', target: { atLeast: 5_000 } },
    { name: 'CPU a reaction', value: cpu(own), unit: 'µs' },
    { name: 'bare Socket.IO echo, flat out', value: rate(bare), unit: '/s' },
    { name: 'CPU an echo', value: cpu(bare), unit: 'µs' },
    { name: 'a reaction beside an echo', value: cpu(own) / cpu(bare), unit: '× CPU' },
    { name: 'at a steady rate', value: calm.perSecond, unit: '/s', target: { atLeast: 5_000 } },
    { name: '  event-loop delay p99', value: calm.lagMs, unit: 'ms', target: { atMost: 20 } },
    { name: '  click to acknowledged p99', value: calm.clickMs, unit: 'ms' },
  ];
}
