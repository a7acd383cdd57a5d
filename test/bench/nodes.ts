import { RedisServer } from '@huzzah/server/testing';
import { readFileSync } from 'node:fs';
import { crowd, pause } from './crowd.js';
import { clickSteadily, PAGE } from './fan-out.js';
import { median, percentile, type Figure } from './figures.js';
import { MeasuredProcess } from './measured-process.js';
import { SERVER } from './places.js';

const SERVERS = 3;
const CLICKERS = 100;
const WITNESSES = 20;
const WARM_UP_MS = 4_000;
const RUN_MS = 8_000;

/** What Redis has had to do since it started. */
async function workOf(redis: RedisServer) {
  const [stats, commands] = [await redis.ask('info', 'stats'), await redis.ask('info', 'commandstats')];
  const number = (pattern: RegExp, text: string) => Number(pattern.exec(text)?.[1] ?? 0);
  const fields = readFileSync(`/proc/${redis.pid}/stat`, 'utf8').split(' ');
  return {
    published: number(/cmdstat_publish:calls=(\d+)/, commands),
    bytes: number(/total_net_output_bytes:(\d+)/, stats),
    // In hundredths of a second.
    cpuMs: (Number(fields[13]) + Number(fields[14])) * 10,
  };
}

/** Three servers on one Redis: the way of a click to the readers on another, and what it costs Redis. */
export async function benchNodes(): Promise<Figure[]> {
  const redis = await RedisServer.start();
  const env = { HUZZAH_STORE: redis.url, HUZZAH_SECRET: 'a-secret-of-the-bench-that-is-long-enough' };
  const servers = await Promise.all(
    Array.from({ length: SERVERS }, () =>
      MeasuredProcess.start([SERVER, 'serve', '--port', '0', '--limits', 'off'], env),
    ),
  );
  const clickers = await crowd(servers[0]!.url, CLICKERS);
  const witnesses = await crowd(servers[1]!.url, WITNESSES);
  const others = (await Promise.all(servers.slice(1).map(({ url }) => crowd(url, CLICKERS)))).flat();
  for (const client of [...clickers, ...witnesses, ...others]) await client.ask('page.join', { page: PAGE, limit: 0 });
  await clickSteadily(clickers, [], WARM_UP_MS, 100);

  const latencies = await clickSteadily(clickers, witnesses, RUN_MS, 100);
  await pause(500);
  const seenAfterMs = latencies();

  // A thousand a second, from all servers.
  const before = await workOf(redis);
  const startedAt = performance.now();
  await clickSteadily([...clickers, ...others], [], RUN_MS, 1_000);
  const seconds = (performance.now() - startedAt) / 1_000;
  const after = await workOf(redis);
  // Each server also speaks to itself once a second.
  const messages = (after.published - before.published) / seconds / SERVERS - 1;

  for (const client of [...clickers, ...witnesses, ...others]) client.close();
  for (const server of servers) await server.stop();
  await redis.remove();
  return [
    {
      name: 'click to pulse on another p99',
      value: percentile(seenAfterMs, 0.99),
      unit: 'ms',
      target: { atMost: 225 },
    },
    { name: 'click to pulse on another median', value: median(seenAfterMs), unit: 'ms' },
    { name: 'at 1,000 clicks/s: messages a server', value: messages, unit: '/s', target: { atMost: 10 } },
    { name: 'Redis sends', value: (after.bytes - before.bytes) / seconds / 1_024, unit: 'KiB/s' },
    { name: 'Redis takes of a core', value: (after.cpuMs - before.cpuMs) / seconds / 10, unit: '%' },
  ];
}
