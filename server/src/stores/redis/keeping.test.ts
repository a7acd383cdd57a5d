import { LIMITS } from '@huzzah/protocol';
import { describe, expect, it } from 'vitest';
import type { RedisServer } from '../../testing/index.js';
import { change, flagBy, nameOf, post, postBy, readComment, voteBy } from '../../testing/talk.js';
import { pageIdOf } from './keys.js';
import { hasRedis, opened, PAGE, startRedis, telling, wish } from './scratch.test.util.js';

const ref = PAGE;

/** Everything that is stored, as bytes in hexadecimal. */
async function dump(server: RedisServer): Promise<string> {
  const script = `
    local all = {}
    for _, key in ipairs(redis.call('KEYS', '*')) do
      table.insert(all, key)
      local type = redis.call('TYPE', key).ok
      local read = { string = { 'GET', key }, hash = { 'HGETALL', key }, list = { 'LRANGE', key, 0, -1 }, zset = { 'ZRANGE', key, 0, -1 } }
      local value = redis.call(unpack(read[type]))
      for _, part in ipairs(type == 'string' and { value } or value) do table.insert(all, part) end
    end
    local hex = string.gsub(table.concat(all, '\\n'), '.', function(c) return string.format('%02x', string.byte(c)) end)
    return hex`;
  return server.ask('eval', script, '0');
}

const hex = (text: string) => Buffer.from(text).toString('hex');

describe('what the Redis store keeps', () => {
  it('RD-18: every key is of the table, of its type, and lives as long as that says', async () => {
    if (!hasRedis('RD-18')) return;
    const server = await startRedis();
    const store = await opened(server.url);
    const { id, version } = await post(store, 'anna', { ref, name: 'Anna', isRename: true });
    await post(store, 'anna', { ref, parentId: id });
    await post(store, 'anna', { ref, status: 'pending' });
    await change(store, 'anna', 'remove', { id, version }, { ref });
    const other = await post(store, 'ben', { ref });
    await store.setVote(voteBy('anna', other.id, 1, { ref }));
    await store.flagComment(flagBy('anna', other.id, { ref }));
    await store.setReaction(wish('like'));
    for (let page = 0; page < 8; page += 1)
      await store.setReaction({ ...wish('like'), ref: { ...ref, page: `${page}` } });
    await store.signOn({ site: ref.site, member: 'carl', name: 'Carl', guestId: null, freshId: 'carl' });
    await store.signOn({ site: ref.site, member: 'carl', name: 'Carl', guestId: 'ben', freshId: 'other' });
    await store.check();
    const types = {
      'h:store': ['hash', null],
      'h:due': ['zset', null],
      'h:check:N': ['string', 60_000],
      'h:{PAGE}': ['string', null],
      'h:{PAGE}:m': ['hash', null],
      'h:{PAGE}:c': ['hash', null],
      'h:{PAGE}:t': ['zset', null],
      'h:{PAGE}:s': ['zset', null],
      'h:{PAGE}:r': ['zset', null],
      'h:{PAGE}:h': ['zset', null],
      'h:{PAGE}:l': ['list', null],
      'h:{PAGE}:f': ['hash', null],
      'h:{PAGE}:x': ['zset', null],
      'h:{PAGE}:v': ['hash', null],
      'h:{PAGE}:a': ['hash', LIMITS.commentCommandMemoryMs],
      'h:{BUCKET}:s': ['hash', null],
      'h:{BUCKET}:p': ['hash', null],
      'h:{BUCKET}:n': ['string', null],
      'h:{BUCKET}:a': ['set', LIMITS.commentCommandMemoryMs],
      'h:{BUCKET}:m': ['string', null],
      'h:{BUCKET}:i': ['string', null],
      'h:{BUCKET}:k': ['string', LIMITS.commentCommandMemoryMs],
    } as const;
    const found = await server.ask(
      'eval',
      `local all = {}
       for _, key in ipairs(redis.call('KEYS', '*')) do
         table.insert(all, string.gsub(key, '[^%w%p]', '?') .. ' ' .. redis.call('TYPE', key).ok .. ' ' .. redis.call('PTTL', key))
       end
       return all`,
      '0',
    );
    const pages = [pageIdOf(ref), ...Array.from({ length: 8 }, (_, page) => pageIdOf({ ...ref, page: `${page}` }))];
    const seen = new Set<string>();
    for (const line of found.split('\n')) {
      const [, key, type, ttl] = /^(.*) (\w+) (-?\d+)$/.exec(line)!;
      const shape = key!
        .replace(/\{(.*?)\}/, (_, tag: string) =>
          pages.includes(tag) ? '{PAGE}' : /check/.test(key!) ? 'N' : '{BUCKET}',
        )
        .replace(/^(h:\{\w+\}:\w).*/, '$1');
      const [expected, longest] = types[shape as keyof typeof types] ?? [`no key ${key}`, null];
      expect(type, shape).toBe(expected);
      if (longest === null) expect(ttl, shape).toBe('-1');
      else expect(Number(ttl) > 0 && Number(ttl) <= longest, `${shape} ${ttl}`).toBe(true);
      seen.add(shape);
    }
    expect([...seen].sort()).toEqual(Object.keys(types).sort());
  });

  it('RD-19: the text of what is removed, and flags, are kept for their time and go then; what was restored stays', async () => {
    if (!hasRedis('RD-19')) return;
    const server = await startRedis();
    let now = Date.now();
    const store = await opened(server.url, { clock: { now: () => now } });
    const [gone, back] = [
      await post(store, 'anna', { ref, body: 'Gone' }),
      await post(store, 'anna', { ref, body: 'Back' }),
    ];
    await store.flagComment(flagBy('ben', back.id, { ref, text: 'A reason' }));
    await change(store, 'anna', 'remove', gone, { ref });
    const removed = await change(store, 'anna', 'remove', back, { ref });
    now += LIMITS.removedKeptMs - 1_000;
    await store.sweep();
    expect((await readComment(store, gone.id, ref)).body).toBe('Gone');
    await change(store, 'anna', 'restore', removed, { ref });
    now += 2_000;
    await store.sweep();
    expect((await readComment(store, gone.id, ref)).body).toBe('');
    expect((await readComment(store, back.id, ref)).body).toBe('Back');
    expect(await dump(server)).not.toContain(hex('Gone'));
    expect(await dump(server)).toContain(hex('A reason'));
    now += LIMITS.flagsKeptMs - LIMITS.removedKeptMs;
    await store.sweep();
    expect(await dump(server)).not.toContain(hex('A reason'));
    expect(await server.ask('exists', 'h:due')).toBe('0');
  });

  it('RD-20: of an erased visitor no byte is left, on however many pages he was', async () => {
    if (!hasRedis('RD-20')) return;
    const server = await startRedis();
    const store = await opened(server.url);
    const others = await post(store, 'ben', { ref });
    const visitor = 'c2VjcmV0LXZpc2l0b3IhIQ';
    for (let page = 0; page < 70; page += 1) {
      const here = { ...ref, page: `${page}` };
      await store.setReaction({ ...wish('like', visitor), ref: here });
      if (page % 7 === 0)
        await post(store, visitor, { ref: here, body: `Secret ${page}`, name: 'Nemo', isRename: page === 0 });
    }
    for (let index = 0; index < 250; index += 1)
      await post(store, visitor, { ref, body: `Secret ${index}`, name: 'Nemo' });
    await store.setVote(voteBy(visitor, others.id, 1, { ref }));
    await store.flagComment(flagBy(visitor, others.id, { ref, text: 'Secret reason' }));
    expect(await store.readVisitor('news', visitor)).toEqual({ name: 'Nemo', isPublished: true });
    expect(await store.writeVisitor(nameOf(visitor, null))).toMatchObject({
      erased: { comments: 260, reactions: 70, votes: 1, flags: 1 },
    });
    const left = await dump(server);
    for (const text of ['Secret', 'Nemo']) expect(left).not.toContain(hex(text));
    expect(await store.readVisitor('news', visitor)).toBe(null);
    const records = await store.readPages(Array.from({ length: 70 }, (_, page) => ({ ...ref, page: `${page}` })));
    expect(new Set(records.map(({ counts, commentCount }) => `${counts['like']} ${commentCount}`))).toEqual(
      new Set(['0 0']),
    );
  });

  it('RD-21: an erasure that its node has left is ended by another', async () => {
    if (!hasRedis('RD-21')) return;
    const server = await startRedis();
    let now = Date.now();
    const { told, onCommit } = telling();
    const store = await opened(server.url, { clock: { now: () => now }, onCommit });
    const comment = await post(store, 'anna', { ref, body: 'Secret', name: 'Anna', isRename: true });
    const elsewhere = { ...ref, page: 'elsewhere' };
    await store.setReaction({ ...wish('like'), ref: elsewhere });
    await leaveErasure(server);
    expect((await readComment(store, comment.id, ref)).body).toBe('Secret');
    await store.sweep();
    expect((await readComment(store, comment.id, ref)).body, 'its node may still be at it').toBe('Secret');
    now += 60_000;
    await store.sweep();
    expect((await readComment(store, comment.id, ref)).body).toBe('');
    expect((await store.readOwn(elsewhere, 'anna')).mine).toBe(null);
    expect(await store.readVisitor('news', 'anna')).toBe(null);
    expect(told.at(-1)!.record).toEqual((await store.readPages([told.at(-1)!.ref]))[0]);
    expect(await server.ask('exists', 'h:erasures')).toBe('0');
  });

  it('RD-22: a command is known for its time, and its memory goes by itself', async () => {
    if (!hasRedis('RD-22')) return;
    const server = await startRedis();
    const store = await opened(server.url);
    const times = async () => {
      const found = await server.ask(
        'eval',
        "local all = {} for _, key in ipairs(redis.call('KEYS', '*:k:*')) do table.insert(all, redis.call('PTTL', key)) end return all",
        '0',
      );
      return found.split('\n').map(Number);
    };
    const write = wish('like');
    await store.setReaction(write);
    await server.ask(
      'eval',
      "for _, key in ipairs(redis.call('KEYS', '*:k:*')) do redis.call('PEXPIRE', key, 1000) end",
      '0',
    );
    await store.setReaction(write);
    for (const ms of await times()) expect(ms).toBeGreaterThan(LIMITS.commandMemoryMs - 60_000);
    // The newest of a mark, and the posting of a comment, are known by what they have left.
    const posted = postBy('anna', { ref });
    await store.writeComment(posted);
    await server.ask('eval', "for _, key in ipairs(redis.call('KEYS', '*:k:*')) do redis.call('DEL', key) end", '0');
    expect(await store.setReaction(write)).toMatchObject({ status: 'repeated' });
    expect(await store.writeComment(posted)).toMatchObject({ status: 'repeated' });
    expect(await store.writeComment({ ...posted, fingerprint: 'other' })).toEqual({ status: 'conflict' });
  });
});

/** As a node does that ends in the midst of an erasure: it has said that it begins, and no more. */
async function leaveErasure(server: RedisServer): Promise<void> {
  await server.ask(
    'eval',
    "return redis.call('ZADD', 'h:erasures', ARGV[1], 'news\\0another-visitor:anna')",
    '0',
    `${Date.now() + 30_000}`,
  );
}
