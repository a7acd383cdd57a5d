import { once } from 'node:events';
import { Cluster, Redis, type ClusterOptions, type RedisOptions } from 'ioredis';

/** One Redis, or a cluster of them. */
export type RedisClient = Redis | Cluster;

/** What nobody has answered after so long is taken for lost, in ms. */
const ANSWER_MS = 2_000;

type Options = Omit<RedisOptions, 'replyMapping'>;

const OPTIONS: Options = {
  connectTimeout: ANSWER_MS,
  commandTimeout: ANSWER_MS,
  // A command is told at once where there is no connection: whoever asks goes on from memory.
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  retryStrategy: (tries) => Math.min(100 * tries, 1_000),
};

/** Begins a connection that speaks, and resolves once it can: from then on commands fail at once while it cannot. */
export async function openSpeaker(url: string): Promise<RedisClient> {
  // A connection on which nothing comes, not even the renewal of the lease, is dead.
  const client = open(url, { ...OPTIONS, socketTimeout: 2 * ANSWER_MS }, { enableOfflineQueue: false });
  await once(client, 'ready');
  return client;
}

/** Begins a connection that listens. */
export function openListener(url: string): RedisClient {
  return open(url, { ...OPTIONS, enableOfflineQueue: true }, { shardedSubscribers: true });
}

function open(url: string, redisOptions: Options, clusterOptions: ClusterOptions): RedisClient {
  const { nodes, username, password } = parse(url);
  const client =
    nodes === null
      ? new Redis(url, redisOptions)
      : new Cluster(nodes, {
          ...clusterOptions,
          redisOptions: { ...redisOptions, ...(password !== '' && { username, password }) },
          clusterRetryStrategy: (tries) => Math.min(100 * tries, 1_000),
          slotsRefreshTimeout: ANSWER_MS,
          slotsRefreshInterval: 5_000,
        });
  // Told by what it does to those who ask; without a listener it would be thrown.
  client.on('error', () => undefined);
  return client;
}

/** The addresses of a cluster, `null` for a single one. */
function parse(url: string) {
  const [, credentials = '', hosts = ''] = /^redis-cluster:\/\/(?:([^@/]*)@)?([^/]*)/.exec(url) ?? [];
  const [username = '', password = ''] = credentials.split(':').map(decodeURIComponent);
  const nodes = hosts === '' ? null : hosts.split(',').map((host) => `redis://${host}`);
  return { nodes, username, password };
}
