import { describe, expect, it, vi } from 'vitest';
import { startTestServer, temporaryFolder } from '../helpers/server.js';
import { soon } from '../helpers/soon.js';
import { Visitor } from '../helpers/visitor.js';

const page = 'https://news.example/a';
const counts = (reply: Record<string, unknown>) => (reply['tally'] as { counts: Record<string, number> }).counts;

describe('reactions', () => {
  it('RX-1: a visitor holds one kind: set, switched and taken back in one step each', async () => {
    const { url } = await startTestServer();
    const visitor = await Visitor.connect(url);
    expect(await visitor.react(page, 'like')).toMatchObject({
      ok: true,
      mine: 'like',
      tally: { counts: { like: 1, wow: 0, dislike: 0, angry: 0 } },
    });
    expect(await visitor.react(page, 'wow')).toMatchObject({
      ok: true,
      mine: 'wow',
      tally: { counts: { like: 0, wow: 1 } },
    });
    expect(await visitor.react(page, 'wow')).toMatchObject({
      ok: true,
      mine: 'wow',
      tally: { counts: { like: 0, wow: 1 } },
    });
    expect(await visitor.react(page, null)).toMatchObject({
      ok: true,
      mine: null,
      tally: { counts: { like: 0, wow: 0 } },
    });
  });

  it('RX-2: 200 changes at once by 20 visitors leave exactly as many as hold each kind', async () => {
    const { url } = await startTestServer();
    const visitors = await Promise.all(Array.from({ length: 20 }, () => Visitor.connect(url)));
    const kinds = ['like', 'wow', 'dislike', 'angry', null];
    await Promise.all(
      visitors.flatMap((visitor, v) =>
        Array.from({ length: 10 }, (_, i) => visitor.react(page, kinds[(v * 7 + i * 3) % 5]!)),
      ),
    );
    const held = await Promise.all(
      visitors.map(async (visitor) => (await visitor.join(page))['mine'] as string | null),
    );
    const expected = Object.fromEntries(
      ['like', 'wow', 'dislike', 'angry'].map((kind) => [kind, held.filter((mine) => mine === kind).length]),
    );
    expect(counts(await visitors[0]!.join(page))).toEqual(expected);
  });

  it('RX-3: a commandId has one effect; its repetition gets the present values, with other content it is a conflict', async () => {
    const { url } = await startTestServer();
    const [one, two] = [await Visitor.connect(url), await Visitor.connect(url)];
    const commandId = crypto.randomUUID();
    await one.react(page, 'like', commandId);
    await two.react(page, 'like');
    expect(await one.react(page, 'like', commandId)).toMatchObject({
      ok: true,
      mine: 'like',
      tally: { counts: { like: 2 } },
    });
    expect(await one.react(page, 'wow', commandId)).toMatchObject({ ok: false, error: { code: 'conflict' } });
    expect(await one.react('https://news.example/b', 'like', commandId)).toMatchObject({
      ok: false,
      error: { code: 'conflict' },
    });
    expect(await two.react(page, 'wow', commandId)).toMatchObject({ ok: true, mine: 'wow' });
    await one.react(page, null);
    expect(await one.react(page, 'like', commandId)).toMatchObject({
      ok: true,
      mine: null,
      tally: { counts: { like: 0, wow: 1 } },
    });
  });

  it('RX-4: a kind that the site does not have is refused, and not remembered', async () => {
    const { url } = await startTestServer();
    const visitor = await Visitor.connect(url);
    const commandId = crypto.randomUUID();
    for (const kind of ['tears', 'constructor', '__proto__', 'Like', '']) {
      expect(await visitor.react(page, kind, commandId), kind).toMatchObject({
        ok: false,
        error: { code: 'bad_request' },
      });
    }
    expect(await visitor.react(page, 'like', commandId)).toMatchObject({ ok: true, mine: 'like' });
  });

  it('RX-5: a site’s reordered kinds keep their counts; one taken out is kept unseen until it is put back', async () => {
    const folder = temporaryFolder();
    const env = { HUZZAH_STORE: 'sqlite:./x.db', HUZZAH_SECRET: 's'.repeat(32) };
    const open = async (reactions: string[]) =>
      startTestServer({ folder, env, file: { sites: { default: { reactions } } } });
    const first = await open(['like', 'wow', 'love']);
    const [one, two] = [await Visitor.connect(first.url), await Visitor.connect(first.url)];
    await one.react(page, 'love');
    await two.react(page, 'wow');
    await first.close();
    const second = await open(['wow', 'like']);
    const reopened = await Visitor.connect(second.url, { token: one.session.token });
    const joined = await reopened.join(page);
    expect(joined).toMatchObject({ mine: null });
    expect(counts(joined)).toEqual({ wow: 1, like: 0 });
    await second.close();
    const third = await open(['love', 'wow', 'like']);
    const back = await (await Visitor.connect(third.url, { token: one.session.token })).join(page);
    expect(back).toMatchObject({ mine: 'love' });
    expect(counts(back)).toEqual({ love: 1, wow: 1, like: 0 });
  });

  it('RX-6: what one does every reader sees; his other connections see what he holds', async () => {
    const { url } = await startTestServer();
    const one = await Visitor.connect(url);
    const tab = await Visitor.connect(url, { token: one.session.token });
    const reader = await Visitor.connect(url);
    for (const visitor of [one, tab, reader]) await visitor.join(page);
    await one.react(page, 'wow');
    await vi.waitFor(() => expect(reader.pulses.find(({ tally }) => tally?.counts['wow'] === 1)).toBeDefined(), soon);
    await vi.waitFor(() => expect(tab.pulses.find(({ mine }) => mine === 'wow')).toBeDefined(), soon);
    expect([...one.pulses, ...reader.pulses].some((pulse) => 'mine' in pulse)).toBe(false);
  });

  it('RX-7: commands need no join, and sites do not see each other', async () => {
    const { url } = await startTestServer({ file: { sites: { news: {}, shop: {} } } });
    const news = await Visitor.connect(url, { site: 'news' });
    const shop = await Visitor.connect(url, { site: 'shop' });
    await news.react(page, 'like');
    expect(counts(await shop.join(page))).toMatchObject({ like: 0 });
    expect(counts(await news.join(page))).toMatchObject({ like: 1 });
  });
});
