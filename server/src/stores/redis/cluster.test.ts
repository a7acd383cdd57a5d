import { Redis } from 'ioredis';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { overRedis, RedisCluster, type RedisServer } from '../../testing/index.js';
import { PageKeys } from './keys.js';
import { acknowledged, opened, PAGE, startRedis, until, whyClosed, wish } from './scratch.test.util.js';
import { slotOf } from './slots.js';

const SLOT = slotOf(PageKeys.of(PAGE).page);

/** The master that has the page, and another. */
async function mastersOf(
  cluster: RedisCluster,
  witness = cluster.servers[0]!,
): Promise<{ owner: RedisServer; other: RedisServer }> {
  const nodes = (await witness.ask('cluster', 'nodes')).split('\n');
  // Behind the state of the link to it: 0-5460 5462 [5461->-…].
  const keeps = (node: string) =>
    [...(/connected (.*)/.exec(node)?.[1] ?? '').matchAll(/(\d+)(?:-(\d+))?/g)].some(
      ([, from, to = from]) => SLOT >= Number(from) && SLOT <= Number(to),
    );
  const line = nodes.find(keeps)!;
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

overRedis({ describe, it }, 'RD-16', () => {
  // One for all of these; the last takes a master from it.
  let cluster: RedisCluster;
  beforeAll(async () => (cluster = await RedisCluster.start({ replicas: 1, nodeTimeoutMs: 1_000 })));
  afterAll(() => cluster.remove());

  it('RD-12: a cluster given as one Redis, and the other way round, is said in one line with its mend', async () => {
    const server = await startRedis();
    const wrong = server.url.replace('redis:', 'redis-cluster:');
    expect(await whyClosed(wrong)).toBe(
      `unable to open the store ${wrong}; it is no cluster: HUZZAH_STORE=${server.url}`,
    );
    const { url } = cluster.servers[0]!;
    expect(await whyClosed(url)).toBe(
      `unable to open the store ${url}; it is a node of a cluster: HUZZAH_STORE=${url.replace('redis:', 'redis-cluster:')}`,
    );
  });

  it('RD-27: a slot is counted as Redis counts it', async () => {
    for (const key of ['h:{abc}:m', 'plain', 'h:{}x', '{a}{b}', 'h:{\u00e9}']) {
      expect(slotOf(key), key).toBe(Number(await cluster.servers[0]!.ask('cluster', 'keyslot', key)));
    }
  });

  it('ND-25: whoever is closed while he looks who keeps what has ended', async () => {
    const store = new URL('./redis-store.js', import.meta.url).pathname;
    const address = new URL('./address.js', import.meta.url).pathname;
    const script = `
      import { openRedisStore } from '${store}';
      import { parseRedisAddress } from '${address}';
      const store = await openRedisStore(parseRedisAddress('${cluster.url}'));
      const open = setInterval(() => {}, 1_000);
      process.once('SIGTERM', () => { clearInterval(open); store.close(); });
      console.log('open');`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const gone = once(child, 'exit');
    await once(child.stdout, 'data');
    // The cluster goes on, and answers nobody: a look, of which there is one a second, waits for its answer now.
    await Promise.all(cluster.servers.map((server) => server.ask('client', 'pause', '2000', 'all')));
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    child.kill('SIGTERM');
    expect(await gone).toEqual([0, null]);
  });

  it('RD-16: a part that moves, key by key, sends no redirect to anybody, and loses and doubles nothing', async () => {
    const store = await opened(cluster.url);
    await acknowledged(store, wish('like', 'ben'));
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
    await cluster.empty();
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
    const { owner, other } = await mastersOf(cluster);
    await owner.end('SIGKILL');
    await until(async () => (await mastersOf(cluster, other)).owner !== owner);
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
