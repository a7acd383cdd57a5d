import { describe, it } from 'vitest';
import { HAS_REDIS, presenceSuite, RedisCluster, RedisServer, type PresencePlace } from '../../testing/index.js';
import { Ear } from './ear.js';
import { openListener, openSpeaker } from './links.js';
import { RedisPresence } from './presence.js';

/** Presences whose connections end with the place. */
function nodesAt(url: string) {
  const ends = new Map<unknown, () => void>();
  return {
    async open(listener: Parameters<PresencePlace['open']>[0]) {
      const speaker = await openSpeaker(url);
      const ear = new Ear(() => openListener(url), speaker);
      const presence = new RedisPresence(speaker, ear, listener);
      ends.set(presence, () => {
        ear.close();
        speaker.disconnect();
      });
      return presence;
    },
    kill: (presence: unknown) => ends.get(presence)!(),
    close: () => ends.forEach((end) => end()),
  };
}

describe.skipIf(!HAS_REDIS)('over Redis', () => {
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
