import { Cluster, type Redis } from 'ioredis';
import { readFileSync } from 'node:fs';
import type { PageRef } from '../../core/records.js';
import { PageKeys, STORE_KEYS } from './keys.js';
import { answered, type RedisClient } from './links.js';

/** The sources, as they ship: nothing compiles them. */
const FOLDER = new URL('../../../src/stores/redis/scripts/', import.meta.url);
/** Redis forgets a page of which no node speaks, after so long, in ms. */
const PAGE_MS = 60_000;
/** A node that does not renew its lease is taken for ended after so long, in ms. */
const LEASE_MS = 6_000;
/** Visitors that are taken off a page in one go: some 5 ms of Redis. */
const PURGE_COUNT = 2_000;

const SCRIPTS = {
  presenceReport: 3,
  presenceRead: 2,
  presencePurge: 3,
  presenceLease: 1,
} as const;

type Call = (...args: readonly (string | number)[]) => Promise<unknown>;

/** The keys and the channel of a page's presence; all lie on one shard. */
export interface PresenceKeys {
  readonly here: string;
  readonly nodes: string;
  readonly channel: string;
  readonly own: (node: string) => string;
}

/** Who is on a page over all nodes, as Redis has it. */
export interface Counted {
  /** Grows with time, in µs: of two the later stands. */
  readonly at: number;
  readonly visitors: number;
  readonly connections: number;
}

export interface Reported extends Counted {
  /** The nodes that have somebody there. */
  readonly nodes: readonly string[];
}

/** What a node says of a page. */
export interface Report {
  readonly connections: number;
  /** Visitors there are after this; -1 where more are said to have come first. */
  readonly visitors: number;
  readonly isKnown: boolean;
  readonly isNews: boolean;
  readonly come: readonly string[];
  readonly gone: readonly string[];
}

export function presenceKeys(ref: PageRef): PresenceKeys {
  const { page } = PageKeys.of(ref);
  return { here: `${page}:o`, nodes: `${page}:on`, channel: `${page}:oc`, own: (node) => `${page}:ov:${node}` };
}

/** The scripts of presence, as calls. */
export class PresenceCalls {
  readonly #call: (name: keyof typeof SCRIPTS, ...args: readonly (string | number)[]) => Promise<unknown>;
  readonly #publish: string;

  constructor(client: RedisClient) {
    for (const [name, numberOfKeys] of Object.entries(SCRIPTS)) {
      const file = name.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`);
      client.defineCommand(name, { numberOfKeys, lua: readFileSync(new URL(`${file}.lua`, FOLDER), 'utf8') });
    }
    this.#call = (name, ...args) => answered((client as Redis as unknown as Record<string, Call>)[name]!(...args));
    this.#publish = client instanceof Cluster ? 'SPUBLISH' : 'PUBLISH';
  }

  /** `null` where what the node has said before is not there any more. */
  async report(keys: PresenceKeys, node: string, report: Report): Promise<Reported | null> {
    const { connections, visitors, isKnown, isNews, come, gone } = report;
    const to = [keys.here, keys.nodes, keys.own(node)];
    const how = [node, connections, visitors, isKnown ? 1 : 0, PAGE_MS, isNews ? this.#publish : '', keys.channel];
    return reportedOf(await this.#call('presenceReport', ...to, ...how, come.length, ...come, ...gone));
  }

  async read({ here, nodes }: PresenceKeys): Promise<Reported> {
    return reportedOf(await this.#call('presenceRead', here, nodes))!;
  }

  /** Takes off the page who was there at a node that has ended. */
  async purge(keys: PresenceKeys, node: string): Promise<void> {
    const to = [keys.here, keys.nodes, keys.own(node)];
    while (Number(await this.#call('presencePurge', ...to, node, PURGE_COUNT, this.#publish, keys.channel)) > 0);
  }

  /** The nodes that live; `null` where this one's lease has run out. */
  async renew(node: string, isNew: boolean): Promise<ReadonlySet<string> | null> {
    const nodes = (await this.#call('presenceLease', STORE_KEYS.leases, node, LEASE_MS, isNew ? 0 : 1)) as string[];
    return nodes.length === 0 ? null : new Set(nodes);
  }
}

/** What the channel of a page says. */
export function parseCounted(message: string): Counted {
  const [at = NaN, visitors = NaN, connections = NaN] = message.split(' ').map(Number);
  return { at, visitors, connections };
}

function reportedOf(reply: unknown): Reported | null {
  const [at, visitors, connections, ...nodes] = reply as [number, number, number, ...string[]];
  return at === undefined ? null : { at, visitors, connections, nodes };
}
