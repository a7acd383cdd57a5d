import { Stopwatch } from '@huzzah/server/testing';
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { closeBrowser, open, reader, type Tab } from '../helpers/browser.js';
import { hostSite } from '../helpers/host-page.js';
import { Proxy } from '../helpers/proxy.js';
import { startTestServer } from '../helpers/server.js';
import { soon } from '../helpers/soon.js';

const live = (tab: Tab, tag = 'like-bar') => vi.waitFor(async () => expect(await tab.state(tag)).toBe('live'), soon);
const says = (tab: Tab, name: string, text: string | RegExp) =>
  vi.waitFor(async () => expect(await tab.text(name)).toMatch(text), soon);
const tag = (url: string, attributes = '') => `<script async src="${url}/embed.js" ${attributes}></script>`;
const elements = '<online-count></online-count><like-bar></like-bar>';

afterAll(closeBrowser);

/** Writes down every breach of the page's policy. */
const watchPolicy = `addEventListener('securitypolicyviolation', (event) => (window.breaches ??= []).push(event.violatedDirective + ' ' + event.blockedURI));`;
const breaches = (tab: Tab) => tab.page.evaluate(() => (window as unknown as { breaches?: string[] }).breaches ?? []);

describe('the script on somebody else’s page', () => {
  it('EB-1: works under a strict policy with Trusted Types and hostile styles, with no breach and no other host asked', async () => {
    const { url } = await startTestServer();
    const host = new URL(url).host;
    const policy = `default-src 'none'; style-src 'self'; script-src ${url}; connect-src ${url} ws://${host}; require-trusted-types-for 'script'`;
    const site = await hostSite({
      html: `<link rel="stylesheet" href="/host.css">${elements}${tag(url)}`,
      css: '* { all: unset }',
      headers: { 'content-security-policy': policy },
    });
    const tab = await open(await reader(), site, (page) => page.evaluateOnNewDocument(watchPolicy));
    await live(tab);
    await live(tab, 'online-count');
    await tab.tap('Wow');
    await vi.waitFor(async () => expect(await tab.counts()).toMatchObject({ wow: 1 }), soon);
    await says(tab, 'online-count', '1 online');
    await says(tab, 'like-bar', 'What do you think about this post?');
    const [bar, pill] = await tab.page.evaluate(() => {
      const root = document.querySelector('like-bar')!.shadowRoot!;
      return [
        root.querySelector('.root')!.getBoundingClientRect().width,
        root.querySelector('button')!.getBoundingClientRect().height,
      ];
    });
    expect(bar).toBeGreaterThan(280);
    expect(pill).toBeGreaterThanOrEqual(44);
    expect(await breaches(tab)).toEqual([]);
    expect(tab.errors).toEqual([]);
    expect(tab.requests.filter((address) => ![host, new URL(site).host].includes(new URL(address).host))).toEqual([]);
  });

  it('EB-2: works where the policy names the page’s own Trusted Types and huzzah', async () => {
    const { url } = await startTestServer();
    const policy = `require-trusted-types-for 'script'; trusted-types huzzah`;
    const site = await hostSite({ html: elements + tag(url), headers: { 'content-security-policy': policy } });
    const tab = await open(await reader(), site, (page) => page.evaluateOnNewDocument(watchPolicy));
    await live(tab);
    expect(await breaches(tab)).toEqual([]);
  });

  it('EB-3: reading leaves nothing in the browser; a reaction leaves the token', async () => {
    const { url } = await startTestServer();
    const site = await hostSite({ html: elements + tag(url) });
    const context = await reader();
    const tab = await open(context, site);
    await live(tab);
    const left = () =>
      tab.page.evaluate(async () => [
        Object.keys(localStorage),
        Object.keys(sessionStorage),
        document.cookie,
        (await indexedDB.databases()).length,
        await caches.keys(),
      ]);
    expect(await left()).toEqual([[], [], '', 0, []]);
    expect((await context.cookies()).length).toBe(0);
    await tab.tap('Like');
    await vi.waitFor(async () => expect((await left())[0]).toEqual([`huzzah:${url}:default`]), soon);
  });

  it('EB-4: loaded twice it is one: one connection, one visitor, no error', async () => {
    const { url } = await startTestServer();
    const site = await hostSite({ html: elements + tag(url) + `<script async src="${url}/embed.js?v=2"></script>` });
    const tab = await open(await reader(), site);
    await live(tab);
    await live(tab, 'online-count');
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('huzzah_connections 1');
    expect(tab.errors).toEqual([]);
  });

  it('EB-5: loads only what the page uses, and what it comes to use', async () => {
    const { url } = await startTestServer();
    const site = await hostSite({ html: `<online-count></online-count>${tag(url)}` });
    const tab = await open(await reader(), site);
    await live(tab, 'online-count');
    expect(tab.requests.filter((address) => address.includes('like-bar'))).toEqual([]);
    await tab.page.evaluate(() => document.body.append(document.createElement('like-bar')));
    await live(tab);
    expect(new Set(tab.requests.filter((address) => address.includes('like-bar'))).size).toBe(1);
  });

  it('EM-33: of a page with all elements at rest one file is loaded beside the script', async () => {
    const { url } = await startTestServer();
    const all = '<online-count></online-count><like-bar></like-bar><comment-box></comment-box>';
    const site = await hostSite({ html: `${all}${tag(url)}` });
    const tab = await open(await reader(), site);
    await live(tab, 'comment-box');
    // Another reader comes: counts change, and nothing is said of comments.
    await live(await open(await reader(), site), 'online-count');
    await says(tab, 'online-count', '2 online');
    const files = new Set(tab.requests.filter((address) => address.startsWith(url) && address.endsWith('.js')));
    expect([...files].map((address) => address.replace(/.*\/|-\w+(?=\.js)/g, '')).sort()).toEqual([
      'all.js',
      'embed.js',
    ]);
  });

  it('EM-5: an element whose file is missing does not keep the others', async () => {
    const { url } = await startTestServer();
    const site = await hostSite({ html: elements + tag(url) });
    const tab = await open(await reader(), site, async (page) => {
      await page.setRequestInterception(true);
      page.on('request', (request) => {
        void (request.url().includes('/like-bar-') ? request.respond({ status: 404 }) : request.continue());
      });
    });
    await live(tab, 'online-count');
    expect(await tab.state()).toBe('none');
  });

  it('EB-6: the script’s data attributes say server, site and page for all; an element’s own go before', async () => {
    const { url } = await startTestServer({
      file: { sites: { news: { origins: [], reactions: ['love', 'sad'] } } },
      env: {},
    });
    const site = await hostSite({
      html: `<like-bar></like-bar><online-count page="own"></online-count>${tag(url, 'data-site="default" data-page="shared"')}`,
    });
    const tab = await open(await reader(), site);
    await live(tab);
    await live(tab, 'online-count');
    const counts = (await (await fetch(`${url}/api/v1/sites/default/counts?page=shared&page=own`)).json()) as Record<
      string,
      { visitors: number }
    >;
    expect([counts['shared']?.visitors, counts['own']?.visitors]).toEqual([1, 1]);
  });

  it('EB-7: a canonical address is the page; when a router moves on, elements follow', async () => {
    const { url } = await startTestServer();
    const site = await hostSite({ html: `<link rel="canonical" href="/canon">${elements}${tag(url)}` });
    const tab = await open(await reader(), `${site}/start?utm_source=x`);
    await live(tab);
    const here = async (path: string) => {
      const page = `${site}${path}`;
      const counts = (await (
        await fetch(`${url}/api/v1/sites/default/counts?page=${encodeURIComponent(page)}`)
      ).json()) as Record<string, { visitors: number }>;
      return counts[page]?.visitors;
    };
    expect(await here('/canon')).toBe(1);
    await tab.page.evaluate(() => history.pushState(null, '', '/second'));
    await vi.waitFor(async () => expect([await here('/second'), await here('/canon')]).toEqual([1, 0]), soon);
    await tab.page.evaluate(() => history.back());
    await vi.waitFor(async () => expect(await here('/second')).toBe(0), soon);
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('huzzah_connections 1');
  });

  it.each([
    [
      'an origin that is not listed',
      { HUZZAH_ORIGINS: 'https://a.example' },
      'default',
      /^Huzzah: http:\/\/localhost:\d+ may not use site "default". On the server: huzzah site allow default http:\/\/localhost:\d+$/,
    ],
    ['a site that does not exist', {}, 'nowhere', /no site "nowhere"/],
  ])('EB-8: for %s the widgets are inert, and the mend stands in the console', async (_name, env, siteId, message) => {
    const { url } = await startTestServer({ env });
    const site = await hostSite({ html: elements + tag(url, `data-site="${siteId}"`) });
    const tab = await open(await reader(), site);
    await vi.waitFor(async () => expect(await tab.state()).toBe('refused'), soon);
    await says(tab, 'like-bar', /Like 0 .*Wow 0 .*Dislike 0 .*Angry 0$/);
    await vi.waitFor(() => expect(tab.console.find((line) => message.test(line))).toBeDefined(), soon);
    expect(tab.console.filter((line) => line.startsWith('Huzzah:')).length).toBe(1);
    expect(tab.errors).toEqual([]);
  });

  it('EB-9: a half-open connection is noticed within 12 s by both sides, and the page recovers', async () => {
    const { url } = await startTestServer();
    const proxy = await Proxy.start(url);
    const site = await hostSite({ html: elements + tag(proxy.url) });
    const tab = await open(await reader(), site);
    await live(tab);
    const watch = await Stopwatch.start();
    onTestFinished(() => watch.stop());
    // Else the page may be back before the server has noticed that it was gone.
    proxy.freeze();
    proxy.refuse();
    const server = vi.waitFor(
      async () => {
        expect(await (await fetch(`${url}/metrics`)).text()).toContain('huzzah_connections 0');
        return watch.ms;
      },
      { ...soon, interval: 100 },
    );
    const page = vi.waitFor(
      async () => {
        expect(await tab.state()).not.toBe('live');
        return watch.ms;
      },
      { ...soon, interval: 100 },
    );
    // The pings stand 5 s apart, and a reply to one may take 6; the rest is ours to look.
    for (const noticed of await Promise.all([server, page])) expect(noticed).toBeLessThan(13_000);
    proxy.mend();
    await live(tab);
  });

  it('EB-10: the page knows at once that the network is gone, and is live when it is back', async () => {
    const { url } = await startTestServer();
    const site = await hostSite({ html: elements + tag(url) });
    const tab = await open(await reader(), site);
    await live(tab);
    await tab.page.setOfflineMode(true);
    await vi.waitFor(async () => expect(await tab.state()).toBe('offline'), soon);
    await tab.page.setOfflineMode(false);
    await live(tab);
    await says(tab, 'online-count', '1 online');
    expect(tab.errors).toEqual([]);
  });
});
