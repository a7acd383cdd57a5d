import { afterAll, beforeAll, describe, it } from 'vitest';
import { busSuite, eventually, overRedis, RedisCluster, RedisServer, Tap, type BusPlace } from '../../testing/index.js';
import { parseRedisAddress } from './address.js';
import { RedisBus } from './bus.js';
import { Ear } from './ear.js';
import { openListener, openSpeaker, type RedisClient } from './links.js';

/** Ends of a bus whose connections end with the place. */
function endsAt(url: string, listenUrl: () => string = () => url) {
  const address = parseRedisAddress(url)!;
  const speakers: RedisClient[] = [];
  const ears: Ear[] = [];
  return {
    open: async (listener: Parameters<BusPlace['open']>[0]) => {
      const speaker = await openSpeaker(address);
      const from = parseRedisAddress(listenUrl())!;
      const ear = new Ear(() => openListener(from), speaker);
      speakers.push(speaker);
      ears.push(ear);
      return new RedisBus(ear, listener);
    },
    close() {
      for (const ear of ears) ear.close();
      for (const speaker of speakers) speaker.disconnect();
    },
  };
}

overRedis({ describe, it }, 'B-1', () => {
  busSuite('redis', { describe, it }, async () => {
    const redis = await RedisServer.start();
    const taps: Tap[] = [];
    // Each end hears through a tap of its own.
    const open = await Promise.all([1, 2, 3].map(() => Tap.open(redis.port)));
    const ends = endsAt(redis.url, () => {
      const tap = open[taps.length]!;
      taps.push(tap);
      return `redis://127.0.0.1:${tap.port}`;
    });
    return {
      open: ends.open,
      lose() {
        const tap = taps.at(-1)!;
        tap.lost = '';
        tap.loses = () => true;
        return async () => {
          await eventually(() => tap.lost.includes('h:bus:'));
          tap.loses = () => false;
        };
      },
      async cut() {
        const tap = taps.at(-1)!;
        tap.freeze();
        return async () => tap.mend();
      },
      async remove() {
        ends.close();
        for (const tap of open) await tap.close();
        await redis.remove();
      },
    };
  });

  // One for all of these: each has ends of its own.
  let cluster: RedisCluster;
  beforeAll(async () => (cluster = await RedisCluster.start()));
  afterAll(() => cluster.remove());

  busSuite('a cluster of three masters', { describe, it }, async () => {
    const ends = endsAt(cluster.url);
    return {
      open: ends.open,
      async cut() {
        for (const server of cluster.servers) await server.ask('client', 'kill', 'type', 'pubsub');
        return async () => undefined;
      },
      remove: async () => ends.close(),
    };
  });
});
