import { afterEach, describe, expect, it } from 'vitest';
import { connect } from '../huzzah.js';
import { HuzzahRefusal } from '../refusal.js';
import { openThread } from '../thread/open-thread.js';
import { TestServer } from './test-server.js';

describe('a test server', () => {
  let server: TestServer;

  afterEach(() => server.close());

  function visitor(name: string) {
    const page = server.connect(name).page('/a');
    const thread = openThread(page);
    page.subscribe(() => {});
    thread.subscribe(() => {});
    return { page, thread, bodies: () => thread.view.items.map(({ comment }) => comment.body) };
  }

  it('TS-1: its visitors see each other, and what each does', async () => {
    server = new TestServer();
    const ana = visitor('Ana');
    const ben = visitor('Ben');
    await server.settled();
    expect(ana.page.view).toMatchObject({ state: 'live', occupancy: { visitors: 2 }, visitor: { name: 'Ana' } });
    await ana.page.setReaction('wow');
    const { id } = await ana.thread.post({ body: 'Hello' });
    await ben.thread.vote(id, 1);
    await ben.thread.post({ body: 'And hello', parentId: id });
    await server.settled();
    expect(ben.page.view).toMatchObject({ tally: { counts: { like: 0, wow: 1 } }, mine: null });
    expect(ana.thread.view).toMatchObject({
      commentCount: 2,
      items: [
        {
          comment: { body: 'Hello', author: { name: 'Ana' }, votes: { up: 1 } },
          isMine: true,
          replies: [{ comment: { body: 'And hello', author: { name: 'Ben' } }, isMine: false }],
        },
      ],
    });
    expect(server.page('/a').tally.counts).toMatchObject({ wow: 1 });
    expect(server.page('/a').comments.map(({ body }) => body)).toEqual(['Hello', 'And hello']);
  });

  it('TS-2: says no when a test says so, as often as it says, and then no more', async () => {
    server = new TestServer();
    const ana = visitor('Ana');
    await server.settled();
    server.refuse('rate_limited', { command: 'comment.flag' });
    server.refuse('muted', { times: 2 });
    for (const kind of ['like', 'wow']) {
      await expect(ana.page.setReaction(kind)).rejects.toMatchObject({ code: 'muted' });
    }
    await ana.page.setReaction('like');
    const { id } = await ana.thread.post({ body: 'Hello' });
    const flagging = ana.thread.flag(id, 'spam');
    await expect(flagging).rejects.toBeInstanceOf(HuzzahRefusal);
    await expect(flagging).rejects.toMatchObject({ code: 'rate_limited' });
    expect(server.page('/a')).toMatchObject({ tally: { counts: { like: 1 } }, flags: [] });
  });

  it('TS-2: what it did not answer is asked for again under the same id, and done once', async () => {
    server = new TestServer();
    const ana = visitor('Ana');
    await server.settled();
    server.refuse('store_unavailable');
    await ana.page.setReaction('like');
    const ids = server.commands.filter(({ name }) => name === 'reaction.set').map(({ input }) => input['commandId']);
    expect(ids.length).toBe(2);
    expect(new Set(ids).size).toBe(1);
    expect(server.page('/a').tally).toMatchObject({ counts: { like: 1 }, version: 1 });
  });

  it('TS-3: offline what is done waits; back, all is caught up with, and done once', async () => {
    server = new TestServer();
    const ana = visitor('Ana');
    const ben = visitor('Ben');
    await server.settled();
    const first = await ana.thread.post({ body: 'first' });
    await server.settled();
    server.goOffline();
    await server.settled();
    expect(ana.page.view.state).toBe('catching-up');
    const posting = ana.thread.post({ body: 'second' });
    const reacting = ben.page.setReaction('like');
    await server.settled();
    expect(server.page('/a').comments.length).toBe(1);
    server.page('/a').moderate(first.id, 'remove');
    server.goOnline();
    await Promise.all([posting, reacting, server.settled()]);
    await server.settled();
    for (const { page, bodies } of [ana, ben]) {
      expect(page.view).toMatchObject({ state: 'live', tally: { counts: { like: 1 } }, occupancy: { visitors: 2 } });
      expect(bodies()).toEqual(['second']);
    }
  });

  it('TS-4: a page may be locked, hold what is written, and pin', async () => {
    server = new TestServer();
    const ana = visitor('Ana');
    const ben = visitor('Ben');
    server.page('/a').set({ mode: 'premoderated' });
    await server.settled();
    const { id, status } = await ana.thread.post({ body: 'held' });
    await server.settled();
    expect([status, ben.bodies()]).toEqual(['pending', []]);
    server.page('/a').moderate(id, 'approve');
    server.page('/a').moderate(id, 'pin');
    server.page('/a').set({ mode: 'open', locked: true });
    await server.settled();
    expect(ben.thread.view).toMatchObject({ isLocked: true, items: [{ comment: { body: 'held', pinned: true } }] });
    await expect(ben.thread.post({ body: 'late' })).rejects.toMatchObject({ code: 'locked' });
  });

  it('TS-5: is found at its address by all that connect there, until it is closed', async () => {
    server = new TestServer({ url: 'http://talk.test', site: { id: 'news', reactions: [{ kind: 'love' }] } });
    const page = connect('http://talk.test', { site: 'news' }).page('/a');
    page.subscribe(() => {});
    await server.settled();
    expect(page.view).toMatchObject({ state: 'live', tally: { counts: { love: 0 } } });
    expect(() => new TestServer({ url: 'http://talk.test/' })).toThrow('is not closed');
    const stranger = connect('http://talk.test', { site: 'none' }).page('/a');
    stranger.subscribe(() => {});
    await server.settled();
    expect(stranger.view).toMatchObject({ state: 'refused', refusal: { code: 'site_unknown' } });
    server.close();
    await expect(page.setReaction('love')).rejects.toThrow('closed');
    server = new TestServer({ url: 'http://talk.test' });
    expect(server.page('/a').occupancy).toEqual({ visitors: 0, connections: 0 });
  });
});
