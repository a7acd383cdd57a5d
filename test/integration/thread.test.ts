import { connect, HuzzahRefusal, type ShownComment, type Thread, type ThreadOptions } from '@huzzah/client';
import { openThread } from '@huzzah/client/thread';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Proxy } from '../helpers/proxy.js';
import { startTestServer } from '../helpers/server.js';
import { soon } from '../helpers/soon.js';
import { Visitor } from '../helpers/visitor.js';

const PAGE = 'https://news.example/a';

/** A reader with our client, and a stranger by hand, on one page. */
async function meet(options: ThreadOptions & { url?: string; told?: (ana: Visitor) => Promise<unknown> } = {}) {
  const url = options.url ?? (await startTestServer()).url;
  const ana = await Visitor.connect(url);
  await options.told?.(ana);
  const proxy = await Proxy.start(url);
  const huzzah = connect(proxy.url);
  onTestFinished(() => huzzah.close());
  const page = huzzah.page(PAGE);
  const thread = openThread(page, options);
  onTestFinished(thread.subscribe(() => {}));
  await vi.waitFor(() => expect(page.view.state).toBe('live'), soon);
  expect(thread.view.isKnown).toBe(true);
  return { url, ana, proxy, page, thread };
}

/** What is shown, a reply behind two spaces. */
function shown({ view }: Thread): string[] {
  const text = ({ comment, delivery }: ShownComment) =>
    `${comment.status === 'published' ? comment.body : comment.status}${delivery === 'posted' ? '' : `: ${delivery}`}`;
  return view.items.flatMap((item) => [text(item), ...item.replies.map((reply) => `  ${text(reply)}`)]);
}

const shows = (thread: Thread, ...texts: string[]) => vi.waitFor(() => expect(shown(thread)).toEqual(texts), soon);

async function postMany(ana: Visitor, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 1; i <= count; i += 1) ids.push((await ana.posted(PAGE, `text ${i}`)).id);
  return ids;
}

describe('a thread, over a real server', () => {
  it('TH-16: what is posted, answered, edited, removed, brought back, voted and reported is the same for both', async () => {
    const { ana, thread } = await meet({ told: (other) => other.posted(PAGE, 'from ana') });
    expect(shown(thread)).toEqual(['from ana']);
    const { id: theirs } = thread.view.items[0]!.comment;
    const mine = await thread.post({ body: ' from me ', name: 'Bo' });
    expect(mine).toMatchObject({ body: 'from me', author: { name: 'Bo' }, status: 'published' });
    const reply = await thread.post({ body: 'to ana', parentId: theirs });
    await ana.posted(PAGE, 'to me', { parentId: mine.id });
    await shows(thread, 'from me', '  to me', 'from ana', '  to ana');
    expect(thread.view).toMatchObject({ commentCount: 4, olderCount: 0 });
    expect(thread.view.items[0]).toMatchObject({ isMine: true, delivery: 'posted', comment: { replyCount: 1 } });
    await thread.edit(reply.id, 'to ana, again');
    await thread.vote(theirs, 1);
    await thread.flag(theirs, 'spam');
    const { comments } = (await ana.command('comment.list', { page: PAGE })) as unknown as { comments: object[] };
    expect(comments).toMatchObject([
      { body: 'from me' },
      { body: 'to me' },
      { body: 'from ana', votes: { up: 1, down: 0 }, replyCount: 1 },
      { body: 'to ana, again', editedAt: expect.any(Number) as number },
    ]);
    await thread.remove(mine.id);
    expect(thread.view.items[0]).toMatchObject({ undoableUntil: expect.any(Number) as number, isMine: true });
    expect(shown(thread)[0]).toBe('removed');
    await thread.restore(mine.id);
    await shows(thread, 'from me', '  to me', 'from ana', '  to ana, again');
    await ana.act('comment.remove', PAGE, theirs);
    await shows(thread, 'from me', '  to me', 'removed', '  to ana, again');
    await thread.remove(reply.id);
    await vi.waitFor(() => expect(thread.view.commentCount).toBe(2), soon);
  });

  it('TH-17: away, it keeps what is written; back, it catches up with edits, removals and votes, and posts once', async () => {
    const { url, ana, proxy, page, thread } = await meet({ told: (other) => postMany(other, 3) });
    const [third, second, first] = thread.view.items.map(({ comment }) => comment.id) as [string, string, string];
    proxy.cut();
    await vi.waitFor(() => expect(page.view.state).not.toBe('live'), soon);
    const posted = thread.post({ body: 'written offline' });
    const voted = thread.vote(third, 1);
    await ana.act('comment.edit', PAGE, first, { body: 'edited' });
    await ana.act('comment.remove', PAGE, second);
    const { id: newest } = await ana.posted(PAGE, 'new');
    const bo = await Visitor.connect(url);
    await bo.act('comment.vote', PAGE, newest, { value: 1 });
    await shows(thread, 'written offline: waiting', 'text 3', 'text 2', 'text 1');
    proxy.mend();
    const comment = await posted;
    await voted;
    await shows(thread, 'written offline', 'new', 'text 3', 'edited');
    expect(thread.view.items[1]!.comment.votes.up).toBe(1);
    expect(thread.view.items[2]).toMatchObject({ myVote: 1, comment: { votes: { up: 1 } } });
    await vi.waitFor(() => expect(thread.view.commentCount).toBe(4), soon);
    const { comments } = (await ana.command('comment.list', { page: PAGE })) as unknown as {
      comments: { id: string }[];
    };
    expect(comments.filter(({ id }) => id === comment.id).length).toBe(1);
  });

  it('TH-18: a long thread is read part by part in each order, and opened at any of its comments', async () => {
    let ids: string[] = [];
    const replies: string[] = [];
    const { thread } = await meet({
      limit: 10,
      async told(other) {
        ids = await postMany(other, 35);
        for (let i = 1; i <= 5; i += 1) replies.push((await other.posted(PAGE, `reply ${i}`, { parentId: ids[0] })).id);
      },
    });
    expect(thread.view).toMatchObject({ commentCount: 40, olderCount: 25, newerCount: 0 });
    for (const left of [15, 5, 0]) {
      await thread.showOlder();
      expect(thread.view.olderCount).toBe(left);
    }
    const numbers = Array.from({ length: 35 }, (_, index) => `text ${35 - index}`);
    expect(shown(thread)).toEqual([...numbers, '  reply 1', '  reply 2']);
    expect(thread.view.items[34]).toMatchObject({ moreReplies: 3, comment: { replyCount: 5 } });
    await thread.showReplies(ids[0]!);
    expect(thread.view.items[34]!.replies.map(({ comment }) => comment.id)).toEqual(replies);
    thread.setSort('oldest');
    await vi.waitFor(() => expect(shown(thread)[0]).toBe('text 1'), soon);
    expect(thread.view).toMatchObject({ olderCount: 25, newerCount: 0 });
    expect(await thread.showComment(ids[30]!)).toBe(true);
    expect(thread.view.newerCount).toBeGreaterThan(20);
    while (thread.view.newerCount > 0) await thread.showNewer();
    expect(thread.view.items[0]!.comment.id).toBe(ids[0]);
    while (thread.view.olderCount > 0) await thread.showOlder();
    expect(thread.view.items.map(({ comment }) => comment.id)).toEqual(ids);
    thread.setSort('newest');
    await vi.waitFor(() => expect(thread.view.olderCount).toBe(25), soon);
    expect(await thread.showComment(replies[4]!)).toBe(true);
    expect(shown(thread)).toContain('  reply 5');
    expect(await thread.showComment(crypto.randomUUID())).toBe(false);
  });

  it('TH-18: so is one of long texts, whose lists are cut for their size', async () => {
    const long = '가'.repeat(490);
    const ids: string[] = [];
    const { thread } = await meet({
      told: async (other) => {
        for (let i = 1; i <= 60; i += 1) ids.unshift((await other.posted(PAGE, `${long} ${i}`)).id);
      },
    });
    expect(thread.view.items.length).toBeLessThan(20);
    expect(await thread.showComment(ids[50]!)).toBe(true);
    for (let asked = 0; thread.view.newerCount > 0; asked += 1) {
      expect(asked).toBeLessThan(20);
      await thread.showNewer();
      const first = ids.indexOf(thread.view.items[0]!.comment.id);
      expect(thread.view.items.map(({ comment }) => comment.id)).toEqual(
        ids.slice(first, first + thread.view.items.length),
      );
    }
    while (thread.view.olderCount > 0) await thread.showOlder();
    expect(thread.view.items.map(({ comment }) => comment.id)).toEqual(ids);
  });

  it('TH-19: what cannot be posted is said by its code, and kept with its text', async () => {
    const { thread } = await meet();
    const refused = await thread.post({ body: 'x'.repeat(501) }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(HuzzahRefusal);
    expect(refused).toMatchObject({ code: 'too_long' });
    expect(thread.view.items[0]).toMatchObject({ delivery: 'failed', failure: { code: 'too_long' } });
    const { id } = thread.view.items[0]!.comment;
    await expect(thread.post({ body: 'to nobody', parentId: crypto.randomUUID() })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(shown(thread)).toContain('to nobody: failed');
    thread.discard(id);
    expect(thread.view.items.length).toBe(1);
    await expect(thread.vote(crypto.randomUUID(), 1)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('TH-19: one who is too fast is told when he may post again', async () => {
    const { url } = await startTestServer({ env: { HUZZAH_LIMITS: 'on' } });
    const { thread } = await meet({ url });
    const done = [1, 2, 3, 4].map((n) => thread.post({ body: `fast ${n}` }).catch((error: unknown) => error));
    const [, , , last] = await Promise.all(done);
    expect(last).toMatchObject({ code: 'rate_limited', retryAfterMs: expect.any(Number) as number });
    expect(thread.view.mayPostAt).toBeGreaterThan(Date.now());
    await shows(thread, 'fast 4: failed', 'fast 3', 'fast 2', 'fast 1');
  });

  it('TH-20: all that is held on a visitor is given to him whole, and erased for good', async () => {
    const { thread, page } = await meet({ told: (other) => other.posted(PAGE, 'from ana') });
    const { id } = thread.view.items[0]!.comment;
    for (let i = 1; i <= 3; i += 1) await thread.post({ body: `mine ${i}`, name: 'Bo' });
    await thread.vote(id, 1);
    await page.setReaction('wow');
    const held = await thread.exportMine();
    expect(held).toMatchObject({ visitor: { name: 'Bo' }, votes: [{ id, value: 1 }], reactions: [{ kind: 'wow' }] });
    expect(held.comments.map(({ comment }) => comment.body).toSorted()).toEqual(['mine 1', 'mine 2', 'mine 3']);
    expect(await thread.eraseMine()).toMatchObject({ comments: 3, reactions: 1, votes: 1 });
    await shows(thread, 'from ana');
    expect(await thread.exportMine()).toMatchObject({ comments: [], votes: [], reactions: [] });
  });
});
