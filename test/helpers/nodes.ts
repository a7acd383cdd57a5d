import { RedisServer, Tap } from '@huzzah/server/testing';
import { onTestFinished } from 'vitest';
import { startTestServer, type TestServer } from './server.js';

const SECRET = 'a-secret-that-all-nodes-of-a-test-have-in-common';

/** A Redis of its own for one test. */
export async function startRedis(...args: ConstructorArgs): Promise<RedisServer> {
  const redis = await RedisServer.start(...args);
  onTestFinished(() => redis.remove());
  return redis;
}

type ConstructorArgs = Parameters<typeof RedisServer.start>;

/** What the environment of each node says. */
export function nodeEnv(url: string): Record<string, string> {
  return { HUZZAH_STORE: url, HUZZAH_SECRET: SECRET };
}

/** A server on this store, in this process; those that share a store are one. */
export function startNode(url: string, env: Record<string, string> = {}): Promise<TestServer> {
  return startTestServer({ env: { ...nodeEnv(url), ...env } });
}

/** A tap before a Redis, for one test, and what a node that goes through it names. */
export async function startTap(redis: RedisServer): Promise<{ tap: Tap; url: string }> {
  const tap = await Tap.open(redis.port);
  onTestFinished(() => tap.close());
  return { tap, url: `redis://127.0.0.1:${tap.port}` };
}

/** How often Redis has done each command since it started, in capitals. */
export async function callsOf(redis: RedisServer): Promise<Readonly<Record<string, number>>> {
  const stats = await redis.ask('info', 'commandstats');
  return Object.fromEntries(
    [...stats.matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm)].map(([, name, calls]) => [
      name!.toUpperCase(),
      Number(calls),
    ]),
  );
}
