import type { Comment, CommentsListed } from '@huzzah/protocol';
import { describe, expect, it } from 'vitest';
import { startTestServer } from '../helpers/server.js';
import { Visitor } from '../helpers/visitor.js';

const page = 'https://news.example/a';
const code = (reply: { error?: { code: string } }) => reply.error?.code;

const list = async (visitor: Visitor, more: object = {}) => {
  const reply = await visitor.command('comment.list', { page, ...more });
  if (!reply.ok) throw new Error(JSON.stringify(reply.error));
  return reply as unknown as CommentsListed;
};

/** Every part of the list, from the first to the last. */
async function whole(visitor: Visitor, more: object = {}): Promise<Comment[]> {
  const comments: Comment[] = [];
  let before: string | null = null;
  do {
    const part = await list(visitor, { ...more, ...(before !== null && { before }) });
    comments.push(...part.comments);
    before = part.before;
  } while (before !== null);
  return comments;
}

/** A page with 30 comments, `c0` to `c29`, of which `c3` has five replies and `c5` was removed. */
async function talk(url: string) {
  const [author, other] = [await Visitor.connect(url), await Visitor.connect(url)];
  const posted: Comment[] = [];
  for (let i = 0; i < 30; i += 1) posted.push(await author.posted(page, `c${i}`));
  const replies: Comment[] = [];
  for (let i = 0; i < 5; i += 1) replies.push(await other.posted(page, `r${i}`, { parentId: posted[3]!.id }));
  await author.act('comment.remove', page, posted[5]!.id);
  return { author, other, posted, replies };
}

const tops = (comments: readonly Comment[]) =>
  comments.filter(({ parentId }) => parentId === null).map(({ body }) => body);
const names = (...numbers: number[]) => numbers.map((n) => `c${n}`);
const NEWEST = names(...Array.from({ length: 30 }, (_, i) => 29 - i).filter((i) => i !== 5));

describe('lists', () => {
  it('LI-1: a list holds top-level comments with their first two replies, and its parts are the whole, once', async () => {
    const { url } = await startTestServer();
    const { author, other, posted } = await talk(url);
    const first = await list(author);
    expect(tops(first.comments)).toEqual(NEWEST.slice(0, 20));
    expect(first).toMatchObject({ threadCount: 29, myVotes: {}, before: expect.any(String) as string });
    const newest = await whole(author, { limit: 7 });
    expect(tops(newest)).toEqual(NEWEST);
    expect(newest.map(({ body }) => body).join()).toContain('c3,r0,r1,c2');
    expect(tops(await whole(author, { limit: 7, sort: 'oldest' }))).toEqual(NEWEST.toReversed());
    for (const i of [7, 7, 20])
      await (await Visitor.connect(url)).act('comment.vote', page, posted[i]!.id, { value: 1 });
    await other.act('comment.vote', page, posted[8]!.id, { value: -1 });
    const top = tops(await whole(author, { limit: 7, sort: 'top' }));
    expect(top).toEqual(['c7', 'c20', ...NEWEST.filter((name) => !['c7', 'c8', 'c20'].includes(name)), 'c8']);
    expect((await list(other, { sort: 'oldest' })).myVotes).toEqual({ [posted[8]!.id]: -1 });
  });

  it('LI-2: replies are listed oldest first, in parts', async () => {
    const { url } = await startTestServer();
    const { author, posted } = await talk(url);
    const parts = await whole(author, { parentId: posted[3]!.id, limit: 2, sort: 'newest' });
    expect(parts.map(({ body }) => body)).toEqual(['r0', 'r1', 'r2', 'r3', 'r4']);
    expect(await whole(author, { parentId: posted[4]!.id })).toEqual([]);
    for (const parentId of [crypto.randomUUID(), posted[5]!.id]) {
      expect(code(await author.command('comment.list', { page, parentId }))).toBe('not_found');
    }
  });

  it('LI-3: a cursor that was made up, or is of another order, page or list, is a bad request', async () => {
    const { url } = await startTestServer({ file: { sites: { default: {}, shop: {} } } });
    const { author, posted } = await talk(url);
    const before = (await list(author)).before!;
    await author.posted('elsewhere', 'Hello');
    const tries: object[] = [
      { before: 'x' },
      { before: '....' },
      { before: `${before}=` },
      { before: before.slice(0, -1) },
      { before: before.toUpperCase() },
      { before: `${before.slice(0, 12)}1.0` },
      { before: `${before}0` },
      { before: Buffer.from('{"seq":1}').toString('base64url') },
      { before: '' },
      { before: 'a'.repeat(201) },
      { before, sort: 'oldest' },
      { before, sort: 'top' },
      { before, parentId: posted[3]!.id },
      { before, around: posted[3]!.id },
      { before, page: 'elsewhere' },
      { before: 7 },
      { limit: 0 },
      { limit: 101 },
      { sort: 'worst' },
    ];
    for (const more of tries) {
      expect(code(await author.command('comment.list', { page, ...more })), JSON.stringify(more)).toBe('bad_request');
    }
    const shop = await Visitor.connect(url, { site: 'shop' });
    expect(code(await shop.command('comment.list', { page, before }))).toBe('bad_request');
    expect((await list(author, { before })).comments.length).toBeGreaterThan(0);
  });

  it('LI-4: the part around a comment holds it, and leads on both ways', async () => {
    const { url } = await startTestServer();
    const { author, posted, replies } = await talk(url);
    const around = await list(author, { around: posted[15]!.id, limit: 5 });
    expect(tops(around.comments)).toContain('c15');
    const newer = await list(author, { before: around.after, limit: 5 });
    const older = await list(author, { before: around.before, limit: 5 });
    const found = [newer, around, older].flatMap(({ comments }) => tops(comments));
    const at = NEWEST.indexOf(found[0]!);
    expect(found).toEqual(NEWEST.slice(at, at + 15));
    expect(around).toMatchObject({ asOf: 36, skipped: at + 5 });
    expect(newer).toMatchObject({ after: expect.any(String) as string, skipped: at });
    expect(older).not.toHaveProperty('after');
    const start = await list(author, { around: posted[29]!.id, limit: 5 });
    expect(start).toMatchObject({ after: null, skipped: 0 });
    const reply = await list(author, { around: replies[4]!.id, limit: 3 });
    expect(reply.comments.map(({ body }) => body)).toEqual(expect.arrayContaining(['c3', 'r0', 'r1', 'r4']));
    for (const id of [crypto.randomUUID(), posted[5]!.id]) {
      expect(code(await author.command('comment.list', { page, around: id })), id).toBe('not_found');
      expect(tops((await author.join(page, { around: id }))['comments'] as Comment[])).toEqual(NEWEST.slice(0, 20));
    }
    expect(await author.join(page, { around: posted[15]!.id, limit: 5 })).toMatchObject({
      comments: around.comments,
      after: around.after,
      skipped: around.skipped,
      asOf: 36,
      before: around.before,
    });
  });

  it('LI-5: a list is 32 kB at most: fewer come, and none is lost; what was asked for is there', async () => {
    const { url } = await startTestServer();
    const author = await Visitor.connect(url);
    const bodies = Array.from({ length: 30 }, (_, i) => `${i} ${'가'.repeat(490)}`);
    const posted: Comment[] = [];
    for (const body of bodies) posted.push(await author.posted(page, body));
    const first = await list(author, { limit: 100 });
    expect(Buffer.byteLength(JSON.stringify(first.comments))).toBeLessThanOrEqual(32_768);
    expect(first.comments.length).toBeGreaterThan(10);
    expect(tops(await whole(author, { limit: 100 }))).toEqual(bodies.toReversed());
    for (const sort of ['newest', 'oldest', 'top']) {
      const part = await list(author, { limit: 100, sort, around: posted[7]!.id });
      expect(part.comments.map(({ id }) => id)).toContain(posted[7]!.id);
      expect(Buffer.byteLength(JSON.stringify(part.comments))).toBeLessThanOrEqual(32_768);
    }
    const joined = await author.join(page, { limit: 100 });
    expect(joined['comments']).toEqual(first.comments);
    const since = { epoch: joined['epoch'], seq: 0 };
    const fresh = await author.join(page, { since });
    expect(fresh).not.toHaveProperty('resumed');
    expect(fresh['comments']).toHaveLength(first.comments.length);
    const resumed = await author.join(page, { since: { ...since, seq: 25 } });
    expect(resumed).toMatchObject({ resumed: true, seq: 30 });
    expect((resumed['changes'] as { seq: number }[]).map(({ seq }) => seq)).toEqual([26, 27, 28, 29, 30]);
    expect(resumed).not.toHaveProperty('comments');
  });

  it('LI-6: a removed comment is listed only while it has published replies', async () => {
    const { url } = await startTestServer();
    const { author, other, posted, replies } = await talk(url);
    await author.act('comment.remove', page, posted[3]!.id);
    const removed = (await whole(other)).find(({ id }) => id === posted[3]!.id);
    expect(removed).toMatchObject({ status: 'removed', body: '', author: null, replyCount: 5 });
    expect((await list(other)).threadCount).toBe(29);
    for (const { id } of replies) await other.act('comment.remove', page, id);
    expect((await whole(other)).map(({ id }) => id)).not.toContain(posted[3]!.id);
    expect((await list(other)).threadCount).toBe(28);
  });

  it('LI-7: over HTTP older comments come by the same cursors', async () => {
    const { url } = await startTestServer();
    const { author, posted } = await talk(url);
    const get = async (query: string) => {
      const response = await fetch(`${url}/api/v1/sites/default/comments?page=${encodeURIComponent(page)}${query}`);
      return [response.status, await response.json()] as const;
    };
    const first = await list(author, { limit: 5 });
    const { epoch, threadCount, comments: newest, asOf, before } = first;
    expect(await get('&limit=5')).toEqual([200, { epoch, threadCount, comments: newest, asOf, before }]);
    const { comments } = await list(author, { limit: 5, before: first.before });
    expect(await get(`&limit=5&before=${first.before}`)).toMatchObject([200, { comments }]);
    expect(await get(`&parentId=${posted[3]!.id}&limit=2`)).toMatchObject([
      200,
      { comments: [{ body: 'r0' }, { body: 'r1' }] },
    ]);
    for (const query of [
      '&limit=x',
      '&limit=0',
      '&limit=1&limit=2',
      '&before=x',
      '&sort=worst',
      '&admin=1',
      '&page=b',
    ]) {
      expect(await get(query), query).toMatchObject([400, { error: { code: 'bad_request' } }]);
    }
    expect(await get(`&around=${crypto.randomUUID()}`)).toMatchObject([404, { error: { code: 'not_found' } }]);
    const snapshot: unknown = await (
      await fetch(`${url}/api/v1/sites/default/page?page=${encodeURIComponent(page)}`)
    ).json();
    expect(snapshot).toMatchObject({ commentCount: 34, threadCount: 29, comments: (await list(author)).comments });
    const counts: unknown = await (
      await fetch(`${url}/api/v1/sites/default/counts?page=${encodeURIComponent(page)}`)
    ).json();
    expect(counts).toMatchObject({ [page]: { comments: 34 } });
  });

  it('LI-8: one who asks for much at once gets it all, a part after the other, and is not closed', async () => {
    const { url } = await startTestServer();
    const author = await Visitor.connect(url);
    for (let i = 0; i < 25; i += 1) await author.posted(page, `${i} ${'가'.repeat(490)}`);
    const reader = await Visitor.connect(url, {}, { transports: ['polling'] });
    const replies = await Promise.all(Array.from({ length: 40 }, () => reader.command('comment.list', { page })));
    expect(replies.every(({ ok }) => ok)).toBe(true);
    expect(reader.socket.connected).toBe(true);
  });
});
