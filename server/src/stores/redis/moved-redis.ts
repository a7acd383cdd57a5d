import { Cluster } from 'ioredis';
import { setTimeout } from 'node:timers/promises';
import type { RedisAddress } from './address.js';
import { PatientConnections } from './patient-connections.js';
import { waitOf } from './durability.js';
import { STORE_KEYS } from './keys.js';
import { openSpeaker, type RedisClient } from './links.js';
import { readMasters, RedisOpenError } from './masters.js';

/** Between two looks at the leases of servers, in ms. */
const LOOK_MS = 200;

/** What a move does and no server, each harmless. */
const TRIED = [
  ['SCAN', '0', 'COUNT', '1'],
  ['HSCAN', STORE_KEYS.sites, '0'],
  ['ZMSCORE', STORE_KEYS.leases, ''],
  ['TIME'],
] as const;

/** A Redis whose pages are moved, while no server has it. */
export class MovedRedis {
  readonly address: RedisAddress;
  readonly connections: PatientConnections;
  /** For what is asked of all masters. */
  readonly client: RedisClient;

  private constructor(address: RedisAddress, connections: PatientConnections, client: RedisClient) {
    this.address = address;
    this.connections = connections;
    this.client = client;
  }

  /** Rejects, in one line for people, where it is none that fits, or where it is not still. */
  static async open(address: RedisAddress): Promise<MovedRedis> {
    const replicas = waitOf(await readMasters(address), address.wait);
    const connections = new PatientConnections(address, { replicas, onFault: (fault) => process.emitWarning(fault) });
    const redis = new MovedRedis(address, connections, await openSpeaker(address));
    try {
      await connections.open();
      await redis.#mustBeAllowed();
      await redis.mustBeStill();
      return redis;
    } catch (error) {
      await redis.close();
      throw error;
    }
  }

  /** Rejects where a server runs on it, or has left something undone. A lease that nobody renews is waited for: its server has just ended. */
  async mustBeStill(): Promise<void> {
    const first = await this.#leases();
    for (let leases = first; leases.size > 0; leases = await this.#leases()) {
      if ([...leases].some(([node, until]) => until > (first.get(node) ?? 0))) {
        throw new RedisOpenError(this.address, 'a server runs on it', 'end all that do, and give the command again');
      }
      await setTimeout(LOOK_MS);
    }
    for (const key of [STORE_KEYS.erasures, STORE_KEYS.merges]) {
      const undone = await this.connections.read('ZCARD', key, [], Number);
      if (undone === 0) continue;
      const what = key === STORE_KEYS.merges ? 'sign-ons' : 'erasures';
      throw new RedisOpenError(
        this.address,
        `${undone} ${what} are not ended`,
        'run a server on it for a minute first',
      );
    }
  }

  async close(): Promise<void> {
    await this.connections.idle();
    this.connections.close();
    this.client.disconnect();
  }

  async #mustBeAllowed(): Promise<void> {
    const master = this.client instanceof Cluster ? this.client.nodes('master')[0]! : this.client;
    const pipeline = master.pipeline();
    for (const [name, ...args] of TRIED) pipeline.call(name, ...args);
    const results = (await pipeline.exec())!;
    // Of a key of another master it is told where that is.
    const refused = TRIED.filter((_, index) => results[index]![0]?.message.startsWith('NOPERM'));
    if (refused.length === 0) return;
    const user = this.address.username ?? 'default';
    const rights = refused.map(([name]) => `+${name.toLowerCase()}`).join(' ');
    throw new RedisOpenError(
      this.address,
      `its user ${user} may not use all commands`,
      `ACL SETUSER ${user} ${rights}`,
    );
  }

  /** Servers, by the end of the time for which each is taken to live. */
  async #leases(): Promise<Map<string, number>> {
    const [seconds, micros] = (await this.client.time()).map(Number) as [number, number];
    const range = [`(${seconds * 1_000 + Math.floor(micros / 1_000)}`, '+inf', 'BYSCORE', 'WITHSCORES'];
    return this.connections.read('ZRANGE', STORE_KEYS.leases, range, (reply) => {
      const found = (reply as Buffer[]).map(String);
      return new Map(
        Array.from({ length: found.length / 2 }, (_, index) => [found[2 * index]!, Number(found[2 * index + 1])]),
      );
    });
  }
}
