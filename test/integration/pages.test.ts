import { Stopwatch } from '@huzzah/server/testing';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startTestServer } from '../helpers/server.js';
import { soon } from '../helpers/soon.js';
import { Visitor } from '../helpers/visitor.js';

const page = 'https://news.example/a';

describe('pages', () => {
  it('PG-1: a join gives the page whole, and the joiner is counted in it', async () => {
    const { url } = await startTestServer();
    const visitor = await Visitor.connect(url);
    expect(
      await visitor.join('HTTPS://news.example/a/?utm_source=x#top', {
        title: 'A',
        url: page,
        limit: 20,
        sort: 'newest',
      }),
    ).toMatchObject({
      ok: true,
      page,
      seq: 0,
      tally: { counts: { like: 0, wow: 0, dislike: 0, angry: 0 } },
      mine: null,
      occupancy: { visitors: 1, connections: 1 },
      settings: {
        mode: 'open',
        slowModeMs: 0,
        delayMs: 0,
        links: 'allow',
        emojiOnly: false,
        locked: false,
        shield: null,
      },
      commentCount: 0,
      held: [],
      myVotes: {},
      pinned: [],
      comments: [],
      before: null,
    });
  });

  it('PG-2: a page’s epoch is the same before and after it is made', async () => {
    const { url } = await startTestServer();
    const visitor = await Visitor.connect(url);
    const { epoch } = await visitor.join(page);
    expect(epoch).toEqual(expect.any(String));
    expect(await visitor.react(page, 'like')).toMatchObject({ epoch });
    await vi.waitFor(() => expect(visitor.pulses.find(({ tally }) => tally)).toMatchObject({ page, epoch }), soon);
  });

  it('PG-3: `since` in this epoch is resumed, with the present values; another gets a snapshot', async () => {
    const { url } = await startTestServer();
    const visitor = await Visitor.connect(url);
    const { epoch, seq } = await visitor.join(page);
    await visitor.react(page, 'like');
    const resumed = await visitor.join(page, { since: { epoch, seq } });
    expect(resumed).toMatchObject({
      ok: true,
      resumed: true,
      changes: [],
      mine: 'like',
      tally: { counts: { like: 1 } },
    });
    expect(resumed).not.toHaveProperty('comments');
    for (const since of [
      { epoch: 'other', seq: 0 },
      { epoch, seq: 7 },
    ]) {
      const fresh = await visitor.join(page, { since });
      expect(fresh).toMatchObject({ ok: true, comments: [] });
      expect(fresh).not.toHaveProperty('resumed');
    }
  });

  it('PG-4: tabs of one visitor are one; who leaves or goes is gone within 2 s', async () => {
    const { url } = await startTestServer();
    const watcher = await Visitor.connect(url);
    await watcher.join(page);
    const first = await Visitor.connect(url);
    const tabs = [
      first,
      ...(await Promise.all(Array.from({ length: 4 }, () => Visitor.connect(url, { token: first.session.token })))),
    ];
    for (const tab of tabs) await tab.join(page);
    const watch = await Stopwatch.start();
    onTestFinished(() => watch.stop());
    const seen = async (visitors: number, connections: number) => {
      const occupancy = () => watcher.pulses.findLast((pulse) => pulse.occupancy)?.occupancy;
      await vi.waitFor(() => expect(occupancy()).toEqual({ visitors, connections }), soon);
      return watch.ms;
    };
    const start = await seen(2, 6);
    await tabs[0]!.command('page.leave', { page });
    for (const tab of tabs.slice(1, 4)) tab.socket.disconnect();
    const left = await seen(2, 2);
    tabs[4]!.socket.disconnect();
    const gone = await seen(1, 1);
    expect([left - start, gone - left].every((ms) => ms < 2_000)).toBe(true);
  });

  it('PG-5: a connection may be on 50 pages, and on another again after it has left one', async () => {
    const { url } = await startTestServer();
    const visitor = await Visitor.connect(url);
    for (let i = 0; i < 50; i += 1) expect(await visitor.join(`p${i}`)).toMatchObject({ ok: true });
    expect(await visitor.join('one-more')).toMatchObject({ ok: false, error: { code: 'bad_request' } });
    expect(await visitor.join('p0')).toMatchObject({ ok: true });
    expect(await visitor.command('page.leave', { page: 'p0' })).toEqual({ ok: true });
    expect(await visitor.join('one-more')).toMatchObject({ ok: true });
  });

  it('PG-6: pulses need a join, and end with the leave', async () => {
    const { url } = await startTestServer();
    const [outside, left, inside] = [
      await Visitor.connect(url),
      await Visitor.connect(url),
      await Visitor.connect(url),
    ];
    await left.join(page);
    await left.command('page.leave', { page });
    await inside.join(page);
    left.pulses.length = 0;
    await outside.react(page, 'like');
    await vi.waitFor(() => expect(inside.pulses.some(({ tally }) => tally)).toBe(true), soon);
    expect([...outside.pulses, ...left.pulses]).toEqual([]);
  });

  it('PG-9: a join and a reaction sent at once do not overtake each other: the later reply is the later truth', async () => {
    const { url } = await startTestServer({ env: { HUZZAH_STORE: 'sqlite:./x.db' } });
    const visitor = await Visitor.connect(url);
    for (let i = 0; i < 40; i += 1) {
      const kind = i % 2 ? 'wow' : 'like';
      const order: string[] = [];
      const set = visitor.react(page, kind).then(() => order.push('set'));
      const join = visitor.join(page).then((joined) => {
        order.push('join');
        expect(joined).toMatchObject({ mine: kind, tally: { counts: { [kind]: 1 } } });
      });
      await Promise.all([set, join]);
      expect(order).toEqual(['set', 'join']);
    }
  });

  it('PG-7: a reader over long-polling hears the same', async () => {
    const { url } = await startTestServer();
    const polling = await Visitor.connect(url, {}, { transports: ['polling'] });
    const other = await Visitor.connect(url);
    expect(await polling.join(page)).toMatchObject({ occupancy: { visitors: 1 } });
    await other.join(page);
    await other.react(page, 'like');
    await vi.waitFor(() => expect(polling.pulses.find(({ tally }) => tally?.counts['like'] === 1)).toBeDefined(), soon);
    await vi.waitFor(
      () => expect(polling.pulses.find(({ occupancy }) => occupancy?.visitors === 2)).toBeDefined(),
      soon,
    );
  });

  it('PG-8: frames stay in order through an upgrade from polling to WebSocket', async () => {
    const { url } = await startTestServer();
    const reader = await Visitor.connect(url, {}, { transports: ['polling', 'websocket'], upgrade: true });
    await reader.join(page);
    const writer = await Visitor.connect(url);
    for (let i = 0; i < 20; i += 1) await writer.react(page, i % 2 ? 'wow' : 'like');
    await vi.waitFor(() => expect(reader.pulses.findLast(({ tally }) => tally)?.tally?.version).toBe(20), soon);
    const versions = reader.pulses.flatMap(({ tally }) => (tally ? [tally.version] : []));
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
  });
});
