import { afterAll, describe, expect, it, vi } from 'vitest';
import { Box } from '../helpers/box.js';
import { closeBrowser, open, reader } from '../helpers/browser.js';
import { hostSite, scriptTag } from '../helpers/host-page.js';
import { startTestServer } from '../helpers/server.js';
import { soon } from '../helpers/soon.js';
import { Visitor } from '../helpers/visitor.js';
import { XSS_VECTORS } from '../helpers/xss-vectors.js';

afterAll(closeBrowser);

const PAGE = 'talk';

/** What stands in a page and its box, by tag. */
const tagsIn = ({ page }: Box) =>
  page.evaluate(() => {
    const roots = [
      document,
      ...['online-count', 'like-bar', 'comment-box'].map((tag) => document.querySelector(tag)!.shadowRoot!),
    ];
    return [
      ...new Set(roots.flatMap((root) => [...root.querySelectorAll('*')].map(({ localName }) => localName))),
    ].sort();
  });

describe('people who talk on somebody else’s page', () => {
  it('TK-5: with all three elements work under a strict policy with Trusted Types and hostile styles', async () => {
    const { url } = await startTestServer();
    const policy = `default-src 'none'; style-src 'self'; script-src ${url}; connect-src ${url} ws://${new URL(url).host}; require-trusted-types-for 'script'`;
    const site = await hostSite({
      html: `<link rel="stylesheet" href="/host.css"><online-count></online-count><like-bar></like-bar><comment-box></comment-box><comment-box layout="stream"></comment-box>${scriptTag(url)}`,
      css: '* { all: unset }',
      headers: { 'content-security-policy': policy },
    });
    const tab = await open(await reader(), site, (page) =>
      page.evaluateOnNewDocument(
        `addEventListener('securitypolicyviolation', (event) => (window.breaches ??= []).push(event.violatedDirective + ' ' + event.blockedURI));`,
      ),
    );
    const ana = await Box.live(tab);
    await ana.post('See https://a.example/b');
    await ana.shows('See https://a.example/b');
    await ana.reply('See https://a.example/b', 'I saw');
    await ana.shows('See https://a.example/b', 'I saw');
    await ana.edit('I saw', 'I have seen');
    await ana.shows('See https://a.example/b', 'I have seen');
    await ana.says('.meta', 'Guest');
    await tab.tap('Wow');
    await vi.waitFor(async () => expect(await tab.counts()).toMatchObject({ wow: 1 }), soon);
    await ana.press('mine');
    await ana.says('dialog', '2 comments');
    expect(await tab.page.evaluate(() => (window as unknown as { breaches?: string[] }).breaches ?? [])).toEqual([]);
    expect(tab.errors).toEqual([]);
  });

  it('TK-6: who only counts loads nothing of comments', async () => {
    const { url } = await startTestServer();
    const tab = await open(await reader(), await hostSite({ html: `<online-count></online-count>${scriptTag(url)}` }));
    await vi.waitFor(async () => expect(await tab.state('online-count')).toBe('live'), soon);
    expect(tab.requests.filter((address) => /all-|comment|talk|desk|writer/.test(address))).toEqual([]);
  });

  it.each([
    ['a page', '{}', ''],
    ['a part of it that scrolls', '{ height: 300px; overflow: auto }', ''],
    ['a frame', '{}', 'frame'],
  ])(
    'TK-8: in %s comments are loaded by who comes within a screen of them, and not before',
    async (_, style, frame) => {
      const { url } = await startTestServer();
      const author = await Visitor.connect(url);
      await author.posted(PAGE, 'within reach');
      const inner = await hostSite({
        html: `<style>main ${style}</style><main><div style="height: 3000px"></div><comment-box></comment-box></main>${scriptTag(url, `data-page="${PAGE}"`)}`,
      });
      const site = frame ? await hostSite({ html: `<iframe src="${inner}" style="height: 300px"></iframe>` }) : inner;
      const tab = await open(await reader(), site);
      const page = tab.page.frames().at(-1)!;
      const rowCount = () =>
        page.evaluate(() => document.querySelector('comment-box')?.shadowRoot?.querySelectorAll('article').length);
      await vi.waitFor(
        async () =>
          expect(
            await page.evaluate(() => (document.querySelector('comment-box') as unknown as { state: string }).state),
          ).toBe('live'),
        soon,
      );
      const isLoaded = () => tab.requests.some((address) => address.includes('/talk-'));
      expect(isLoaded()).toBe(false);
      await page.evaluate(() => {
        // Half a screen of it away.
        const scroller = document.querySelector('main')!;
        const by = scroller.clientHeight < 500 ? scroller : document.scrollingElement!;
        by.scrollTop = 3_000 - by.clientHeight * 1.5;
      });
      await vi.waitFor(async () => expect(await rowCount()).toBe(1), soon);
    },
  );

  it('TK-6: who only reads loads nothing of writing, and leaves nothing in his browser', async () => {
    const { url } = await startTestServer();
    const author = await Visitor.connect(url);
    for (let n = 1; n <= 45; n += 1) await author.posted(PAGE, `comment ${n}\n`.repeat(n % 12 || 1));
    const site = await hostSite({
      html: `<online-count></online-count><like-bar></like-bar><comment-box></comment-box>${scriptTag(url, `data-page="${PAGE}"`)}`,
    });
    const context = await reader();
    const box = await Box.live(await open(context, site));
    const isLoaded = (name: string) => box.tab.requests.some((address) => address.includes(`/${name}-`));
    await box.row('comment 37');
    expect([isLoaded('all'), isLoaded('all.desk')]).toEqual([true, false]);
    await box.stir();
    await box.page.focus('comment-box >>> [data-act=older]');
    await box.page.keyboard.press('Enter');
    await vi.waitFor(async () => expect((await box.rows()).length).toBe(40), soon);
    await box.page.select('comment-box >>> .sort', 'oldest');
    await box.row('comment 1');
    for (let n = 1; n <= 5; n += 1) await author.posted(PAGE, `later ${n}`);
    await box.says('.heading', 'Comments 50');
    expect(isLoaded('all.writer')).toBe(false);
    const left = await box.page.evaluate(async () => [
      Object.keys(localStorage),
      Object.keys(sessionStorage),
      document.cookie,
      (await indexedDB.databases()).length,
      await caches.keys(),
    ]);
    expect(left).toEqual([[], [], '', 0, []]);
    expect(await context.cookies()).toEqual([]);
  });

  it('TK-7: whatever hostile text is written as a comment or as a name, the browser draws text', async () => {
    const { url } = await startTestServer();
    const author = await Visitor.connect(url);
    const harmless = await author.posted(PAGE, 'See https://a.example/');
    const html = `<online-count></online-count><like-bar></like-bar><comment-box page-size="100"></comment-box>${scriptTag(url, `data-page="${PAGE}"`)}`;
    const box = await Box.live(await open(await reader(), await hostSite({ html })));
    let dialogCount = 0;
    box.page.on('dialog', (dialog) => {
      dialogCount += 1;
      void dialog.dismiss();
    });
    await box.row(harmless.body);
    await box.stir();
    const before = await tagsIn(box);
    // Some of it is refused: then it is nowhere.
    const replies = await Promise.all(
      XSS_VECTORS.flatMap((text) => [
        author.post(PAGE, text),
        author.post(PAGE, 'named', { parentId: harmless.id, name: [...text].slice(0, 40).join('') }),
      ]),
    );
    const posted = replies.filter(({ ok }) => ok).length;
    expect(posted).toBeGreaterThan(150);
    await box.says('.heading', `Comments ${posted + 1}`);
    for (const more of ['older', 'replies']) {
      const selector = `comment-box >>> [data-act=${more}]`;
      for (let rest = await box.page.$(selector); rest; rest = await box.page.$(selector)) {
        const count = (await box.rows()).length;
        await rest.press('Enter');
        await vi.waitFor(async () => expect((await box.rows()).length).toBeGreaterThan(count), soon);
      }
    }
    await vi.waitFor(async () => expect((await box.rows()).length).toBe(posted + 1), soon);
    expect(await tagsIn(box)).toEqual(before);
    expect(await box.page.evaluate(() => '__broken' in window)).toBe(false);
    expect(dialogCount).toBe(0);
    const hosts = [new URL(url).host, new URL(box.page.url()).host];
    expect(box.tab.requests.filter((address) => !hosts.includes(new URL(address).host))).toEqual([]);
    expect(box.tab.errors).toEqual([]);
  });
});
