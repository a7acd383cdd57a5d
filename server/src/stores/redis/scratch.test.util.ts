/** What the tests of the Redis store begin with. */
import { randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import type { CommitListener } from '../../core/ports.js';
import type { PageRef, ReactionWrite } from '../../core/records.js';
import { HAS_REDIS, RedisServer, type RedisServerOptions } from '../../testing/index.js';
import { parseRedisAddress } from './address.js';
import { openRedisStore, type RedisStore, type RedisStoreOptions } from './redis-store.js';

export const PAGE: PageRef = { site: 'news', page: 'https://news.example/a' };

/** Whether there is a Redis to test with; says so where there is none. */
export function hasRedis(rule: string): boolean {
  if (!HAS_REDIS) console.warn(`${rule}: there is no redis-server to test with: apt-get install redis-server`);
  return HAS_REDIS;
}

/** A Redis of its own, gone after the test. */
export async function startRedis(options?: RedisServerOptions): Promise<RedisServer> {
  const server = await RedisServer.start(options);
  onTestFinished(() => server.remove());
  return server;
}

/** A store there, closed after the test. */
export async function opened(url: string, options: RedisStoreOptions = {}): Promise<RedisStore> {
  const store = await openRedisStore(parseRedisAddress(url)!, options);
  onTestFinished(() => store.close());
  return store;
}

/** Calls of scripts that write. */
export async function callsOf(server: RedisServer): Promise<number> {
  return Number(/cmdstat_evalsha:calls=(\d+)/.exec(await server.ask('info', 'commandstats'))?.[1] ?? 0);
}

/** Why a store there cannot be opened. */
export async function whyClosed(url: string): Promise<string> {
  return openRedisStore(parseRedisAddress(url)!).then(
    () => 'opened',
    ({ message }: Error) => message,
  );
}

/** What a store tells of its commits. */
export function telling(): { readonly onCommit: CommitListener; readonly told: Parameters<CommitListener>[0][] } {
  const told: Parameters<CommitListener>[0][] = [];
  return { told, onCommit: (committed) => void told.push(committed) };
}

export function wish(kind: string | null, visitorId = 'anna', commandId: string = randomUUID()): ReactionWrite {
  return { ref: PAGE, visitorId, kind, commandId };
}

/**
 * Asks until it is: a replica that is online may still be reading what it was given, or be slow to answer, and
 * what it has not is refused.
 */
export async function acknowledged(store: RedisStore, write: ReactionWrite) {
  for (;;) {
    const outcome = await store.setReaction(write).catch(() => null);
    if (outcome !== null) return outcome;
  }
}

/** Resolves once it holds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** The code that it is refused with; throws where it is not. */
export async function refusal(result: Promise<unknown>): Promise<string> {
  return result.then(
    (value) => {
      throw new Error(`not refused: ${JSON.stringify(value)}`);
    },
    (error: { code: string }) => error.code,
  );
}
