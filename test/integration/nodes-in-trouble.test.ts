import { overRedis } from '@huzzah/server/testing';
import { describe, expect, it, vi } from 'vitest';
import { nodeEnv, startNode, startRedis, startTap } from '../helpers/nodes.js';
import { temporaryFolder } from '../helpers/server.js';
import { soon } from '../helpers/soon.js';
import { SpawnedServer } from '../helpers/spawned-server.js';
import { Visitor } from '../helpers/visitor.js';

const PAGE = 'https://news.example/a';
const BUS = /h:bus:default\nhttps/;

const statusOf = async (url: string) => (await fetch(`${url}/readyz`)).status;

async function joined(url: string): Promise<Visitor> {
  const visitor = await Visitor.connect(url);
  expect(await visitor.join(PAGE)).toMatchObject({ ok: true });
  return visitor;
}

const lastOf = <Name extends 'tally' | 'occupancy' | 'head'>({ pulses }: Visitor, name: Name) =>
  pulses.findLast((pulse) => pulse[name] !== undefined)?.[name];

overRedis({ describe, it }, 'NT-1', () => {
  it('NT-1: what the bus has lost is found, and read from the store', async () => {
    const redis = await startRedis();
    const { tap, url } = await startTap(redis);
    const [a, b] = await Promise.all([startNode(redis.url), startNode(url)]);
    const [writer, reader] = [await joined(a.url), await joined(b.url)];
    await vi.waitFor(() => expect(lastOf(reader, 'occupancy')).toMatchObject({ visitors: 2 }), soon);
    tap.loses = (text) => BUS.test(text);
    await writer.react(PAGE, 'like');
    await vi.waitFor(() => expect(tap.lost).toMatch(BUS), soon);
    await vi.waitFor(() => expect(lastOf(reader, 'tally')).toMatchObject({ counts: { like: 1 } }), soon);
  });

  it('NT-2: a node that cannot hear says so, goes on, and hears again without a restart', async () => {
    const redis = await startRedis();
    const { tap, url } = await startTap(redis);
    const [a, b] = await Promise.all([startNode(redis.url), startNode(url)]);
    const [writer, reader] = [await joined(a.url), await joined(b.url)];
    await vi.waitFor(async () => expect(await statusOf(b.url)).toBe(200), soon);
    // All that is said on channels is lost, and nothing is ended.
    tap.loses = (text) => /\$\d+\r\n(message|subscribe)\r\n/.test(text);
    await vi.waitFor(async () => expect(await statusOf(b.url)).toBe(503), soon);
    expect(await statusOf(a.url)).toBe(200);
    await writer.react(PAGE, 'like');
    await vi.waitFor(() => expect(lastOf(reader, 'tally')).toMatchObject({ counts: { like: 1 } }), soon);
    tap.loses = () => false;
    await vi.waitFor(async () => expect(await statusOf(b.url)).toBe(200), soon);
  });

  it('NT-3: a killed node’s visitors go, and what it acknowledged stays', async () => {
    const { url } = await startRedis();
    const spawn = () => SpawnedServer.start(temporaryFolder(), ['--port', '0', '--limits', 'off'], nodeEnv(url));
    const [a, b] = await Promise.all([spawn(), spawn()]);
    const [mine, others] = [await joined(b.url), [await joined(a.url), await joined(a.url)]];
    await vi.waitFor(() => expect(lastOf(mine, 'occupancy')).toEqual({ visitors: 3, connections: 3 }), soon);
    for (const other of others) expect(await other.react(PAGE, 'like')).toMatchObject({ ok: true });
    await a.end('SIGKILL');
    await vi.waitFor(() => expect(lastOf(mine, 'occupancy')).toEqual({ visitors: 1, connections: 1 }), soon);
    await vi.waitFor(() => expect(lastOf(mine, 'tally')).toMatchObject({ counts: { like: 2 } }), soon);
  });

  it('NT-4: while Redis is gone writes are refused and reading goes on; after it all is as before, and nothing is twice', async () => {
    const redis = await startRedis({ args: ['--appendonly', 'yes', '--appendfsync', 'always'] });
    const [a, b] = await Promise.all([startNode(redis.url), startNode(redis.url)]);
    const [one, two] = [await joined(a.url), await joined(b.url)];
    expect(await one.react(PAGE, 'like')).toMatchObject({ ok: true });
    await vi.waitFor(() => expect(lastOf(two, 'tally')).toMatchObject({ counts: { like: 1 } }), soon);
    await redis.end('SIGKILL');
    const commandId = crypto.randomUUID();
    const refused = await two.react(PAGE, 'wow', commandId);
    expect(refused).toMatchObject({ ok: false, error: { code: 'store_unavailable' } });
    const late = await joined(b.url);
    expect(await late.join(PAGE)).toMatchObject({ tally: { counts: { like: 1 } }, occupancy: { connections: 3 } });
    const snapshot = await fetch(`${b.url}/api/v1/sites/default/page?page=${encodeURIComponent(PAGE)}`);
    expect(await snapshot.json()).toMatchObject({ tally: { counts: { like: 1 } } });
    expect(await statusOf(a.url)).toBe(503);
    await redis.restart();
    await vi.waitFor(async () => expect(await two.react(PAGE, 'wow', commandId)).toMatchObject({ ok: true }), soon);
    expect(await two.react(PAGE, 'wow', commandId)).toMatchObject({ ok: true });
    for (const visitor of [one, two, late]) {
      await vi.waitFor(() => expect(lastOf(visitor, 'tally')).toMatchObject({ counts: { like: 1, wow: 1 } }), soon);
      await vi.waitFor(() => expect(lastOf(visitor, 'occupancy')).toEqual({ visitors: 3, connections: 3 }), soon);
    }
    await vi.waitFor(async () => expect(await statusOf(a.url)).toBe(200), soon);
  });
});
