import { Cluster, Redis } from 'ioredis';
import { connectionOptions, type RedisAddress } from './address.js';
import { addressOf, Lane, type Asked, type LaneOptions } from './lane.js';
import { lookingAgain } from './links.js';
import { SLOT_COUNT } from './slots.js';

/** The masters, each behind a lane of its own. */
export interface Nodes {
  add(asked: Asked): void;
  close(): void;
}

/** Runs a script on whichever master has its key. */
export type RunScript = (source: string, key: string, ...args: string[]) => Promise<unknown>;

interface NodeOptions extends Omit<LaneOptions, 'redirect' | 'onMaster'> {
  /** As in {@link LaneOptions}; what it runs needs no lane. */
  readonly onMaster: (runId: string, run: RunScript) => Promise<void>;
}

/** @param name as shown in Redis' list of clients */
export function nodesOf(address: RedisAddress, name: string, options: NodeOptions): Nodes {
  return address.isCluster ? new ClusterNodes(address, name, options) : new SingleNode(address, name, options);
}

class SingleNode implements Nodes {
  readonly #client: Redis;
  readonly #lane: Lane;

  constructor(address: RedisAddress, connectionName: string, options: NodeOptions) {
    const { database: db, nodes } = address;
    this.#client = new Redis({
      ...connectionOptions(address),
      ...nodes[0],
      db,
      connectionName,
      enableOfflineQueue: false,
    });
    const run: RunScript = (source, key, ...args) => this.#client.eval(source, 1, key, ...args);
    const onMaster = (runId: string) => options.onMaster(runId, run);
    this.#lane = new Lane(this.#client, { ...options, onMaster, redirect: () => false });
  }

  add(asked: Asked): void {
    this.#lane.add(asked);
  }

  close(): void {
    this.#client.disconnect();
  }
}

/** Between two looks at who keeps which part, in ms: a failover is noticed after so long. */
const REFRESH_MS = 1_000;
/** After which what a moving part holds up is tried again, in ms. */
const PAUSE_MS = 100;

/** ioredis knows who keeps what; what goes where, and what is sent again, is decided here. */
class ClusterNodes implements Nodes {
  readonly #cluster: Cluster;
  readonly #options: LaneOptions;
  readonly #lanes = new Map<string, Lane>();

  constructor(address: RedisAddress, connectionName: string, options: NodeOptions) {
    const { retryStrategy, ...redisOptions } = connectionOptions(address);
    const run: RunScript = (source, key, ...args) => this.#cluster.eval(source, 1, key, ...args);
    const onMaster = (runId: string) => options.onMaster(runId, run);
    this.#options = { ...options, onMaster, redirect: (asked, error) => this.#redirect(asked, error) };
    this.#cluster = new Cluster([...address.nodes], {
      redisOptions: { ...redisOptions, connectionName },
      clusterRetryStrategy: retryStrategy,
      clusterNodeRetryStrategy: retryStrategy,
      slotsRefreshInterval: 0,
      enableReadyCheck: false,
    });
    lookingAgain(this.#cluster, REFRESH_MS);
    this.#cluster.on('error', () => undefined);
    this.#cluster.on('refresh', () => this.#look());
    this.#cluster.on('-node', () => this.#look());
  }

  add(asked: Asked): void {
    this.#addTo(this.#cluster.slots[asked.slot]?.[0], asked);
  }

  close(): void {
    this.#cluster.disconnect();
  }

  /** Tried again while anybody waits for it: a cluster is whole again soon, or says where the part has gone. */
  #addTo(address: string | undefined, asked: Asked): void {
    const lane = address === undefined ? undefined : this.#laneOf(address);
    if (lane !== undefined) lane.add(asked);
    else this.#addLater(asked);
  }

  #addLater(asked: Asked): void {
    if (!asked.isOver()) setTimeout(() => this.add(asked), PAUSE_MS).unref();
  }

  #laneOf(address: string): Lane | undefined {
    const known = this.#lanes.get(address);
    if (known !== undefined) return known;
    const client = this.#cluster.nodes('all').find((node) => addressOf(node) === address);
    if (client === undefined) return undefined;
    const lane = new Lane(client, this.#options);
    this.#lanes.set(address, lane);
    return lane;
  }

  /** What waits for a node that cannot be reached goes to who has its part now. */
  #look(): void {
    const here = new Set(this.#cluster.nodes('all').map(addressOf));
    for (const [address, lane] of this.#lanes) {
      if (!here.has(address)) this.#lanes.delete(address);
      else if (lane.isOpen) continue;
      for (const asked of lane.take()) this.add(asked);
    }
  }

  /** None of what comes here was done. */
  #redirect(asked: Asked, error: Error): boolean {
    const [word, slot, address] = error.message.split(' ');
    if (word === 'MOVED') {
      this.#cluster.slots[Number(slot) % SLOT_COUNT] = [address!];
      this.#cluster.refreshSlotsCache();
      this.#addTo(address, asked);
    } else if (word === 'ASK') {
      this.#addTo(address, { ...asked, isAsking: true });
    } else if (word === 'TRYAGAIN' || word === 'CLUSTERDOWN') {
      this.#addLater(asked);
    } else {
      return false;
    }
    return true;
  }
}
