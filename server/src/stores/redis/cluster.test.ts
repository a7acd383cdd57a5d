import { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { RedisCluster, type RedisServer } from '../../testing/index.js';
import { PageKeys } from './keys.js';
import { hasRedis, opened, PAGE, until, wish } from './scratch.test.util.js';
import { slotOf } from './slots.js';

async function startCluster(options?: Parameters<typeof RedisCluster.start>[0]): Promise<RedisCluster> {
  const cluster = await RedisCluster.start(options);
  onTestFinished(() => cluster.remove());
  return cluster;
}

const SLOT = slotOf(PageKeys.of(PAGE).page);

/** The master that has the page, and another. */
async function mastersOf(
  cluster: RedisCluster,
  witness = cluster.servers[0]!,
): Promise<{ owner: RedisServer; other: RedisServer }> {
  const nodes = (await witness.ask('cluster', 'nodes')).split('\n');
  const line = nodes.find((node) =>
    [...node.matchAll(/ (\d+)-(\d+)/g)].some(([, from, to]) => SLOT >= Number(from) && SLOT <= Number(to)),
  )!;
  const owner = cluster.servers.find(({ port }) => line.includes(`:${port}@`))!;
  const other = cluster.servers.find(({ port }) =>
    nodes.some((node) => node.includes(`:${port}@`) && /master/.test(node) && node !== line),
  )!;
  return { owner, other };
}

/** All keys of the slot; some of them are bytes. */
async function moveKeys(owner: RedisServer, other: RedisServer): Promise<void> {
  const client = new Redis(owner.port);
  for (;;) {
    const keys = (await client.callBuffer('CLUSTER', 'GETKEYSINSLOT', SLOT, 100)) as Buffer[];
    if (keys.length === 0) return client.disconnect();
    await client.call('MIGRATE', '127.0.0.1', other.port, '', 0, 5_000, 'KEYS', ...keys);
  }
}

describe('a cluster', () => {
  it('RD-16: a part that moves, key by key, sends no redirect to anybody, and loses and doubles nothing', async () => {
    if (!hasRedis('RD-16')) return;
    const cluster = await startCluster();
    const store = await opened(cluster.url);
    await store.setReaction(wish('like', 'ben'));
    const { owner, other } = await mastersOf(cluster);
    const [from, to] = await Promise.all([owner, other].map((server) => server.ask('cluster', 'myid')));
    await other.ask('cluster', 'setslot', `${SLOT}`, 'importing', from!);
    await owner.ask('cluster', 'setslot', `${SLOT}`, 'migrating', to!);
    let isMoving = true;
    const outcomes: string[] = [];
    const writing = Promise.all(
      Array.from({ length: 4 }, async (_, index) => {
        // While a part is in two places it is written to nowhere; whoever cannot wait so long asks again.
        while (isMoving) {
          const write = wish('wow', `visitor-${index}`);
          await new Promise((resolve) => setImmediate(resolve));
          outcomes.push(
            await store.setReaction(write).then(
              ({ status }) => status,
              (error: { code: string }) => error.code,
            ),
          );
        }
      }),
    );
    await moveKeys(owner, other);
    for (const server of [other, owner]) await server.ask('cluster', 'setslot', `${SLOT}`, 'node', to!);
    const moved = outcomes.length;
    await until(() => outcomes.slice(moved).filter((status) => status === 'applied').length > 20);
    isMoving = false;
    await writing;
    expect(outcomes.filter((status) => status !== 'applied' && status !== 'store_unavailable')).toEqual([]);
    expect((await store.readPages([PAGE]))[0]!.counts).toEqual({ like: 1, wow: 4 });
  });

  it('RD-17: a master that dies is followed by its replica: nothing acknowledged is lost, nothing is doubled, the epoch is new', async () => {
    if (!hasRedis('RD-17')) return;
    const cluster = await startCluster({ replicas: 1, nodeTimeoutMs: 1_000 });
    const store = await opened(cluster.url);
    expect(store.durability).toMatchObject({ profile: 'redis, replicated' });
    const acknowledged: string[] = [];
    const react = async (visitorId: string) => {
      const write = wish('like', visitorId, randomUUID());
      for (;;) {
        const outcome = await store.setReaction(write).catch(() => null);
        await new Promise((resolve) => setImmediate(resolve));
        if (outcome === null) continue;
        acknowledged.push(visitorId);
        return 'record' in outcome ? outcome.record.epoch : null;
      }
    };
    const epoch = await react('first');
    let isOver = false;
    const writing = Promise.all(
      Array.from({ length: 5 }, async (_, index) => {
        for (let turn = 0; !isOver; turn += 1) await react(`visitor-${index}-${turn}`);
      }),
    );
    await until(() => acknowledged.length > 50);
    const { owner } = await mastersOf(cluster);
    expect(owner).toBe(cluster.servers[0]);
    await owner.end('SIGKILL');
    await until(async () => (await mastersOf(cluster, cluster.servers[1])).owner !== owner);
    // The new master has no replica, and so acknowledges nothing, before the old one is back.
    await owner.restart();
    const before = acknowledged.length;
    await until(() => acknowledged.length > before + 50);
    isOver = true;
    await writing;
    const marks = await Promise.all(acknowledged.map((visitorId) => store.readOwn(PAGE, visitorId)));
    expect(marks.filter(({ mine }) => mine !== 'like')).toEqual([]);
    const [record] = await store.readPages([PAGE]);
    expect(record!.counts).toEqual({ like: acknowledged.length });
    expect(record!.epoch).not.toBe(epoch);
  });
});
