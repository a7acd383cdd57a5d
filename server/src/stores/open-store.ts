import { relative } from 'node:path';
import type { Giver, Taker } from '../core/holdings.js';
import type { Clock, CommitListener, MemberStore, RateLimiter, SiteStore, Store } from '../core/ports.js';
import type { PageRecord, PageRef } from '../core/records.js';
import { parseRedisAddress, showAddress, type RedisAddress } from './redis/address.js';
import { openRedisGiver } from './redis/giver.js';
import { readMasters } from './redis/masters.js';
import { openMeeting, type Meeting } from './redis/meeting.js';
import { openRedisStore } from './redis/redis-store.js';
import { openRedisTaker } from './redis/taker.js';
import { MemoryRateLimiter } from './memory/memory-rate-limiter.js';
import { fileIdentity, openSqliteGiver } from './sqlite/giver.js';
import { openSqliteStore } from './sqlite/sqlite-store.js';
import { openSqliteTaker } from './sqlite/taker.js';

/** Where the store is: a file or `:memory:`, or a Redis that many servers share. */
export type StorePlan =
  { readonly type: 'sqlite'; readonly path: string } | { readonly type: 'redis'; readonly address: RedisAddress };

/** One that is a file. */
export type FilePlan = Extract<StorePlan, { type: 'sqlite' }>;

export interface StoreOptions {
  /** Told of every commit of this server. Default: nobody. */
  readonly onCommit?: CommitListener;
  readonly clock?: Clock;
  /** Told what nobody expected. Default: a warning of the process. */
  readonly onFault?: (fault: Error) => void;
}

/** A store, and how servers that share it meet; `null` where one has it alone. */
export interface OpenStore {
  readonly store: Store & SiteStore & MemberStore;
  /** Counts for all servers that share the store. */
  readonly limiter: RateLimiter;
  readonly meeting: (Meeting & { readonly remember: (ref: PageRef, record: PageRecord) => void }) | null;
}

const MEMORY = ':memory:';

/** `null` where the text names no store. */
export function parsePlan(text: string): StorePlan | null {
  const [, path] = /^sqlite:(.+)$/.exec(text) ?? [];
  if (path !== undefined) return { type: 'sqlite', path };
  const address = parseRedisAddress(text);
  return address && { type: 'redis', address };
}

/** Whether the store is a file, which other files may stand beside. */
export function isFile(plan: StorePlan): plan is FilePlan {
  return plan.type === 'sqlite' && plan.path !== MEMORY;
}

/** Whether it ends with the server that has it. */
export function isMemory(plan: StorePlan): boolean {
  return plan.type === 'sqlite' && !isFile(plan);
}

/** For people: where it is. */
export function placeOf(plan: StorePlan): string {
  return plan.type === 'redis' ? showAddress(plan.address) : relative('', plan.path) || plan.path;
}

/** For people, in the words of a welcome. */
export function showPlan(plan: StorePlan): string {
  if (plan.type === 'redis') return `${placeOf(plan)}, shared with every server that names it`;
  return isFile(plan) ? `${placeOf(plan)}, kept over a restart` : 'in memory: gone at the end';
}

/** Opens the store of this plan, and the meeting of the servers that share it. Rejects, in one line for people, where that cannot be. */
export async function openStore(plan: StorePlan, options: StoreOptions): Promise<OpenStore> {
  if (plan.type === 'sqlite') {
    return { store: await openSqliteStore(plan.path, options), limiter: new MemoryRateLimiter(), meeting: null };
  }
  const store = await openRedisStore(plan.address, options);
  const meeting = await openMeeting(plan.address).catch(async (error: Error) => {
    await store.close();
    throw new Error(`unable to open the store ${placeOf(plan)}; its servers cannot meet there: ${error.message}`);
  });
  return {
    store,
    limiter: store.limiter,
    meeting: { ...meeting, remember: (ref, record) => store.remember(ref, record) },
  };
}

/** Opens it for one who serves nobody. */
export function openStoreAlone(plan: StorePlan): Promise<Store & SiteStore> {
  return plan.type === 'sqlite' ? openSqliteStore(plan.path) : openRedisStore(plan.address);
}

/** Opens it to be moved elsewhere, while no server has it. */
export async function openGiver(plan: StorePlan): Promise<Giver> {
  return plan.type === 'sqlite' ? openSqliteGiver(plan.path) : openRedisGiver(plan.address);
}

/** Opens it to be filled from elsewhere, while no server has it. */
export async function openTaker(plan: StorePlan): Promise<Taker> {
  return plan.type === 'sqlite' ? openSqliteTaker(plan.path) : openRedisTaker(plan.address);
}

/** Whether two plans are of one store, by whatever names. */
export async function isSameStore(one: StorePlan, other: StorePlan): Promise<boolean> {
  if (one.type === 'sqlite') return other.type === 'sqlite' && fileIdentity(one.path) === fileIdentity(other.path);
  if (other.type === 'sqlite' || one.address.database !== other.address.database) return false;
  const [ours, theirs] = await Promise.all([readMasters(one.address), readMasters(other.address)]);
  return ours.some(({ runId }) => theirs.some((master) => master.runId === runId));
}
