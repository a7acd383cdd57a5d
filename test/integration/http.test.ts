import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startTestServer } from '../helpers/server.js';
import { ROOT } from '../helpers/sources.js';
import { Visitor } from '../helpers/visitor.js';

const page = 'https://news.example/a';
const api = (url: string, path: string, init: RequestInit = {}) => fetch(`${url}/api/v1/sites/default/${path}`, init);

describe('HTTP', () => {
  it('HT-1: the page’s snapshot is what a joiner would find', async () => {
    const { url } = await startTestServer();
    const visitor = await Visitor.connect(url);
    const joined = await visitor.join(page);
    await visitor.react(page, 'wow');
    const snapshot = (await (await api(url, `page?page=${encodeURIComponent(`${page}/?utm_x=1`)}`)).json()) as object;
    expect(snapshot).toEqual({
      page,
      epoch: joined['epoch'],
      seq: 0,
      tally: { counts: { like: 0, wow: 1, dislike: 0, angry: 0 }, version: 1 },
      occupancy: { visitors: 1, connections: 1 },
      commentCount: 0,
      threadCount: 0,
      comments: [],
      before: null,
    });
  });

  it('HT-2: counts of many pages stand under the names asked for, by GET and by POST', async () => {
    const { url } = await startTestServer();
    const visitor = await Visitor.connect(url);
    await visitor.join(page);
    await visitor.react(page, 'like');
    const none = { comments: 0, reactions: { like: 0, wow: 0, dislike: 0, angry: 0 }, visitors: 0 };
    const expected = {
      [`${page}/`]: { comments: 0, reactions: { like: 1, wow: 0, dislike: 0, angry: 0 }, visitors: 1 },
      other: none,
    };
    expect(await (await api(url, `counts?page=${encodeURIComponent(`${page}/`)}&page=other`)).json()).toEqual(expected);
    const body = JSON.stringify({ pages: [`${page}/`, 'other'] });
    expect(
      await (
        await api(url, 'counts', { method: 'POST', body, headers: { 'content-type': 'application/json' } })
      ).json(),
    ).toEqual(expected);
  });

  it('HT-3: an origin that is not listed is refused, and may read the refusal', async () => {
    const { url } = await startTestServer();
    const response = await api(url, 'page?page=a', { headers: { origin: 'https://evil.example' } });
    expect(response.status).toBe(403);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(await response.json()).toMatchObject({ error: { code: 'origin_denied' } });
    expect((await api(url, 'page?page=a', { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
    expect((await api(url, 'page?page=a', { headers: { origin: 'http://localhost:9999' } })).status).toBe(200);
  });

  it('BI-35: no request changes anything, from wherever it comes, and nothing that is shown here may be framed', async () => {
    const file = { sites: { default: { origins: ['https://listed.example'] } } };
    const { url } = await startTestServer({ file, env: { HUZZAH_PAGES: join(ROOT, 'examples/article/site') } });
    await (await Visitor.connect(url)).react('a', 'wow');
    const look = async (): Promise<unknown> => (await api(url, 'page?page=a')).json();
    const before = await look();
    const input = JSON.stringify({ page: 'a', kind: 'like', commandId: crypto.randomUUID() });
    for (const path of ['page?page=a', 'counts?page=a', 'comments?page=a', 'reaction.set', 'comment.post', '']) {
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
        const body = method === 'GET' ? {} : { body: input, headers: { 'content-type': 'application/json' } };
        await api(url, path, { method, ...body });
      }
    }
    expect(await look()).toEqual(before);
    for (const origin of [
      'null',
      'https://other.example',
      'https://listed.example.evil.example',
      'http://listed.example',
      'https://listed.example:444',
      'https://listed.example.',
    ]) {
      expect((await api(url, 'page?page=a', { headers: { origin } })).status, origin).toBe(403);
    }
    for (const path of ['/', '/ko', '/embed.js', '/healthz', '/api/v1/sites/default/page?page=a', '/none']) {
      const { headers } = await fetch(`${url}${path}`);
      expect(headers.get('content-security-policy'), path).toContain("frame-ancestors 'none'");
      expect(headers.get('x-content-type-options'), path).toBe('nosniff');
    }
  });

  it('HT-4: a preflight lets a listed page post', async () => {
    const { url } = await startTestServer();
    const response = await api(url, 'counts', { method: 'OPTIONS', headers: { origin: 'https://a.example' } });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-methods')).toContain('POST');
  });

  it('HT-5: it says that it lives, that it is ready and what an acknowledgement means', async () => {
    const { url } = await startTestServer();
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'alive' });
    expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({ status: 'ready', store: { isKept: true } });
  });

  it('HT-6: metrics are for this machine, not for what a proxy brings, a trusted one too, unless they are public', async () => {
    const { url } = await startTestServer();
    const visitor = await Visitor.connect(url);
    await visitor.join(page);
    const text = await (await fetch(`${url}/metrics`)).text();
    expect(text).toContain('huzzah_connections 1');
    expect(text).toContain('huzzah_viewers 1');
    expect(text).toContain('huzzah_commands_total{command="page.join",code="ok"} 1');
    const proxied = { headers: { 'x-forwarded-for': '203.0.113.7' } };
    expect((await fetch(`${url}/metrics`, proxied)).status).toBe(403);
    for (const name of ['via', 'x-real-ip', 'x-forwarded-host', 'origin']) {
      expect((await fetch(`${url}/metrics`, { headers: { [name]: 'https://talk.example' } })).status, name).toBe(403);
    }
    const behind = await startTestServer({ env: { HUZZAH_TRUSTED_PROXIES: '127.0.0.1' } });
    expect((await fetch(`${behind.url}/metrics`, proxied)).status).toBe(403);
    expect((await fetch(`${behind.url}/metrics`)).status).toBe(200);
    const open = await startTestServer({ env: { HUZZAH_METRICS: 'public' } });
    expect((await fetch(`${open.url}/metrics`, proxied)).status).toBe(200);
  });

  it('HT-7: the script is for any origin, compressed, and asked for anew; its chunks never', async () => {
    const { url } = await startTestServer();
    const script = await fetch(`${url}/embed.js`, { headers: { 'accept-encoding': 'br' } });
    expect(script.status).toBe(200);
    expect(script.headers.get('content-encoding')).toBe('br');
    expect(script.headers.get('access-control-allow-origin')).toBe('*');
    expect(script.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(script.headers.get('cache-control')).toContain('max-age=0');
    const chunk = /core-[\w-]+\.js/.exec(await script.text())?.[0];
    const core = await fetch(`${url}/${chunk}`);
    expect(core.headers.get('cache-control')).toContain('immutable');
  });
});
