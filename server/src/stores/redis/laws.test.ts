import fc from 'fast-check';
import { afterAll, beforeAll, describe, it } from 'vitest';
import {
  HAS_REDIS,
  holdingsSuite,
  memberStoreSuite,
  RedisCluster,
  RedisServer,
  siteStoreSuite,
  storeSuite,
  type SuiteRunner,
} from '../../testing/index.js';
import type { CommitListener } from '../../core/ports.js';
import { parseRedisAddress } from './address.js';
import { openRedisGiver } from './giver.js';
import { openRedisStore } from './redis-store.js';
import { openRedisTaker } from './taker.js';

const numbers = fc.array(fc.nat(1_000_000), { maxLength: 40 });

const runner: SuiteRunner = {
  describe,
  it,
  forAny: (holds, numRuns) => fc.assert(fc.asyncProperty(numbers, holds), { numRuns }),
};

/** Longer than any test. */
const PAUSE_MS = 600_000;

/** All cases on one Redis, which is empty at the beginning of each. */
function placeOn(url: () => string, servers: () => readonly RedisServer[]) {
  const all = (...command: readonly string[]) => Promise.all(servers().map((server) => server.ask(...command)));
  return async () => {
    await Promise.all(servers().map((server) => server.empty()));
    return {
      isKept: true,
      open: (onCommit: CommitListener = () => undefined) => openRedisStore(parseRedisAddress(url())!, { onCommit }),
      giver: () => openRedisGiver(parseRedisAddress(url())!),
      taker: () => openRedisTaker(parseRedisAddress(url())!),
      // As a failover does: who writes waits.
      async stall() {
        await all('client', 'pause', `${PAUSE_MS}`, 'write');
        return async () => void (await all('client', 'unpause'));
      },
      remove: async () => undefined,
    };
  };
}

if (HAS_REDIS) {
  describe('over Redis', () => {
    let server: RedisServer;
    beforeAll(async () => (server = await RedisServer.start()));
    afterAll(() => server.remove());
    const place = placeOn(
      () => server.url,
      () => [server],
    );
    storeSuite('redis', runner, place);
    siteStoreSuite('redis', runner, place);
    memberStoreSuite('redis', runner, place);
    holdingsSuite('redis', runner, place);
  });

  describe('over a cluster', () => {
    let cluster: RedisCluster;
    beforeAll(async () => (cluster = await RedisCluster.start()));
    afterAll(() => cluster.remove());
    const place = placeOn(
      () => cluster.url,
      () => cluster.servers,
    );
    storeSuite('redis cluster', runner, place);
    siteStoreSuite('redis cluster', runner, place);
    memberStoreSuite('redis cluster', runner, place);
    holdingsSuite('redis cluster', runner, place);
  });
} else {
  it('S-1: is not tested over Redis where there is none', () => {
    console.warn('S-1 to S-22 over Redis: there is no redis-server to test with: apt-get install redis-server');
  });
}
