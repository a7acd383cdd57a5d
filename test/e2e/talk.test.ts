import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { BoxTab } from '../helpers/box-tab.js';
import { closeBrowser, open, reader } from '../helpers/browser.js';
import { hostSite } from '../helpers/host-page.js';
import { Proxy } from '../helpers/proxy.js';
import { startTestServer } from '../helpers/server.js';
import { soon } from '../helpers/soon.js';
import { ROOT } from '../helpers/sources.js';
import { Visitor } from '../helpers/visitor.js';

const PAGES = join(ROOT, 'examples/article/site');
const serve = (env = {}) => startTestServer({ env: { HUZZAH_PAGES: PAGES, ...env } });
const rest = (address: string) =>
  fetch(address).then((response) => response.json() as Promise<{ comments: { body: string }[] }>);

afterAll(closeBrowser);

describe('readers who talk', () => {
  it('TK-1: two browsers see each other post, reply, vote, edit, remove and undo', async () => {
    const { url } = await serve();
    const [ana, ben] = [await BoxTab.open(url), await BoxTab.open(url)];
    await ana.write('Hello');
    await ana.write('Ana', '.name');
    await (await ana.part('textarea')).focus();
    await ana.send();
    await ben.shows(/^Ana just now Hello/);
    await ben.press('[data-act=up]');
    await ana.shows(/Hello Upvote 1/);
    await ben.press('[data-act=reply]');
    await ben.write('And to you', '.panel textarea');
    await ben.send();
    await ana.shows('Hello', /^Guest just now And to you/);
    await ben.rest();
    await ana.choose('Hello', 'edit');
    await ana.write(' there', '.panel textarea');
    await ana.send();
    await ben.shows(/^Ana just now edited Hello there/, 'And to you');
    await ana.choose('Hello there', 'remove');
    await ben.shows('Removed by its author', 'And to you');
    await ana.press('[data-act=undo]');
    await ben.shows('Hello there', 'And to you');
    expect([...ana.tab.errors, ...ben.tab.errors]).toEqual([]);
  });

  it('TK-2: what is written offline is kept over a closed tab, and posted exactly once when the network is back', async () => {
    const { url } = await serve();
    const proxy = await Proxy.start(url);
    const context = await reader();
    const ana = await BoxTab.open(`${proxy.url}/`, context);
    const ben = await BoxTab.open(`${proxy.url}/`);
    await ana.write('Before');
    await ana.send();
    await ben.shows('Before');
    proxy.cut();
    await ana.is('offline');
    await ana.write('From the tunnel');
    expect(await ana.tab.text('comment-box')).toContain('Post later');
    await ana.send();
    await ana.shows(/From the tunnel Waiting for a connection\. Sends by itself\. Discard/, 'Before');
    await ana.tab.page.close();
    proxy.mend();
    const again = await BoxTab.open(`${proxy.url}/`, context);
    await again.shows(/From the tunnel Upvote/, 'Before');
    await ben.shows('From the tunnel', 'Before');
    const { comments } = await rest(`${url}/api/v1/sites/default/comments?page=${encodeURIComponent(`${proxy.url}/`)}`);
    expect(comments.map(({ body }) => body)).toEqual(['From the tunnel', 'Before']);
  });

  it('TK-3: a draft survives a reload, and what failed is still there to be tried again', async () => {
    const { url } = await serve({ HUZZAH_LIMITS: 'on' });
    const context = await reader();
    const ana = await BoxTab.open(url, context);
    for (const text of ['One', 'Two', 'Three', 'Four']) {
      await ana.write(text);
      await ana.send();
    }
    await ana.shows(
      /Four Not sent\. That was quick\. Again in \d+ s\. Try again Copy text Discard/,
      'Three',
      'Two',
      'One',
    );
    await ana.write('A draft');
    await ana.tab.page.reload();
    await ana.is('live');
    await ana.shows(/Four Not sent/, 'Three', 'Two', 'One');
    await ana.tab.page.mouse.move(200, 200);
    await vi.waitFor(async () => expect(await ana.value('textarea')).toBe('A draft'), soon);
    await ana.press('[data-act=retry]');
    await vi.waitFor(async () => expect((await ana.rows())[0]).toMatch(/Four (Upvote|Not sent)/), soon);
  });

  it('TK-4: what was edited, removed and posted while one was away is caught up with', async () => {
    const { url } = await serve();
    const proxy = await Proxy.start(url);
    const visitor = await Visitor.connect(url);
    const page = `${proxy.url}/`;
    const post = async (body: string) => (await visitor.posted(page, body)).id;
    const [first, second] = [await post('First'), await post('Second')];
    const ana = await BoxTab.open(page);
    await ana.shows('Second', 'First');
    proxy.cut();
    await ana.is('offline');
    await visitor.act('comment.edit', page, first, { body: 'First, mended' });
    await visitor.act('comment.remove', page, second);
    await post('Third');
    proxy.mend();
    await ana.is('live');
    await ana.shows('Third', /edited First, mended/);
  });

  it('TK-5: works under a strict policy with Trusted Types and hostile styles, what comes later too', async () => {
    const { url } = await startTestServer();
    const policy = `default-src 'none'; style-src 'self'; script-src ${url}; connect-src ${url} ws://${new URL(url).host}; require-trusted-types-for 'script'`;
    const site = await hostSite({
      html: `<link rel="stylesheet" href="/host.css"><comment-box></comment-box><comment-box layout="stream"></comment-box><script async src="${url}/embed.js"></script>`,
      css: '* { all: unset }',
      headers: { 'content-security-policy': policy },
    });
    const ana = await BoxTab.open(site, undefined, (page) =>
      page.evaluateOnNewDocument(
        `addEventListener('securitypolicyviolation', (event) => (window.breaches ??= []).push(event.violatedDirective + ' ' + event.blockedURI));`,
      ),
    );
    await ana.write('See https://a.example/b');
    await ana.send();
    await ana.shows('See https://a.example/b');
    await ana.choose('See', 'edit');
    await ana.write('!', '.panel textarea');
    await ana.send();
    await ana.shows(/edited See/);
    await ana.press('[data-act=mine]');
    await vi.waitFor(
      async () =>
        expect(await (await ana.part('dialog')).evaluate((dialog) => dialog.textContent)).toContain('1 comment'),
      soon,
    );
    expect(await ana.tab.page.evaluate(() => (window as unknown as { breaches?: string[] }).breaches ?? [])).toEqual(
      [],
    );
    expect(ana.tab.errors).toEqual([]);
  });

  it('TK-6: who only counts loads nothing of comments, and who only reads nothing of writing, and leaves nothing', async () => {
    const { url } = await startTestServer();
    const site = (tag: string) => hostSite({ html: `<${tag}></${tag}><script async src="${url}/embed.js"></script>` });
    const count = await open(await reader(), await site('online-count'));
    await vi.waitFor(async () => expect(await count.state('online-count')).toBe('live'), soon);
    expect(count.requests.filter((address) => /comment|list|desk|writer/.test(address))).toEqual([]);
    const ana = await BoxTab.open(await site('comment-box'));
    const chunks = () => ana.tab.requests.map((address) => new URL(address).pathname.split('/').at(-1)!.split('-')[0]);
    expect(chunks()).not.toContain('desk');
    expect(chunks()).not.toContain('writer');
    expect(chunks()).not.toContain('list');
    await ana.tab.page.mouse.move(100, 100);
    await ana.part('kbd');
    const left = await ana.tab.page.evaluate(async () => [localStorage.length, (await indexedDB.databases()).length]);
    expect(left).toEqual([0, 0]);
  });

  it('TK-7: over long-polling readers talk as well', async () => {
    const { url } = await serve();
    const proxy = await Proxy.start(url, { blocksWebSocket: true });
    const [ana, ben] = [await BoxTab.open(`${proxy.url}/`), await BoxTab.open(`${proxy.url}/`)];
    await ana.write('Hello');
    await ana.send();
    await ben.shows('Hello');
  });
});
