import { Redis } from 'ioredis';
import { connectionOptions, showAddress, type RedisAddress } from './address.js';
import { checkKeys } from './keys.js';

/** The oldest Redis that has all that is used: scripts that only read, and sharded channels. */
const OLDEST = 7;

/** What is read of a master at the start. */
export interface MasterFacts {
  readonly address: string;
  readonly runId: string;
  readonly version: string;
  readonly replicas: number;
  readonly hasLog: boolean;
  /** `appendfsync`; `unknown` where it may not be read. */
  readonly sync: string;
  /** What goes where memory is full; `noeviction` where nothing does. */
  readonly eviction: string;
}

/** Why the store cannot be opened, in one line for people. */
export class RedisOpenError extends Error {
  constructor(address: RedisAddress, reason: string, mend: string) {
    super(`unable to open the store ${showAddress(address)}; ${reason}: ${mend}`);
    this.name = 'RedisOpenError';
  }
}

/** Reads what every master is; rejects, in one line that says what to change, where it is none that fits. */
export async function readMasters(address: RedisAddress): Promise<MasterFacts[]> {
  let last: unknown;
  for (const node of address.nodes) {
    try {
      return await withClient(address, node, (client) => readFrom(address, client));
    } catch (error) {
      if (error instanceof RedisOpenError || address.nodes.length === 1) throw explained(address, error);
      last = error;
    }
  }
  throw explained(address, last);
}

async function readFrom(address: RedisAddress, client: Redis): Promise<MasterFacts[]> {
  const unfit = whyOther(address, parseInfo(await client.info()));
  if (unfit !== null) throw unfit;
  if (!address.isCluster) return [await readMaster(address, client)];
  const slots = (await client.call('CLUSTER', 'SLOTS')) as [number, number, [string, number]][];
  const covered = slots.reduce((sum, [from, to]) => sum + to - from + 1, 0);
  if (covered < 16_384) {
    throw new RedisOpenError(
      address,
      `only ${covered} of the cluster’s 16384 slots have a master`,
      'see redis-cli --cluster check',
    );
  }
  const masters = new Map(slots.map(([, , [host, port]]) => [`${host}:${port}`, { host, port }]));
  return Promise.all(
    Array.from(masters.values(), (node) => withClient(address, node, (master) => readMaster(address, master))),
  );
}

/** Why it is not what the address says, `null` where it is. */
function whyOther(address: RedisAddress, info: Info): RedisOpenError | null {
  const isCluster = info['cluster_enabled'] === '1';
  if (isCluster === address.isCluster) return null;
  const nodes = address.nodes.map(({ host, port }) => `${host}:${port}`);
  return isCluster
    ? new RedisOpenError(address, 'it is a node of a cluster', `HUZZAH_STORE=redis-cluster://${nodes.join(',')}`)
    : new RedisOpenError(address, 'it is no cluster', `HUZZAH_STORE=redis://${nodes[0]}`);
}

/** Why a Redis cannot be written to as the store is, `null` where it can. */
export function whyUnfit(address: RedisAddress, info: Info): Error | null {
  const { redis_version: version = '0', role, master_host: host, master_port: port } = info;
  if (Number.parseInt(version) < OLDEST) {
    return new RedisOpenError(address, `it is Redis ${version}`, `install Redis ${OLDEST} or newer`);
  }
  if (role === 'master') return null;
  return new RedisOpenError(address, `it is a replica of ${host}:${port}`, `HUZZAH_STORE=redis://${host}:${port}`);
}

async function readMaster(address: RedisAddress, client: Redis): Promise<MasterFacts> {
  // ioredis does not say where there is none.
  if (address.database !== 0) await client.select(address.database);
  const info = parseInfo(await client.info());
  const unfit = whyUnfit(address, info);
  if (unfit !== null) throw unfit;
  await tryCommands(address, client);
  const config = (name: string, otherwise: string) =>
    client.config('GET', name).then(
      (found) => found[1] ?? otherwise,
      () => otherwise,
    );
  return {
    address: `${client.options.host}:${client.options.port}`,
    runId: info['run_id']!.slice(0, 8),
    version: info['redis_version']!,
    replicas: Number(info['connected_slaves']),
    hasLog: info['aof_enabled'] === '1',
    sync: await config('appendfsync', 'unknown'),
    eviction: info['maxmemory'] === '0' ? 'noeviction' : (info['maxmemory_policy'] ?? 'unknown'),
  };
}

/** What the store does, each harmless; a user who may not is told of it now, not in the midst of a talk. */
async function tryCommands(address: RedisAddress, client: Redis): Promise<void> {
  const [key] = checkKeys();
  const tried: (string | number)[][] = [
    ['SCRIPT', 'LOAD', 'return 1'],
    ['EVAL', 'return 1', 0],
    ['EVAL_RO', 'return 1', 0],
    ['EVALSHA', ONE, 0],
    ['EVALSHA_RO', ONE, 0],
    ['WAIT', 0, 1],
    ['SET', key!, 1, 'PX', 1_000],
    ...Object.entries(INNER).map(([name, count]) => [name, key!, ...Array<string>(count).fill('1')]),
    ['DEL', key!],
    [address.isCluster ? 'SPUBLISH' : 'PUBLISH', CHECK_CHANNEL, ''],
  ];
  const pipeline = client.pipeline();
  for (const [name, ...args] of tried) pipeline.call(name as string, ...args);
  const refused = (await pipeline.exec())!.flatMap(([error], index) =>
    error?.message.startsWith('NOPERM')
      ? [{ name: String(tried[index]![0]).toLowerCase(), message: error.message }]
      : [],
  );
  if (refused.length === 0) return;
  const user = address.username ?? 'default';
  const says = (what: string) => refused.some(({ message }) => message.includes(what));
  const [rights, reason] = says('the keys')
    ? ['~h:*', 'may not use keys that begin with h:']
    : says('the channels')
      ? ['&h:*', 'may not use channels that begin with h:']
      : [refused.map(({ name }) => `+${name}`).join(' '), 'may not use all commands'];
  throw new RedisOpenError(address, `its user ${user} ${reason}`, `ACL SETUSER ${user} ${rights}`);
}

/** Nobody listens to it. */
const CHECK_CHANNEL = 'h:check';

/** The digest of `return 1`. */
const ONE = 'e0e1f9fabfc9d4800c877a703b823ac0578ff8db';

/** Commands of the scripts, with how many arguments each takes behind its key; of a text none of these does anything. */
const INNER = {
  GET: 0,
  PEXPIRE: 1,
  HGET: 1,
  HMGET: 1,
  HGETALL: 0,
  HKEYS: 0,
  HSET: 2,
  HSETNX: 2,
  HDEL: 1,
  ZADD: 2,
  ZREM: 1,
  ZCOUNT: 2,
  ZLEXCOUNT: 2,
  ZRANGE: 2,
  ZREVRANGE: 2,
  ZRANGEBYSCORE: 2,
  ZREVRANGEBYLEX: 2,
  RPUSH: 1,
  LTRIM: 2,
  LRANGE: 2,
  LLEN: 0,
  INCR: 0,
  SADD: 1,
  SCARD: 0,
  SISMEMBER: 1,
  PTTL: 0,
  HINCRBY: 2,
  HEXISTS: 1,
  HLEN: 0,
  HVALS: 0,
  SREM: 1,
  SPOP: 0,
  ZSCORE: 1,
  ZREMRANGEBYSCORE: 2,
} as const;

async function withClient<Result>(
  address: RedisAddress,
  node: RedisAddress['nodes'][number],
  use: (client: Redis) => Promise<Result>,
): Promise<Result> {
  const client = new Redis({ ...connectionOptions(address), ...node, db: address.database, retryStrategy: () => null });
  let reason: Error | undefined;
  client.on('error', (error) => (reason ??= error));
  try {
    await client.connect();
    return await use(client);
  } catch (error) {
    throw error instanceof RedisOpenError ? error : (reason ?? error);
  } finally {
    client.disconnect();
  }
}

/** What went wrong with the connection, for people. */
function explained(address: RedisAddress, error: unknown): Error {
  if (error instanceof RedisOpenError) return error;
  const { message, code } = error as NodeJS.ErrnoException;
  const say = (reason: string, mend: string) => new RedisOpenError(address, reason, mend);
  if (message.startsWith('NOAUTH'))
    return say('it asks for a password', 'HUZZAH_STORE=redis://USER:PASSWORD@HOST:PORT');
  if (message.startsWith('WRONGPASS') || message.includes('AUTH')) {
    return say('it does not take this user and password', 'set those of an ACL user of this Redis in HUZZAH_STORE');
  }
  const [, forbidden] = /^NOPERM .*'([^']+)' command/.exec(message) ?? [];
  if (forbidden !== undefined)
    return say('its user may not use all commands', `ACL SETUSER ${address.username ?? 'default'} +${forbidden}`);
  if (message.startsWith('LOADING')) return say('it is still loading', 'start again when it is up');
  if (code === 'ECONNREFUSED') return say('nothing listens there', 'start redis-server, or name another address');
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return say('there is no such host', 'set HUZZAH_STORE to one that there is');
  if (message.includes('DB index')) return say('it has no such database', 'leave the number out of HUZZAH_STORE');
  return say(
    `it does not answer as Redis does (${message})`,
    'see whether HUZZAH_STORE names a Redis, and whether it is rediss://',
  );
}

/** What `INFO` says, by name. */
type Info = Readonly<Record<string, string | undefined>>;

function parseInfo(text: string): Info {
  return Object.fromEntries([...text.matchAll(/^(\w+):(.*?)\r?$/gm)].map(([, name, value]) => [name!, value]));
}
