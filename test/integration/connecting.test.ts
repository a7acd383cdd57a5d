import { describe, expect, it, vi } from 'vitest';
import { startTestServer } from '../helpers/server.js';
import { soon } from '../helpers/soon.js';
import { refusalOf, Visitor } from '../helpers/visitor.js';

const SITES = { sites: { news: { origins: ['https://listed.example'] }, shop: { origins: ['https://shop.example'] } } };
const from = (origin: string) => ({ extraHeaders: { origin } });

describe('connecting', () => {
  it('CN-1: a visitor gets his session: who he is, his token, the site, the time', async () => {
    const { url } = await startTestServer();
    const { session } = await Visitor.connect(url);
    expect(session).toMatchObject({
      visitor: { name: 'Guest', role: 'visitor' },
      site: { id: 'default', limits: { maxCharacters: 500, maxName: 40, editWindowMs: 900_000 } },
    });
    expect(session.site.reactions.map(({ kind }) => kind)).toEqual(['like', 'wow', 'dislike', 'angry']);
    expect(Math.abs(session.now - Date.now())).toBeLessThan(60_000);
  });

  it('CN-2: a token brings the same visitor back; without one he is new', async () => {
    const { url } = await startTestServer();
    const first = await Visitor.connect(url);
    const again = await Visitor.connect(url, { token: first.session.token });
    const other = await Visitor.connect(url);
    expect(again.session.visitor.id).toBe(first.session.visitor.id);
    expect(other.session.visitor.id).not.toBe(first.session.visitor.id);
  });

  it('CN-3: a token of the old secret is changed for one of the new', async () => {
    const [old, fresh] = ['o'.repeat(32), 'n'.repeat(32)];
    const before = await Visitor.connect((await startTestServer({ env: { HUZZAH_SECRET: old } })).url);
    const { url } = await startTestServer({ env: { HUZZAH_SECRET: `${fresh},${old}` } });
    const after = await Visitor.connect(url, { token: before.session.token });
    expect(after.session.visitor.id).toBe(before.session.visitor.id);
    const last = await startTestServer({ env: { HUZZAH_SECRET: fresh } });
    await Visitor.connect(last.url, { token: after.session.token });
    expect(await refusalOf(Visitor.connect(last.url, { token: before.session.token }))).toMatchObject({
      code: 'unauthorized',
    });
  });

  it('CN-4: what is wrong with the auth is said by its code', async () => {
    const { url } = await startTestServer({ file: SITES });
    const code = async (auth: object) => (await refusalOf(Visitor.connect(url, auth)))?.code;
    expect(await code({ v: 2 })).toBe('unsupported_version');
    expect(await code({ v: '1' })).toBe('bad_request');
    expect(await code({ site: 'nowhere' })).toBe('site_unknown');
    expect(await code({ site: 'No Site' })).toBe('bad_request');
    expect(await code({ role: 'admin' })).toBe('bad_request');
    expect(await code({ token: 'x.y.z' })).toBe('unauthorized');
    expect(await code({ sso: 'x.y.z' })).toBe('unauthorized');
  });

  it.each(['websocket', 'polling'])(
    'CN-5: over %s an origin of no site is refused at the handshake',
    async (transport) => {
      const { url } = await startTestServer({ file: SITES });
      for (const origin of [
        'null',
        'https://other.example',
        'https://listed.example.evil.example',
        'http://listed.example',
        'https://listed.example:444',
        'https://listed.example.',
      ]) {
        expect(
          await refusalOf(Visitor.connect(url, { site: 'news' }, { transports: [transport], ...from(origin) })),
          origin,
        ).toBeUndefined();
      }
    },
  );

  it.each(['websocket', 'polling'])(
    'CN-6: over %s an origin of another site is refused by its code, a listed one and the own are admitted',
    async (transport) => {
      const { url } = await startTestServer({ file: SITES });
      const connect = (origin: string) =>
        Visitor.connect(url, { site: 'news' }, { transports: [transport], ...from(origin) });
      expect(await refusalOf(connect('https://shop.example'))).toMatchObject({ code: 'origin_denied' });
      await connect('https://listed.example');
      await connect(new URL(url).origin);
    },
  );

  it('CN-7: the handshake refuses by status: polling 403, WebSocket 400', async () => {
    const { url } = await startTestServer();
    const polling = await fetch(`${url}/socket.io/?EIO=4&transport=polling`, {
      headers: { origin: 'https://evil.example' },
    });
    expect(polling.status).toBe(403);
    const crossSite = await fetch(`${url}/socket.io/?EIO=4&transport=polling`, {
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect(crossSite.status).toBe(403);
    const webSocket = await upgradeStatus(url, 'https://evil.example');
    expect(webSocket).toBe(400);
  });

  it('CN-13: a script of another page gets no connection, whether its browser says where it is or not', async () => {
    const { url } = await startTestServer();
    const jsonp = await fetch(`${url}/socket.io/?EIO=4&transport=polling&j=0`);
    expect(jsonp.status).toBe(403);
    expect(await jsonp.text()).not.toContain('sid');
  });

  it('CN-8: a refused origin is named in the log with the mend, once', async () => {
    const { url, log } = await startTestServer({ env: { HUZZAH_ORIGINS: 'https://a.example' } });
    for (let i = 0; i < 3; i += 1) await refusalOf(Visitor.connect(url, {}, from('https://b.example')));
    await vi.waitFor(() => expect(log.length).toBeGreaterThan(0), soon);
    const named = log.filter((line) => line.includes('https://b.example'));
    expect(named.length).toBe(1);
    expect(named[0]).toContain('huzzah site allow default https://b.example');
  });

  it('CN-11: an unknown site is named in the log with the mend, once, and both mends are in the refusals', async () => {
    const { url, log } = await startTestServer({ file: SITES });
    const asked = () => refusalOf(Visitor.connect(url, { site: 'nowhere' }, from('https://shop.example')));
    const mend = 'huzzah site add nowhere --origin https://shop.example';
    for (let i = 0; i < 3; i += 1) expect((await asked())?.message).toContain(mend);
    expect(log.filter((line) => line.includes(mend)).length).toBe(1);
    expect((await refusalOf(Visitor.connect(url, { site: 'news' }, from('https://shop.example'))))?.message).toContain(
      'huzzah site allow news https://shop.example',
    );
    const answer = await fetch(`${url}/api/v1/sites/news/page?page=a`, { headers: { origin: 'null' } });
    expect(await answer.text()).toContain('Serve it over http');
  });

  it('CN-12: no command is offered that a shell would read more into than an origin', async () => {
    const { url, log } = await startTestServer();
    for (const host of ['$(x).example', 'a;b.example', '`x`', 'a&b', "a'b"]) {
      await refusalOf(Visitor.connect(url, {}, from(`https://${host}`)));
      await vi.waitFor(() => expect(log.join()).toContain(JSON.stringify(host).slice(1, -1)), soon);
    }
    expect(log.join()).not.toContain('huzzah site');
  });
});

async function upgradeStatus(url: string, origin: string): Promise<number> {
  const { request } = await import('node:http');
  return new Promise((resolve, reject) => {
    const headers = {
      origin,
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    };
    request(`${url}/socket.io/?EIO=4&transport=websocket`, { headers })
      .on('response', (response) => resolve(response.statusCode ?? 0))
      .on('upgrade', () => reject(new Error('it was let in')))
      .on('error', reject)
      .end();
  });
}
