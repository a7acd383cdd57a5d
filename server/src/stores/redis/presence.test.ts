import { afterAll, beforeAll, describe, it } from 'vitest';
import { overRedis, presenceSuite, RedisCluster, RedisServer, type PresencePlace } from '../../testing/index.js';
import { parseRedisAddress } from './address.js';
import { openMeeting } from './meeting.js';

/** Presences whose connections end with the place. */
function nodesAt(url: string) {
  const address = parseRedisAddress(url)!;
  const ends = new Map<unknown, () => void>();
  return {
    async open(listener: Parameters<PresencePlace['open']>[0]) {
      const meeting = await openMeeting(address);
      const presence = meeting.presence(listener);
      ends.set(presence, () => meeting.close());
      return presence;
    },
    kill: (presence: unknown) => ends.get(presence)!(),
    close: () => ends.forEach((end) => end()),
  };
}

overRedis({ describe, it }, 'P-1', () => {
  // One for all of these, which is empty at the beginning of each.
  let redis: RedisServer;
  let cluster: RedisCluster;
  beforeAll(async () => ([redis, cluster] = await Promise.all([RedisServer.start(), RedisCluster.start()])));
  afterAll(() => Promise.all([redis.remove(), cluster.remove()]));

  presenceSuite('redis', { describe, it }, async () => {
    await redis.empty();
    const nodes = nodesAt(redis.url);
    return {
      ...nodes,
      async stall() {
        await redis.end('SIGKILL');
        return () => redis.restart();
      },
      remove: async () => nodes.close(),
    };
  });

  presenceSuite('a cluster of three masters', { describe, it }, async () => {
    await cluster.empty();
    const nodes = nodesAt(cluster.url);
    return {
      ...nodes,
      async stall() {
        for (const server of cluster.servers) await server.end('SIGKILL');
        return async () => {
          for (const server of cluster.servers) await server.restart();
          await cluster.isWell();
        };
      },
      remove: async () => nodes.close(),
    };
  });
});
