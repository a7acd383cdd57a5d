import { describe, expect, it, vi } from 'vitest';
import { startTestServer } from '../helpers/server.js';
import { soon } from '../helpers/soon.js';
import { Visitor } from '../helpers/visitor.js';

const page = 'https://news.example/a';
const ON = { HUZZAH_LIMITS: 'on' };
const PROXY = { ...ON, HUZZAH_TRUSTED_PROXIES: '127.0.0.1,::1,10.0.0.9' };
const from = (address: string) => ({ extraHeaders: { 'x-forwarded-for': address } });
const code = (reply: { error?: { code: string } }) => reply.error?.code;

/** The codes of so many replies, `ok` for those accepted. */
const codes = async (count: number, one: (index: number) => Promise<{ ok: boolean; error?: { code: string } }>) => {
  const said: string[] = [];
  for (let i = 0; i < count; i += 1) said.push(code(await one(i)) ?? 'ok');
  return said;
};
const ok = (count: number) => Array<string>(count).fill('ok');

describe('limits', () => {
  it('LM-1: three comments at once, the next when it may come; an accepted one gets its first reply all the same', async () => {
    const { url } = await startTestServer({ env: ON });
    const visitor = await Visitor.connect(url);
    const ids = Array.from({ length: 6 }, () => crypto.randomUUID());
    const post = (i: number) => visitor.post(page, `${i}`, { commandId: ids[i] });
    const replies = await Promise.all(ids.map((_, i) => post(i)));
    expect(replies.map((reply) => code(reply) ?? 'ok')).toEqual([...ok(3), ...Array<string>(3).fill('rate_limited')]);
    expect(replies[3]!.error!.retryAfterMs).toBeGreaterThan(0);
    expect(replies[3]!.error!.retryAfterMs).toBeLessThanOrEqual(3_000);
    expect(await Promise.all([post(0), post(1), post(2)])).toEqual(replies.slice(0, 3));
    expect(code(await visitor.post(page, 'Other', { commandId: ids[0] }))).toBe('conflict');
    expect(await visitor.join(page)).toMatchObject({ commentCount: 3 });
    await vi.waitFor(async () => expect(await post(3)).toMatchObject({ ok: true }), {
      ...soon,
      interval: 200,
    });
  });

  it('LM-2: ten reactions at once; a repeated one is answered though the rate is spent', async () => {
    const { url } = await startTestServer({ env: ON });
    const visitor = await Visitor.connect(url);
    const kinds = ['like', 'wow', 'dislike', null];
    const ids = Array.from({ length: 40 }, () => crypto.randomUUID());
    const said = await Promise.all(ids.map((id, i) => visitor.react(page, kinds[i % 4]!, id)));
    expect(said.slice(0, 10).map((reply) => reply.ok)).toEqual(Array(10).fill(true));
    expect(said.at(-1)!.error).toMatchObject({ code: 'rate_limited', retryAfterMs: expect.any(Number) as number });
    const again = await Promise.all(ids.slice(0, 10).map((id, i) => visitor.react(page, kinds[i % 4]!, id)));
    expect(again.map((reply) => reply.ok)).toEqual(Array(10).fill(true));
    expect(code(await visitor.react(page, 'angry', ids[0]))).toBe('conflict');
  });

  it('LM-3: twenty votes in 10 s; edits, flags and names have their rates too', async () => {
    const { url } = await startTestServer({ env: PROXY });
    const authors = await Promise.all(
      Array.from({ length: 7 }, (_, i) => Visitor.connect(url, {}, from(`198.51.100.${i}`))),
    );
    const ids: string[] = [];
    for (const author of authors) for (let i = 0; i < 3; i += 1) ids.push((await author.posted(page, `${i}`)).id);
    const fan = await Visitor.connect(url, {}, from('203.0.113.1'));
    const vote = (i: number) => fan.act('comment.vote', page, ids[i % ids.length]!, { value: 1 });
    expect(await codes(21, vote)).toEqual([...ok(20), 'rate_limited']);
    expect((await vote(0)).error!.retryAfterMs).toBeLessThanOrEqual(10_000);
    expect(code(await fan.act('comment.vote', page, crypto.randomUUID(), { value: 1 }))).toBe('not_found');
    const change = (i: number) => fan.act('comment.flag', page, ids[i % ids.length]!, { reason: 'spam' });
    const flags = await Promise.all(Array.from({ length: 60 }, (_, i) => change(i)));
    const flagged = flags.filter((reply) => reply.ok).length;
    expect(flagged).toBeGreaterThanOrEqual(20);
    expect(flagged).toBeLessThan(60);
    expect(code(await fan.command('visitor.rename', { name: 'Ana', commandId: crypto.randomUUID() }))).toBe(
      'rate_limited',
    );
  });

  it('LM-4: an address has ten visitors’ worth; a forged header changes nothing, nor does the next visitor', async () => {
    const { url } = await startTestServer({ env: ON });
    const posts = async (forged: string) => {
      const visitor = await Visitor.connect(url, {}, from(forged));
      return codes(3, (i) => visitor.post(page, `${i}`));
    };
    const said = (await Promise.all(Array.from({ length: 40 }, (_, i) => posts(`198.51.100.${i}`)))).flat();
    const accepted = said.filter((each) => each === 'ok').length;
    expect(accepted).toBeGreaterThanOrEqual(30);
    expect(new Set(said)).toEqual(new Set(['ok', 'rate_limited']));
  });

  it('LM-5: behind a trusted proxy each address counts for itself, read from the right; of IPv6 each /64', async () => {
    const { url } = await startTestServer({ env: PROXY });
    const posts = async (forwarded: string) => {
      const visitor = await Visitor.connect(url, {}, from(forwarded));
      return codes(3, (i) => visitor.post(page, `${i}`));
    };
    const spend = async (forwarded: (i: number) => string) =>
      (await Promise.all(Array.from({ length: 16 }, (_, i) => posts(forwarded(i))))).flat();
    expect(await spend((i) => `203.0.113.${i}`)).toEqual(ok(48));
    expect(await spend((i) => `1.2.3.${i}, 203.0.113.99`)).toContain('rate_limited');
    expect(await spend((i) => `2001:db8:0:1::${i}, 10.0.0.9`)).toContain('rate_limited');
    expect(await posts('2001:db8:0:2::1')).toEqual(ok(3));
  });

  it('LM-6: 60 new visitors an hour write from one address; who is known goes on', async () => {
    const { url } = await startTestServer({ env: ON });
    const visitors: Visitor[] = [];
    for (let i = 0; i < 62; i += 1) visitors.push(await Visitor.connect(url));
    const said = await codes(62, (i) => visitors[i]!.react(`p${i % 4}`, 'like'));
    expect(said).toEqual([...ok(60), 'rate_limited', 'rate_limited']);
    expect(await visitors[0]!.react('p1', 'wow')).toMatchObject({ ok: true });
    const back = await Visitor.connect(url, { token: visitors[1]!.session.token });
    expect(await back.react('p2', 'wow')).toMatchObject({ ok: true });
    expect(code(await visitors[61]!.post(page, 'Hello'))).toBe('rate_limited');
    expect(await visitors[61]!.join(page)).toMatchObject({ ok: true });
  });

  it('LM-7: of guests’ reactions from one address 50 count on a page, and none is shut out who is counted', async () => {
    const { url } = await startTestServer({ env: ON });
    const visitors: Visitor[] = [];
    for (let i = 0; i < 52; i += 1) visitors.push(await Visitor.connect(url));
    expect(await codes(52, (i) => visitors[i]!.react(page, 'like'))).toEqual([
      ...ok(50),
      'rate_limited',
      'rate_limited',
    ]);
    expect(await codes(2, (i) => visitors[7]!.react(page, i ? 'like' : null))).toEqual(ok(2));
    expect(await visitors[51]!.react('elsewhere', 'like')).toMatchObject({ ok: true });
    expect(await visitors[0]!.join(page)).toMatchObject({ tally: { counts: { like: 50 } } });
  });

  it('LM-8: slow mode holds with rates or without; one refused for its content waits for nothing', async () => {
    for (const env of [ON, {}]) {
      const slow = { slowModeMs: 60_000, links: 'reject' };
      const { url } = await startTestServer({ env, file: { sites: { default: { settings: slow } } } });
      const [visitor, other] = [await Visitor.connect(url), await Visitor.connect(url)];
      expect(code(await visitor.post(page, 'www.a.example'))).toBe('rejected');
      const command = { commandId: crypto.randomUUID() };
      const first = await visitor.post(page, 'Hello', command);
      expect(first).toMatchObject({ ok: true });
      expect(await visitor.post('elsewhere', 'Hello')).toMatchObject({ ok: true });
      const refused = await visitor.post(page, 'Again');
      expect(refused.error).toMatchObject({ code: 'slow_mode' });
      expect(refused.error!.retryAfterMs).toBeGreaterThan(50_000);
      expect(refused.error!.retryAfterMs).toBeLessThanOrEqual(60_000);
      expect(code(await visitor.post(page, 'www.a.example'))).toBe('slow_mode');
      expect(await visitor.post(page, 'Hello', command)).toEqual(first);
      expect(await other.post(page, 'Hello')).toMatchObject({ ok: true });
    }
  });

  it('LM-9: a connection may have 200 commands under way; more are refused, and nothing is kept for them', async () => {
    const { url } = await startTestServer();
    const [busy, other] = [await Visitor.connect(url), await Visitor.connect(url)];
    const replies: string[] = [];
    const done = new Promise<void>((resolve) => {
      busy.socket.once('disconnect', () => resolve());
      for (let i = 0; i < 2_000; i += 1) {
        busy.socket.emit(
          'reaction.set',
          { page, kind: 'like', commandId: crypto.randomUUID() },
          (reply: { ok: boolean; error?: { code: string } }) => {
            replies.push(code(reply) ?? 'ok');
            if (replies.length === 2_000) resolve();
          },
        );
      }
    });
    await done;
    expect(await other.react(page, 'wow')).toMatchObject({ ok: true });
    expect(replies.filter((reply) => reply === 'ok').length).toBeLessThan(2_000);
    expect(new Set(replies)).toEqual(new Set(['ok', 'overloaded']));
  });

  it('LM-10: no address is in the log or in the metrics', async () => {
    const { url, log } = await startTestServer({ env: { ...PROXY, HUZZAH_ORIGINS: 'https://a.example' } });
    const visitor = await Visitor.connect(url, {}, from('203.0.113.77'));
    await codes(5, (i) => visitor.post(page, `${i}`));
    await Visitor.connect(
      url,
      {},
      { extraHeaders: { 'x-forwarded-for': '203.0.113.77', origin: 'https://b.example' } },
    ).catch(() => {});
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toContain('code="rate_limited"');
    expect([...log, metrics].join()).not.toContain('203.0.113.77');
  });
});
