import { Cluster, Redis, type ClusterOptions } from 'ioredis';
import { once } from 'node:events';
import { connectionOptions, type RedisAddress } from './address.js';

/** One Redis, or a cluster of them. */
export type RedisClient = Redis | Cluster;

/** What nobody has answered after so long is taken for lost, in ms. */
const ANSWER_MS = 2_000;

/**
 * Rejects where nobody has answered in time: a cluster that changes may hold a command back, whatever the
 * connection to each of its nodes does, and for ever.
 */
export function answered<Reply>(reply: Promise<Reply>): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no answer in time')), ANSWER_MS);
    reply.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/**
 * Has a cluster look again who keeps which part, so often, in ms. ioredis’ own timer for this goes on for ever where the
 * cluster is closed while it looks, and holds up the end of the process.
 */
export function lookingAgain(cluster: Cluster, everyMs: number): Cluster {
  const timer = setInterval(() => cluster.refreshSlotsCache(), everyMs);
  return cluster.once('end', () => clearInterval(timer));
}

/** Between two looks of a client that speaks or listens, in ms. */
const LOOK_MS = 5_000;

/** Begins a connection that speaks, and resolves once it can: from then on commands fail at once while it cannot. */
export async function openSpeaker(address: RedisAddress): Promise<RedisClient> {
  const client = open(address, 'huzzah-nodes', false, {});
  await once(client, 'ready').catch((error: unknown) => {
    client.disconnect();
    throw error;
  });
  return client;
}

/** Begins a connection that listens. */
export function openListener(address: RedisAddress): RedisClient {
  return open(address, 'huzzah-ear', true, { shardedSubscribers: true });
}

function open(
  address: RedisAddress,
  connectionName: string,
  enableOfflineQueue: boolean,
  clusterOptions: ClusterOptions,
): RedisClient {
  const { isCluster, nodes, database: db } = address;
  const { retryStrategy, ...common } = connectionOptions(address);
  const options = { ...common, connectionName, lazyConnect: false, commandTimeout: ANSWER_MS };
  const client = isCluster
    ? lookingAgain(
        new Cluster([...nodes], {
          ...clusterOptions,
          enableOfflineQueue,
          redisOptions: options,
          clusterRetryStrategy: retryStrategy,
          slotsRefreshTimeout: ANSWER_MS,
          slotsRefreshInterval: 0,
        }),
        LOOK_MS,
      )
    : new Redis({ ...options, ...nodes[0], db, enableOfflineQueue, retryStrategy });
  // Told by what it does to those who ask; without a listener it would be thrown.
  client.on('error', () => undefined);
  return client;
}
