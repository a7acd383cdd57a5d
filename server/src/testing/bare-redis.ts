/** What the store of Redis is held against: the same script in a bare loop, and the bytes that are kept. */
import { Redis } from 'ioredis';
import { hash, randomBytes, randomUUID } from 'node:crypto';
import { parseRedisAddress } from '../stores/redis/address.js';
import { packReactions } from '../stores/redis/packed-reactions.js';
import { openRedisStore } from '../stores/redis/redis-store.js';
import { SCRIPTS } from '../stores/redis/scripts.js';
import type { RedisServer } from './redis-server.js';

/** Reactions of one pipeline of the bare loop: about what a busy turn of a server's loop has. */
const PIPELINE = 16;
const KINDS = ['like', 'wow', 'dislike', 'angry'];

/**
 * The CPU of this process, in µs, for each reaction that is sent to its script and nothing else: one call for each, as
 * anybody would write who has ioredis and the script. The server sends the reactions of a turn of its loop in one call.
 */
export async function bareReactionUs(server: RedisServer, count: number): Promise<number> {
  const client = new Redis(server.port, { protocol: 2 });
  await client.script('LOAD', SCRIPTS.react.source);
  const visitors = Array.from({ length: 400 }, () => randomBytes(16).toString('base64url'));
  const before = process.cpuUsage();
  for (let sent = 0; sent < count; sent += PIPELINE) {
    const pipeline = client.pipeline();
    for (let index = sent; index < sent + PIPELINE; index += 1) {
      const kind = KINDS[index % KINDS.length]!;
      const reaction = { visitorId: visitors[index % visitors.length]!, kind, commandId: randomUUID() };
      const page = ['epoch', 'run', 'default', 'https://news.example/bench', 'page-id-9', Date.now()];
      const more = [
        '',
        '',
        120_000,
        '',
        1,
        ':k:',
        ':s:default',
        ':p:default:',
        'rpage-id',
        packReactions([reaction], null),
      ];
      pipeline.callBuffer('EVALSHA', SCRIPTS.react.sha, 2, 'h:{bare}', 'h:{bare}:m', ...page, ...more);
    }
    await pipeline.exec();
  }
  const { user, system } = process.cpuUsage(before);
  client.disconnect();
  return (user + system) / count;
}

/** Bytes of Redis for each, without what is forgotten within minutes, and that apart. */
export interface Weights {
  readonly reaction: number;
  readonly reactionCommand: number;
  /** Beyond its text. */
  readonly comment: number;
}

/** Weighs so many reactions, each by a visitor of his own, and then as many comments by them, on one page. */
export async function weighRedis(server: RedisServer, count: number): Promise<Weights> {
  const store = await openRedisStore(parseRedisAddress(server.url)!);
  const ref = { site: 'default', page: 'https://news.example/articles/1' };
  const visitors = Array.from({ length: count }, () => randomBytes(16).toString('base64url'));
  const all = async (write: (visitorId: string, index: number) => Promise<unknown>) => {
    for (let from = 0; from < count; from += 500) {
      await Promise.all(visitors.slice(from, from + 500).map((visitorId, index) => write(visitorId, from + index)));
    }
  };
  const empty = await usedBytes(server);
  await all((visitorId, index) =>
    store.setReaction({ ref, visitorId, kind: KINDS[index % KINDS.length]!, commandId: randomUUID() }),
  );
  const reacted = await usedBytes(server);
  await forgetCommands(server);
  const kept = await usedBytes(server);
  let text = 0;
  await all((visitorId, index) => {
    const commandId = randomUUID();
    const body = 'A word in a talk. '.repeat(1 + (index % 12));
    text += body.length;
    const author = { id: visitorId, name: 'Somebody', role: 'visitor' } as const;
    const fingerprint = hash('sha256', commandId, 'base64url');
    const post = { type: 'post', parentId: null, isRename: false, status: 'published', reason: null } as const;
    return store.writeComment({ ...post, ref, visitorId, commandId, fingerprint, author, body });
  });
  await forgetCommands(server);
  const commented = await usedBytes(server);
  await store.close();
  return {
    reaction: (kept - empty) / count,
    reactionCommand: (reacted - kept) / count,
    comment: (commented - kept - text) / count,
  };
}

async function usedBytes(server: RedisServer): Promise<number> {
  return Number(/used_memory:(\d+)/.exec(await server.ask('info', 'memory'))![1]);
}

/** As time does; resolves once Redis has made its tables smaller, which it does beside its work. */
async function forgetCommands(server: RedisServer): Promise<void> {
  await server.ask('eval', "for _, key in ipairs(redis.call('KEYS', '*:k:*')) do redis.call('DEL', key) end", '0');
  for (let [last, used] = [Infinity, 0]; used < last;) {
    last = used === 0 ? Infinity : used;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    used = await usedBytes(server);
  }
}
