import { describe, expect, it, onTestFinished } from 'vitest';
import type { ExportRecord } from '../../core/records.js';
import { RedisCluster, type RedisServer } from '../../testing/index.js';
import { change, editBy, flagBy, nameOf, post, readComment, voteBy } from '../../testing/talk.js';
import { VisitorKeys } from './keys.js';
import type { RedisStore } from './redis-store.js';
import { hasRedis, opened, PAGE, startRedis, telling, wish } from './scratch.test.util.js';
import { packVisitor } from './short-ids.js';

const ref = PAGE;

function signOn(store: RedisStore, guestId: string | null, member = 'anna'): Promise<string> {
  return store.signOn({ site: ref.site, member, name: 'Anna', guestId, freshId: `fresh-${member}` });
}

describe('members in the Redis store', () => {
  it('RD-34: a guest with many comments and pages becomes a member’s in small steps; what both wrote is in the order of its times', async () => {
    if (!hasRedis('RD-34')) return;
    const { told, onCommit } = telling();
    const store = await opened((await startRedis()).url, { onCommit });
    await signOn(store, 'anna');
    const written: string[] = [];
    for (let index = 0; index < 450; index += 1)
      written.unshift((await post(store, index % 5 === 0 ? 'anna' : 'guest', { ref })).id);
    for (let page = 0; page < 70; page += 1)
      await store.setReaction({ ...wish('like', 'guest'), ref: { ...ref, page: `${page}` } });
    told.length = 0;
    expect(await signOn(store, 'guest')).toBe('anna');
    expect(told.map(({ changes }) => changes.length)).toEqual([200, 160]);
    expect(told.flatMap(({ changes }) => changes.map(({ seq }) => seq))).toEqual(
      Array.from({ length: 360 }, (_, index) => 451 + index),
    );
    const exported: string[] = [];
    let marks = 0;
    for (let from: string | null = null; ;) {
      const part: ExportRecord | null = await store.exportVisitor(ref.site, 'anna', from);
      exported.push(...part!.comments.map(({ comment }) => comment.id));
      marks += part!.reactions.length;
      if ((from = part!.next) === null) break;
    }
    expect(exported).toEqual(written);
    expect(marks).toBe(70);
    expect(await store.readVisitor(ref.site, 'guest')).toBe(null);
    expect(await store.writeVisitor(nameOf('anna', null))).toMatchObject({ erased: { comments: 450, reactions: 70 } });
  });

  it.each([
    ['one Redis', startRedis],
    ['a cluster', startCluster],
  ] as const)('RD-35: what a guest asked for is known as the member’s, in %s', async (_where, start) => {
    if (!hasRedis('RD-35')) return;
    const store = await opened((await start()).url);
    await signOn(store, 'anna');
    const own = await post(store, 'anna', { ref, body: 'Of Anna' });
    const gone = nameOf('guest', null);
    await store.writeVisitor(gone);
    const comment = await post(store, 'guest', { ref });
    const commands = [editBy('guest', 'edit', comment, { ref }), flagBy('guest', own.id, { ref })] as const;
    await store.writeComment(commands[0]);
    await store.flagComment(commands[1]);
    const older = wish('like', 'guest');
    await store.setReaction(older);
    await store.setReaction(wish('wow', 'guest'));
    await signOn(store, 'guest');
    const asAnna = { visitorId: 'anna' };
    expect(await store.writeComment({ ...commands[0], ...asAnna })).toMatchObject({ status: 'repeated' });
    expect(await store.writeComment({ ...commands[0], ...asAnna, fingerprint: 'x' })).toEqual({ status: 'conflict' });
    expect(await store.flagComment({ ...commands[1], ...asAnna, onlyIfKnown: true })).toEqual({ status: 'repeated' });
    expect(await store.setReaction({ ...older, ...asAnna })).toMatchObject({ status: 'repeated', mine: 'wow' });
    expect(await store.writeVisitor({ ...gone, ...asAnna })).toMatchObject({ status: 'repeated' });
    expect((await readComment(store, own.id, ref)).body).toBe('Of Anna');
  });

  it('RD-36: a sign-on that its node has left is ended by another; a guest who was claimed for nobody is let go', async () => {
    if (!hasRedis('RD-36')) return;
    const server = await startRedis();
    let now = Date.now();
    const { told, onCommit } = telling();
    const store = await opened(server.url, { clock: { now: () => now }, onCommit });
    await signOn(store, 'anna');
    const held = await post(store, 'guest', { ref, status: 'pending' });
    const comment = await post(store, 'guest', { ref });
    const removed = await change(store, 'guest', 'remove', await post(store, 'guest', { ref }), { ref });
    const other = await post(store, 'ben', { ref });
    await store.setVote(voteBy('guest', other.id, 1, { ref }));
    await leaveSignOn(server, 'anna', 'guest');
    await leaveSignOn(server, 'carl', 'nobody');
    await store.sweep();
    expect((await readComment(store, comment.id, ref)).author.id, 'its node may still be at it').toBe('guest');
    now += 60_000;
    await store.sweep();
    expect(await server.ask('exists', 'h:merges')).toBe('0');
    for (const { id } of [held, comment, removed]) expect((await readComment(store, id, ref)).author.id).toBe('anna');
    expect((await readComment(store, removed.id, ref)).version).toBe(removed.version);
    expect((await store.readOwn(ref, 'anna')).held.map(({ id }) => id)).toEqual([held.id]);
    expect((await store.readOwn(ref, 'guest')).held).toEqual([]);
    expect(await store.readVotes(ref, 'anna', [other.id])).toEqual({ [other.id]: 1 });
    expect(await store.readVisitor(ref.site, 'guest')).toBe(null);
    expect(await store.readVisitor(ref.site, 'nobody')).toBe(null);
    expect(told.at(-1)!.changes).toMatchObject([{ type: 'edited', comment: { id: comment.id } }]);
    expect(await signOn(store, 'nobody', 'dora')).toBe('nobody');
  });
});

async function startCluster(): Promise<RedisCluster> {
  const cluster = await RedisCluster.start();
  onTestFinished(() => cluster.remove());
  return cluster;
}

/** As a node does that ends in the midst of a sign-on: it has claimed the guest, and no more. */
async function leaveSignOn(server: RedisServer, member: string, guest: string): Promise<void> {
  const key = new VisitorKeys(ref.site, packVisitor(guest)).member.toString();
  await server.ask('set', key, member);
  await server.ask('zadd', 'h:merges', `${Date.now() + 30_000}`, JSON.stringify([ref.site, member, guest]));
}
