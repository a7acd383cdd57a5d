import { afterAll, describe, expect, it, vi } from 'vitest';
import { BoxTab } from '../helpers/box-tab.js';
import { closeBrowser, open, reader } from '../helpers/browser.js';
import { hostSite } from '../helpers/host-page.js';
import { startTestServer } from '../helpers/server.js';
import { soon } from '../helpers/soon.js';

afterAll(closeBrowser);

describe('readers who talk', () => {
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
    expect(count.requests.filter((address) => /all-|comment|talk|desk|writer/.test(address))).toEqual([]);
    const ana = await BoxTab.open(await site('comment-box'));
    const chunks = () => ana.tab.requests.map((address) => new URL(address).pathname.split('/').at(-1)!.split('-')[0]);
    expect(chunks()).not.toContain('desk');
    expect(chunks()).not.toContain('writer');
    await ana.tab.page.mouse.move(100, 100);
    await ana.part('kbd');
    const left = await ana.tab.page.evaluate(async () => [localStorage.length, (await indexedDB.databases()).length]);
    expect(left).toEqual([0, 0]);
  });
});
