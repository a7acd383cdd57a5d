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
class RedisOpenError extends Error {
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
  const info = parseInfo(await client.info());
  const isCluster = info['cluster_enabled'] === '1';
  const nodes = address.nodes.map(({ host, port }) => `${host}:${port}`).join(',');
  if (isCluster && !address.isCluster) {
    throw new RedisOpenError(address, 'it is a node of a cluster', `HUZZAH_STORE=redis-cluster://${nodes}`);
  }
  if (!isCluster && address.isCluster) {
    throw new RedisOpenError(address, 'it is no cluster', `HUZZAH_STORE=redis://${nodes.split(',')[0]}`);
  }
  if (!isCluster) return [await readMaster(address, client)];
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

async function readMaster(address: RedisAddress, client: Redis): Promise<MasterFacts> {
  const info = parseInfo(await client.info());
  const version = info['redis_version'] ?? '0';
  if (Number.parseInt(version) < OLDEST) {
    throw new RedisOpenError(address, `it is Redis ${version}`, `Redis ${OLDEST} or newer is needed`);
  }
  if (info['role'] !== 'master') {
    const master = `${info['master_host']}:${info['master_port']}`;
    throw new RedisOpenError(
      address,
      `it is a replica of ${master}`,
      `name the master, HUZZAH_STORE=redis://${master}`,
    );
  }
  await tryCommands(address, client);
  const config = (name: string, otherwise: string) =>
    client.config('GET', name).then(
      (found) => (found as string[])[1] ?? otherwise,
      () => otherwise,
    );
  return {
    address: `${client.options.host}:${client.options.port}`,
    runId: info['run_id']!.slice(0, 8),
    version,
    replicas: Number(info['connected_slaves']),
    hasLog: info['aof_enabled'] === '1',
    sync: await config('appendfsync', 'unknown'),
    eviction: info['maxmemory'] === '0' ? 'noeviction' : (info['maxmemory_policy'] ?? 'unknown'),
  };
}

/** What the store does, each harmless; a user who may not is told of it now, not in the midst of a talk. */
async function tryCommands(address: RedisAddress, client: Redis): Promise<void> {
  const [key] = checkKeys();
  const tried: [string, ...(string | number)[]][] = [
    ['SCRIPT', 'LOAD', 'return 1'],
    ['EVALSHA', 'e0e1f9fabfc9d4800c877a703b823ac0578ff8db', 0],
    ['EVALSHA_RO', 'e0e1f9fabfc9d4800c877a703b823ac0578ff8db', 0],
    ['WAIT', 0, 1],
    ['SPUBLISH', 'h:check', ''],
    ['PUBLISH', 'h:check', ''],
    ['SET', key!, 1, 'PX', 1_000],
    ...READING.map((name): [string, ...string[]] => [name, key!, 'x', 'x', 'x']),
  ];
  const pipeline = client.pipeline();
  for (const [name, ...args] of tried) pipeline.call(name, ...args);
  const refused = (await pipeline.exec())!.flatMap(([error], index) =>
    error?.message.startsWith('NOPERM') ? [{ name: tried[index]![0].toLowerCase(), message: error.message }] : [],
  );
  if (refused.length === 0) return;
  const user = address.username ?? 'default';
  const isKey = refused.some(({ message }) => message.includes('key'));
  const rights = isKey ? `~h:*` : refused.map(({ name }) => `+${name}`).join(' ');
  throw new RedisOpenError(
    address,
    isKey ? `its user ${user} may not use keys that begin with h:` : `its user ${user} may not use all commands`,
    `ACL SETUSER ${user} ${rights}`,
  );
}

/** Commands of the scripts; with too many arguments none of these does anything. */
const READING = ['GET', 'DEL', 'PEXPIRE', 'HGET', 'HSETNX', 'ZCARD', 'ZSCORE', 'LLEN'];

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
  if (message.startsWith('NOPERM')) return say('its user may not use all commands', `give it more (${message})`);
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

function parseInfo(text: string): Record<string, string | undefined> {
  return Object.fromEntries([...text.matchAll(/^(\w+):(.*?)\r?$/gm)].map(([, name, value]) => [name!, value]));
}
