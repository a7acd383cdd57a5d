import type { RedisOptions } from 'ioredis';

/** Where Redis is, as `HUZZAH_STORE` says it. */
export interface RedisAddress {
  readonly isCluster: boolean;
  /** One, or some of a cluster. */
  readonly nodes: readonly { readonly host: string; readonly port: number }[];
  readonly isEncrypted: boolean;
  readonly username: string | null;
  readonly password: string | null;
  /** Of a single Redis. */
  readonly database: number;
  /** On so many replicas a write is before it is acknowledged; `null`: on one, where every master has one at the start. */
  readonly wait: number | null;
}

const PORT = 6_379;

/** `null` where the text is no address of Redis. */
export function parseRedisAddress(text: string): RedisAddress | null {
  const parts =
    /^(redis|rediss|redis-cluster):\/\/(?:([^:@/]*):?([^@/]*)@)?([^/?#]+)(?:\/(\d{1,3})?)?(?:\?wait=(\d))?$/.exec(text);
  if (parts === null) return null;
  const [, scheme, username, password, hosts, database = '0', wait] = parts;
  const isCluster = scheme === 'redis-cluster';
  const nodes = hosts!.split(',').map(parseHost);
  if (nodes.includes(null) || (!isCluster && nodes.length > 1) || (isCluster && database !== '0')) return null;
  return {
    isCluster,
    nodes: nodes.map((node) => node!),
    isEncrypted: scheme === 'rediss',
    username: decode(username),
    password: decode(password),
    database: Number(database),
    wait: wait === undefined ? null : Number(wait),
  };
}

function parseHost(text: string): RedisAddress['nodes'][number] | null {
  const [, bracketed, plain, port] = /^(?:\[([\da-f:.]+)\]|([\w.-]+))(?::(\d{1,5}))?$/i.exec(text) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined || Number(port ?? PORT) > 65_535) return null;
  return { host, port: Number(port ?? PORT) };
}

function decode(text: string | undefined): string | null {
  if (text === undefined || text === '') return null;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Without its password, for people. */
export function showAddress({ isCluster, isEncrypted, nodes, database, wait }: RedisAddress): string {
  const scheme = isCluster ? 'redis-cluster' : isEncrypted ? 'rediss' : 'redis';
  const hosts = nodes.map(({ host, port }) => `${host.includes(':') ? `[${host}]` : host}:${port}`).join(',');
  return `${scheme}://${hosts}${database === 0 ? '' : `/${database}`}${wait === null ? '' : `?wait=${wait}`}`;
}

/** A connection that says nothing for so long while it owes an answer is dead, in ms: longer than anybody waits. */
const SILENCE_MS = 5_000;
/** Between two tries to connect, in ms: a Redis that was started again is found at once. */
const RETRY_MS = 200;

/**
 * How every connection is made. Nothing waits in a queue of the client's, and nothing that was
 * under way is sent again after a reconnection: whether it was done would not be known.
 */
export function connectionOptions({ isEncrypted, username, password }: RedisAddress) {
  return {
    ...(username !== null && { username }),
    ...(password !== null && { password }),
    ...(isEncrypted && { tls: {} }),
    protocol: 2,
    lazyConnect: true,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: () => RETRY_MS,
    connectTimeout: 2_000,
    socketTimeout: SILENCE_MS,
    disableClientInfo: true,
  } as const satisfies RedisOptions;
}
