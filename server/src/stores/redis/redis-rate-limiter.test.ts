import type { Rate } from '@huzzah/protocol';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Ration } from '../../core/ports.js';
import { RedisCluster } from '../../testing/index.js';
import { callsOf, hasRedis, opened, startRedis } from './scratch.test.util.js';

/** Of hours: nothing comes back while a test runs. */
const BUCKET: Rate = { points: 1, perMs: 3_600_000, burst: 3 };
const WINDOW: Rate = { points: 4, perMs: 7_200_000 };

async function startCluster(): Promise<{ url: string }> {
  const cluster = await RedisCluster.start();
  onTestFinished(() => cluster.remove());
  return cluster;
}

describe('the rate limiter in Redis', () => {
  it.each([
    ['one Redis', startRedis],
    ['a cluster', startCluster],
  ])('RD-31: rates hold over all servers, as those in memory do: %s', async (_where, start) => {
    if (!hasRedis('RD-31')) return;
    const { url } = await start();
    const limiters = [(await opened(url)).limiter, (await opened(url)).limiter];
    let turn = 0;
    const take = async (...rations: Ration[]) => limiters[(turn += 1) % 2]!.take(rations);
    const wait = async (rate: Rate, key: string, more: Partial<Ration> = {}) =>
      Math.round(((await take({ key, rate, ...more }))?.waitMs ?? 0) / 3_600_000);
    const many = async (count: number, one: () => Promise<number>) => {
      const waits: number[] = [];
      for (let index = 0; index < count; index += 1) waits.push(await one());
      return waits;
    };
    expect(await many(5, () => wait(BUCKET, 'bucket'))).toEqual([0, 0, 0, 1, 1]);
    expect(await many(6, () => wait(WINDOW, 'window', { isAsked: true }))).toEqual([0, 0, 0, 0, 0, 0]);
    expect(await many(5, () => wait(WINDOW, 'window'))).toEqual([0, 0, 0, 0, 2]);
    for (let index = 0; index < 9; index += 1) {
      const missing = await take({ key: 'bucket', rate: BUCKET }, { key: 'address', rate: WINDOW });
      expect(missing).toMatchObject({ ration: { key: 'bucket' } });
    }
    expect(await many(5, () => wait(WINDOW, 'address'))).toEqual([0, 0, 0, 0, 2]);
    for (const member of ['anna', 'anna', 'ben', 'carl', 'dora', 'anna']) {
      expect(await wait(WINDOW, 'members', { member })).toBe(0);
    }
    expect(await wait(WINDOW, 'members', { member: 'emil' })).toBe(2);
    const atOnce = await Promise.all(Array.from({ length: 20 }, () => wait({ ...WINDOW, points: 1 }, 'one')));
    expect(atOnce.filter((waitMs) => waitMs === 0).length).toBeGreaterThan(0);
    expect(await wait({ ...WINDOW, points: 1 }, 'one')).toBe(2);
  });

  it('RD-65: who ask in one turn of the loop share a call, and each gets all that he asks for or none', async () => {
    if (!hasRedis('RD-65')) return;
    const server = await startRedis();
    const { limiter } = await opened(server.url);
    const rations = (who: string): Ration[] => [
      { key: who, rate: { ...WINDOW, points: 1 } },
      { key: 'all', rate: WINDOW },
      { key: 'members', rate: { ...WINDOW, points: 3 }, member: who },
    ];
    const before = await callsOf(server);
    const asked = ['anna', 'anna', 'ben', 'ben', 'carl', 'dora'].map((who) => limiter.take(rations(who)));
    const missing = (await Promise.all(asked)).map((one) => one?.ration.key ?? null);
    expect(missing).toEqual([null, 'anna', null, 'ben', null, 'members']);
    expect(await callsOf(server)).toBe(before + 1);
    // Who was refused has taken nothing of what all share.
    expect(await limiter.take([{ key: 'all', rate: WINDOW }])).toBe(null);
    expect(await limiter.take([{ key: 'all', rate: WINDOW }])).not.toBe(null);
  });

  it('RD-32: what is past is forgotten by Redis itself', async () => {
    if (!hasRedis('RD-32')) return;
    const server = await startRedis();
    const { limiter } = await opened(server.url);
    const rations = [
      { key: 'a', rate: BUCKET },
      { key: 'b', rate: WINDOW },
      { key: 'c', rate: WINDOW, member: 'anna' },
    ];
    for (let index = 0; index < 3; index += 1) expect(await limiter.take(rations)).toBe(null);
    const keys = (await server.ask('keys', 'h:rate:*')).split('\n');
    expect(keys).toHaveLength(3);
    const times = await Promise.all(keys.map(async (key) => Number(await server.ask('pttl', key))));
    for (const ms of times) expect(ms > 0 && ms <= 3 * 3_600_000, `${ms}`).toBe(true);
  });
});
