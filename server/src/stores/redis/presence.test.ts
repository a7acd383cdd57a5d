import { describe, it } from 'vitest';
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
  presenceSuite('redis', { describe, it }, async () => {
    const redis = await RedisServer.start();
    const nodes = nodesAt(redis.url);
    return {
      ...nodes,
      async stall() {
        await redis.end('SIGKILL');
        return () => redis.restart();
      },
      async remove() {
        nodes.close();
        await redis.remove();
      },
    };
  });

  presenceSuite('a cluster of three masters', { describe, it }, async () => {
    const cluster = await RedisCluster.start();
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
      async remove() {
        nodes.close();
        await cluster.remove();
      },
    };
  });
});
