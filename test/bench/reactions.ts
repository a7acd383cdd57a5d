import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, type Figure } from './figures.js';
import { MeasuredProcess } from './measured-process.js';
import { SERVER, YARDSTICKS } from './places.js';
import { WireClient } from './wire-client.js';

const CLIENTS = 100;
const IN_FLIGHT = 4;
const ROUND_MS = 4_000;
const ROUNDS = 3;
const PAGE = 'https://news.example/bench';
const KINDS = ['like', 'wow', 'dislike', 'angry'];

interface Round {
  readonly perSecond: number;
  /** Of one core, all threads of the process. */
  readonly cpuUs: number;
  readonly latenciesMs: number[];
}

/** Everybody clicks as fast as the replies come, and one waits in between to see how long a click takes. */
async function round(server: MeasuredProcess, clients: readonly WireClient[]): Promise<Round> {
  const end = performance.now() + ROUND_MS;
  let replies = 0;
  const latenciesMs: number[] = [];
  const click = async (client: WireClient, turn: number) => {
    for (let i = turn; performance.now() < end; i += 1) {
      const start = performance.now();
      await client.ask('reaction.set', { page: PAGE, kind: KINDS[i % KINDS.length], commandId: crypto.randomUUID() });
      latenciesMs.push(performance.now() - start);
      replies += 1;
    }
  };
  const [startedAt, cpuBefore] = [performance.now(), server.cpuMs];
  await Promise.all(clients.flatMap((client) => Array.from({ length: IN_FLIGHT }, (_, turn) => click(client, turn))));
  return {
    perSecond: replies / ((performance.now() - startedAt) / 1_000),
    cpuUs: ((server.cpuMs - cpuBefore) * 1_000) / replies,
    latenciesMs,
  };
}

async function rounds(server: MeasuredProcess): Promise<{ rounds: Round[]; lagMs: number }> {
  const clients = await Promise.all(
    Array.from({ length: CLIENTS }, () => WireClient.connect(server.url, { v: 1, site: 'default' })),
  );
  await round(server, clients);
  await eventLoopLagMs(server.url);
  const all: Round[] = [];
  for (let i = 0; i < ROUNDS; i += 1) all.push(await round(server, clients));
  const lagMs = await eventLoopLagMs(server.url);
  for (const client of clients) client.close();
  return { rounds: all, lagMs };
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
  const huzzah = await MeasuredProcess.start([SERVER, 'serve', '--port', '0', '--store', store]);
  const own = await rounds(huzzah);
  await huzzah.stop();
  rmSync(folder, { recursive: true });
  const echo = await MeasuredProcess.start([YARDSTICKS, 'socketio'], {});
  const bare = await barely(echo);
  await echo.stop();
  const of = (all: Round[], pick: (one: Round) => number) => median(all.map(pick));
  return [
    {
      name: 'durable reactions',
      value: of(own.rounds, (one) => one.perSecond),
      unit: '/s',
      target: { atLeast: 5_000 },
    },
    { name: 'event-loop delay p99', value: own.lagMs, unit: 'ms', target: { atMost: 20 } },
    { name: 'CPU a reaction', value: of(own.rounds, (one) => one.cpuUs), unit: 'µs' },
    { name: 'bare Socket.IO echo', value: of(bare, (one) => one.perSecond), unit: '/s' },
    { name: 'CPU an echo', value: of(bare, (one) => one.cpuUs), unit: 'µs' },
    {
      name: 'a reaction beside an echo',
      value: of(own.rounds, (one) => one.cpuUs) / of(bare, (one) => one.cpuUs),
      unit: '× CPU',
    },
  ];
}

async function barely(server: MeasuredProcess): Promise<Round[]> {
  return (await rounds(server)).rounds;
}
