import { bareReactionUs, HAS_REDIS, RedisServer, weighRedis } from '@huzzah/server/testing';
import { median, type Figure } from './figures.js';
import { MeasuredProcess } from './measured-process.js';
import { SERVER, YARDSTICKS } from './places.js';
import { crowd, rounds, type Round } from './reactions.js';

const ROUNDS = 3;
const REACTIONS = 32_000;
const KEPT = 100_000;

const cpuUs = (all: readonly Round[]) => median(all.map((round) => round.cpuUs));

/**
 * A reaction over Redis beside an echo and a bare loop of its script, and what Redis keeps; `null` where there is none. The loop
 * calls the script once for each reaction, in pipelines, as one would who has ioredis and the script; the server calls it
 * once for all of a turn, which is its own doing.
 */
export async function benchRedis(): Promise<Figure[] | null> {
  if (!HAS_REDIS) return null;
  const server = await RedisServer.start();
  try {
    return [...(await reactions(server)), ...(await weights(server))];
  } finally {
    await server.remove();
  }
}

async function reactions(server: RedisServer): Promise<Figure[]> {
  const args = [SERVER, 'serve', '--port', '0', '--store', server.url, '--limits', 'off'];
  const huzzah = await MeasuredProcess.start(args, { HUZZAH_SECRET: 'only-of-this-bench-'.repeat(3) });
  const clients = await crowd(huzzah);
  const own = await rounds(huzzah, clients);
  for (const client of clients) client.close();
  await huzzah.stop();
  const echo = await MeasuredProcess.start([YARDSTICKS, 'socketio']);
  const bare = await rounds(echo, await crowd(echo));
  await echo.stop();
  const loops: number[] = [];
  for (let index = 0; index <= ROUNDS; index += 1) loops.push(await bareReactionUs(server, REACTIONS));
  // The first warms up.
  const loop = median(loops.slice(1));
  return [
    { name: 'flat out', value: median(own.map(({ perSecond }) => perSecond)), unit: '/s' },
    { name: 'CPU a reaction', value: cpuUs(own), unit: 'µs' },
    { name: 'CPU an echo', value: cpuUs(bare), unit: 'µs' },
    { name: 'CPU of a bare loop of the script', value: loop, unit: 'µs' },
    {
      name: 'a reaction beside an echo and the loop',
      value: cpuUs(own) / (cpuUs(bare) + loop),
      unit: '× CPU',
      target: { atMost: 1.3 },
    },
  ];
}

async function weights(server: RedisServer): Promise<Figure[]> {
  await server.ask('flushall');
  const { reaction, reactionCommand, comment } = await weighRedis(server, KEPT);
  return [
    { name: 'a reaction, with its last command', value: reaction, unit: 'B', target: { atMost: 120 } },
    { name: '  its command, for 2 minutes', value: reactionCommand, unit: 'B' },
    { name: 'a comment, beyond its text', value: comment, unit: 'B', target: { atMost: 400 } },
  ];
}
