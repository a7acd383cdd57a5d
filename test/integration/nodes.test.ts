import type { Comment } from '@huzzah/protocol';
import { overRedis, RedisCluster, RedisServer } from '@huzzah/server/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startNode } from '../helpers/nodes.js';
import { HUZZAH_SSO_KEY, signOnFor } from '../helpers/sign-on.js';
import { soon } from '../helpers/soon.js';
import { Visitor } from '../helpers/visitor.js';

const PAGE = 'https://news.example/a';

const WHERE = [
  ['one Redis', async () => RedisServer.start()],
  ['a cluster of three masters', async () => RedisCluster.start()],
] as const;

/** All that a visitor was told of his page, folded as a reader folds it. */
function folded({ pulses }: Visitor) {
  return Object.assign({}, ...pulses) as Visitor['pulses'][number];
}

const changesOf = ({ pulses }: Visitor) => pulses.flatMap(({ changes = [] }) => changes);

/** Each comment as last told. */
function commentsOf(visitor: Visitor): Comment[] {
  return [...new Map(changesOf(visitor).map(({ comment }) => [comment.id, comment])).values()];
}

const define = () =>
  describe.each(WHERE)('many nodes on %s', (_name, start) => {
    // One for all of these, which is empty at the beginning of each.
    let redis: RedisServer | RedisCluster;
    let urls: string[];

    beforeAll(async () => (redis = await start()));
    afterAll(() => redis.remove());
    beforeEach(async () => {
      await redis.empty();
      const { url } = redis;
      urls = (await Promise.all([1, 2, 3].map(() => startNode(url, { HUZZAH_SSO_KEY })))).map((node) => node.url);
    });

    async function joined(node: number, auth: object = {}): Promise<Visitor> {
      const visitor = await Visitor.connect(urls[node]!, auth);
      expect(await visitor.join(PAGE)).toMatchObject({ ok: true });
      return visitor;
    }

    it('ND-1: a reaction on one node is seen on the others, and so is who is there', async () => {
      const readers = await Promise.all([0, 1, 2].map((node) => joined(node)));
      const [a, b] = readers as [Visitor, Visitor, Visitor];
      expect(await a.react(PAGE, 'like')).toMatchObject({ ok: true });
      expect(await b.react(PAGE, 'wow')).toMatchObject({ ok: true });
      for (const reader of readers) {
        await vi.waitFor(() => expect(folded(reader).tally).toMatchObject({ counts: { like: 1, wow: 1 } }), soon);
        await vi.waitFor(() => expect(folded(reader).occupancy).toEqual({ visitors: 3, connections: 3 }), soon);
      }
      const counts = await fetch(`${urls[2]}/api/v1/sites/default/counts?page=${encodeURIComponent(PAGE)}`);
      expect(await counts.json()).toMatchObject({ [PAGE]: { reactions: { like: 1, wow: 1 }, visitors: 3 } });
      a.socket.disconnect();
      await vi.waitFor(() => expect(folded(b).occupancy).toEqual({ visitors: 2, connections: 2 }), soon);
    });

    it('ND-2: comments, edits, removals and votes are seen on the others, in order, without a gap', async () => {
      const [a, b, c] = [await joined(0), await joined(1), await joined(2)];
      const first = await a.posted(PAGE, 'first');
      const second = await b.posted(PAGE, 'second');
      expect(await a.act('comment.edit', PAGE, first.id, { body: 'first, mended' })).toMatchObject({ ok: true });
      expect(await b.act('comment.remove', PAGE, second.id)).toMatchObject({ ok: true });
      expect(await b.act('comment.vote', PAGE, first.id, { value: 1 })).toMatchObject({ ok: true });
      for (const reader of [a, b, c]) {
        await vi.waitFor(() => expect(changesOf(reader).map(({ seq }) => seq)).toEqual([1, 2, 3, 4]), soon);
        const [one, two] = commentsOf(reader);
        expect(one).toMatchObject({ body: 'first, mended' });
        expect(two).toMatchObject({ status: 'removed', body: '' });
        const votes = () =>
          Object.assign({}, ...reader.pulses.map((pulse) => pulse.votes ?? {})) as Record<string, object>;
        const shown = () => votes()[first.id] ?? commentsOf(reader)[0]!.votes;
        await vi.waitFor(() => expect(shown()).toMatchObject({ up: 1 }), soon);
        expect(folded(reader)).toMatchObject({ head: 4, commentCount: 1 });
      }
    });

    it('ND-3: what a visitor does on one node his connections on the others hear, and nobody else’s', async () => {
      const one = await joined(0);
      const { token } = one.session;
      const [two, other] = [await joined(1, { token }), await joined(1)];
      expect(two.session.visitor.id).toBe(one.session.visitor.id);
      await one.react(PAGE, 'like');
      await vi.waitFor(() => expect(folded(two).mine).toBe('like'), soon);
      await two.react(PAGE, 'wow');
      await vi.waitFor(() => expect(folded(one).mine).toBe('wow'), soon);
      expect(await two.command('visitor.rename', { name: 'Ann', commandId: crypto.randomUUID() })).toMatchObject({
        ok: true,
      });
      await vi.waitFor(() => expect(one.session.visitor.name).toBe('Ann'), soon);
      // One who was new when he connected, and has written elsewhere since.
      const fresh = await Visitor.connect(urls[2]!);
      const elsewhere = await Visitor.connect(urls[0]!, { token: fresh.session.token });
      await elsewhere.react(PAGE, 'angry');
      await vi.waitFor(async () => expect(await fresh.join(PAGE)).toMatchObject({ mine: 'angry' }), soon);
      await vi.waitFor(() => expect(folded(one).occupancy).toEqual({ visitors: 3, connections: 4 }), soon);
      expect(await one.command('visitor.erase', { commandId: crypto.randomUUID() })).toMatchObject({ ok: true });
      await vi.waitFor(() => expect(two.session.visitor.name).toBe('Guest'), soon);
      await vi.waitFor(() => expect(folded(two).mine).toBeNull(), soon);
      expect(other.pulses.every((pulse) => !('mine' in pulse))).toBe(true);
    });

    it('ND-4: who joins sees all that was acknowledged anywhere before, once', async () => {
      const writers = [await joined(0), await joined(1)];
      for (let i = 0; i < 20; i += 1) {
        const comment = await writers[i % 2]!.posted(PAGE, `comment ${i}`);
        const reader = await Visitor.connect(urls[(i + 1) % 3]!);
        const reply = await reader.join(PAGE, { limit: 100 });
        expect(reply['seq']).toBe(i + 1);
        expect((reply['comments'] as Comment[]).map(({ id }) => id)).toContain(comment.id);
        const late = await reader.join(PAGE, { since: { epoch: reply['epoch'], seq: i } });
        expect(late).toMatchObject({ resumed: true, changes: [{ seq: i + 1, comment: { id: comment.id } }] });
        reader.socket.disconnect();
      }
    });

    it('ND-5: a command that is sent again to another node has no second effect', async () => {
      const one = await joined(0);
      const { token } = one.session;
      const two = await joined(1, { token });
      const commandId = crypto.randomUUID();
      const first = await one.post(PAGE, 'once', { commandId });
      const again = await two.post(PAGE, 'once', { commandId });
      expect(again).toEqual(first);
      expect(await two.post(PAGE, 'twice', { commandId })).toMatchObject({ error: { code: 'conflict' } });
      expect(await two.join(PAGE)).toMatchObject({ seq: 1, commentCount: 1 });
    });

    it('ND-6: a guest who signs on at one node is the member whom another knows, and readers there see it', async () => {
      const member = await joined(1, { sso: await signOnFor('anna', 'Anna') });
      const reader = await joined(1);
      const guest = await joined(0);
      await member.react(PAGE, 'like');
      await guest.react(PAGE, 'wow');
      const comments = [await guest.posted(PAGE, 'first'), await guest.posted(PAGE, 'second')];
      await vi.waitFor(() => expect(folded(reader)).toMatchObject({ head: 2, tally: { counts: { wow: 1 } } }), soon);
      const { id } = member.session.visitor;
      const sso = await signOnFor('anna', 'Anna');
      const signedOn = await guest.command('visitor.identify', { sso, commandId: crypto.randomUUID() });
      expect(signedOn).toMatchObject({ visitor: { id, role: 'member' } });
      for (const each of [reader, member, guest]) {
        await vi.waitFor(() => expect(commentsOf(each).map(({ author }) => author?.id)).toEqual([id, id]), {
          ...soon,
          timeout: 5_000,
        });
        await vi.waitFor(() => expect(folded(each).tally).toMatchObject({ counts: { like: 1, wow: 0 } }), soon);
      }
      await vi.waitFor(() => expect(folded(reader).occupancy).toEqual({ visitors: 2, connections: 3 }), soon);
      expect(await guest.join(PAGE)).toMatchObject({ mine: 'like', commentCount: 2 });
      expect(await member.act('comment.edit', PAGE, comments[0]!.id, { body: 'mended' })).toMatchObject({ ok: true });
    });
  });

overRedis({ describe, it }, 'ND-1', define);
