import { LIMITS } from '@huzzah/protocol';
import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Stopwatch } from '../../testing/index.js';
import { hasRedis, opened, PAGE, refusal, startRedis, telling, until, wish } from './scratch.test.util.js';

const LOGGED = ['--save', '', '--appendonly', 'yes', '--appendfsync', 'always'];
/** What is granted, and what a busy machine adds. */
const PATIENCE_MS = LIMITS.storeWaitMs + 500;

describe('a Redis in trouble', () => {
  it('RD-1: a full memory refuses writes as storage_full; reading goes on, and it heals', async () => {
    if (!hasRedis('RD-1')) return;
    const server = await startRedis();
    const store = await opened(server.url);
    await store.setReaction(wish('like'));
    await server.ask('config', 'set', 'maxmemory', '1');
    expect(await refusal(store.setReaction(wish('wow')))).toBe('storage_full');
    expect(await refusal(store.check())).toBe('storage_full');
    expect((await store.readPages([PAGE]))[0]!.counts).toEqual({ like: 1 });
    await server.ask('config', 'set', 'maxmemory', '0');
    await store.check();
    expect(await store.setReaction(wish('wow'))).toMatchObject({ status: 'applied', mine: 'wow', previous: 'like' });
  });

  it.each([
    ['cannot save', ['--save', '1 1'], 'MISCONF'],
    ['has become a replica', ['--save', ''], 'READONLY'],
    ['has too few replicas', ['--save', ''], 'NOREPLICAS'],
  ])('RD-2: a Redis that %s refuses writes as store_unavailable; reading goes on', async (_what, args, word) => {
    if (!hasRedis('RD-2')) return;
    const server = await startRedis({ args });
    const store = await opened(server.url);
    await store.setReaction(wish('like'));
    if (word === 'NOREPLICAS') await server.ask('config', 'set', 'min-replicas-to-write', '1');
    if (word === 'READONLY') await server.ask('replicaof', '127.0.0.1', '1');
    if (word === 'MISCONF') {
      rmSync(await server.ask('config', 'get', 'dir').then((text) => text.split('\n')[1]!), { recursive: true });
      await until(async () => (await server.ask('set', 'probe', '1')).includes(word));
    }
    const error = await store.setReaction(wish('wow')).catch((caught: Error) => caught);
    expect(error).toMatchObject({ code: 'store_unavailable' });
    expect(((error as Error).cause as Error).message).toContain(word);
    expect((await store.readPages([PAGE]))[0]!.counts).toEqual({ like: 1 });
  });

  it('RD-3: a Redis that stands still refuses in time, is read from memory, and writes nothing twice', async () => {
    if (!hasRedis('RD-3')) return;
    const server = await startRedis();
    const store = await opened(server.url);
    await store.setReaction(wish('like', 'ben'));
    const [record] = await store.readPages([PAGE]);
    const own = await store.readOwn(PAGE, 'ben');
    const late = wish('wow');
    const watch = await Stopwatch.start();
    server.pause();
    try {
      const refused = [store.setReaction(late), store.check()].map(refusal);
      expect(await store.readPages([PAGE])).toEqual([record]);
      expect(await store.readOwn(PAGE, 'ben')).toEqual(own);
      expect(await Promise.all(refused)).toEqual(['store_unavailable', 'store_unavailable']);
      expect(watch.ms).toBeLessThanOrEqual(PATIENCE_MS);
    } finally {
      await watch.stop();
      server.resume();
    }
    let outcome = null;
    while (outcome === null) outcome = await store.setReaction(late).catch(() => null);
    expect(outcome).toMatchObject({ mine: 'wow', record: { counts: { like: 1, wow: 1 } } });
    expect((await store.readPages([PAGE]))[0]!.counts).toEqual({ like: 1, wow: 1 });
  });

  it('RD-8: what was refused for its time, and written after all, is told', async () => {
    if (!hasRedis('RD-8')) return;
    const server = await startRedis();
    const { told, onCommit } = telling();
    const store = await opened(server.url, { onCommit });
    await server.ask('client', 'pause', '600000', 'write');
    const late = wish('wow');
    expect(await refusal(store.setReaction(late))).toBe('store_unavailable');
    expect(told).toEqual([]);
    await server.ask('client', 'unpause');
    await until(() => told.length > 0);
    expect(told[0]!.record.counts).toEqual({ wow: 1 });
    expect(await store.setReaction(late)).toMatchObject({ status: 'repeated', mine: 'wow' });
  });

  it('RD-4: a Redis that is killed refuses what was under way; started again it is written to once, in a new epoch', async () => {
    if (!hasRedis('RD-4')) return;
    const server = await startRedis({ args: LOGGED });
    const store = await opened(server.url);
    const before = await store.setReaction(wish('like', 'ben'));
    const unmade = { ...PAGE, page: 'unmade' };
    const [blank] = await store.readPages([unmade]);
    await server.end('SIGKILL');
    const write = wish('wow');
    expect(await refusal(store.setReaction(write))).toBe('store_unavailable');
    expect((await store.readPages([PAGE]))[0]!.counts).toEqual({ like: 1 });
    await server.restart();
    let outcome = null;
    while (outcome === null) outcome = await store.setReaction(write).catch(() => null);
    expect(outcome).toMatchObject({ mine: 'wow', record: { counts: { like: 1, wow: 1 } } });
    const epochs = [before, outcome].map((done) => 'record' in done && done.record.epoch);
    expect(epochs[1]).not.toBe(epochs[0]);
    expect((await store.readPages([unmade]))[0]!.epoch).not.toBe(blank!.epoch);
    expect((await store.setReaction(wish('like', 'carl'))) as object).toMatchObject({ record: { epoch: epochs[1] } });
  });

  it('RD-5: scripts that Redis has forgotten are sent again', async () => {
    if (!hasRedis('RD-5')) return;
    const server = await startRedis();
    const store = await opened(server.url);
    await server.ask('script', 'flush');
    expect(await store.setReaction(wish('like'))).toMatchObject({ status: 'applied' });
    await server.ask('script', 'flush');
    expect(await store.readOwn(PAGE, 'anna')).toEqual({ mine: 'like', held: [] });
  });

  it('RD-6: what is asked for in one turn of the loop goes in one pipeline', async () => {
    if (!hasRedis('RD-6')) return;
    const server = await startRedis();
    const store = await opened(server.url);
    const reads = async () => Number(/total_reads_processed:(\d+)/.exec(await server.ask('info', 'stats'))![1]);
    const before = await reads();
    await Promise.all(Array.from({ length: 100 }, (_, index) => store.setReaction(wish('like', `visitor-${index}`))));
    // 50 kB may come in some pieces.
    expect((await reads()) - before).toBeLessThan(20);
  });

  it('RD-7: a listener that fails is told as a fault, and keeps no answer from anybody', async () => {
    if (!hasRedis('RD-7')) return;
    const server = await startRedis();
    const faults: string[] = [];
    const store = await opened(server.url, {
      onCommit() {
        throw new Error('a listener failed');
      },
      onFault: ({ message }) => faults.push(message),
    });
    expect(await store.setReaction(wish('like'))).toMatchObject({ status: 'applied' });
    expect(faults).toEqual(['a listener failed']);
  });
});
