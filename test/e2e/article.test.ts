import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { closeBrowser, open, reader, type Tab } from '../helpers/browser.js';
import { Proxy } from '../helpers/proxy.js';
import { startTestServer, temporaryFolder } from '../helpers/server.js';
import { soon } from '../helpers/soon.js';
import { ROOT } from '../helpers/sources.js';
import { SpawnedServer } from '../helpers/spawned-server.js';

const PAGES = join(ROOT, 'examples/article/site');
const serve = () => startTestServer({ env: { HUZZAH_PAGES: PAGES } });
const live = (tab: Tab) => vi.waitFor(async () => expect(await tab.state()).toBe('live'), soon);
const shows = (tab: Tab, counts: Record<string, number>) =>
  vi.waitFor(async () => expect(await tab.counts()).toMatchObject(counts), soon);
const says = (tab: Tab, tag: string, text: string | RegExp) =>
  vi.waitFor(async () => expect(await tab.text(tag)).toMatch(text), soon);
const people = (tab: Tab, visitors: number) =>
  vi.waitFor(async () => expect(await tab.visitors()).toBe(visitors), soon);

afterAll(closeBrowser);

describe('the example article', () => {
  it('EX-1: two browsers see each other: who is here, and what each does', async () => {
    const { url } = await serve();
    const [ana, ben] = [await open(await reader(), url), await open(await reader(), url)];
    await people(ana, 2);
    await people(ben, 2);
    await ana.tap('Wow');
    await shows(ben, { like: 0, wow: 1, dislike: 0, angry: 0 });
    await ben.tap('Wow');
    await shows(ana, { wow: 2 });
    await ana.tap('Like');
    await shows(ben, { like: 1, wow: 1 });
    await ana.tap('Like');
    await shows(ben, { like: 0, wow: 1 });
    await says(ben, 'like-bar', /What do you think about this post\? .*Like 0 .*Wow 1 .*Dislike 0 .*Angry 0/);
    await says(ben, 'online-count', '2 online');
    expect([...ana.errors, ...ben.errors]).toEqual([]);
  });

  it('EX-2: five tabs of one browser are one visitor, with one reaction', async () => {
    const { url } = await serve();
    const context = await reader();
    const tabs = await Promise.all(Array.from({ length: 5 }, () => open(context, url)));
    for (const tab of tabs) await people(tab, 1);
    await tabs[1]!.tap('Like');
    for (const tab of tabs) await vi.waitFor(async () => expect(await tab.mine()).toBe('like'), soon);
    await tabs[3]!.tap('Angry');
    for (const tab of tabs) await shows(tab, { like: 0, angry: 1 });
    const other = await open(await reader(), url);
    await people(other, 2);
    await tabs[0]!.page.close();
    await tabs[1]!.page.close();
    await people(other, 2);
    for (const tab of tabs.slice(2)) await tab.page.close();
    await people(other, 1);
  });

  it('EX-3: a reaction pressed offline is kept over a reload, and sent once when the network is back', async () => {
    const { url } = await serve();
    const proxy = await Proxy.start(url);
    const context = await reader();
    const tab = await open(context, `${proxy.url}/`);
    const witness = await open(await reader(), url);
    await live(tab);
    await live(witness);
    proxy.cut();
    await vi.waitFor(async () => expect(await tab.state()).toBe('offline'), soon);
    await tab.tap('Wow');
    await shows(tab, { wow: 1 });
    await says(tab, 'like-bar', 'Saved. Counts when you are back online.');
    await tab.page.close();
    proxy.mend();
    const again = await open(context, `${proxy.url}/`);
    await vi.waitFor(async () => expect(await again.mine()).toBe('wow'), soon);
    await vi.waitFor(async () => expect(await pendingOf(again)).toBe(false), soon);
    await shows(again, { wow: 1 });
    expect(await witness.counts()).toMatchObject({ wow: 0 });
  });

  it('EX-4: with WebSocket blocked everything works over long-polling', async () => {
    const { url } = await serve();
    const proxy = await Proxy.start(url, { blocksWebSocket: true });
    const [ana, ben] = [await open(await reader(), `${proxy.url}/`), await open(await reader(), `${proxy.url}/`)];
    await people(ana, 2);
    await ana.tap('Like');
    await shows(ben, { like: 1 });
  });

  it('EX-5: the server is killed and started again: nothing acknowledged is lost, and the page recovers by itself', async () => {
    const folder = temporaryFolder();
    const first = await SpawnedServer.start(folder, ['--port', '0', '--pages', PAGES]);
    const tab = await open(await reader(), first.url);
    await live(tab);
    await tab.tap('Wow');
    await vi.waitFor(async () => expect(await tab.counts()).toMatchObject({ wow: 1 }), soon);
    await vi.waitFor(async () => expect(await pendingOf(tab)).toBe(false), soon);
    await first.end('SIGKILL');
    await vi.waitFor(async () => expect(await tab.state()).toBe('offline'), soon);
    await tab.tap('Like');
    await SpawnedServer.start(folder, ['--port', first.port, '--pages', PAGES]);
    await live(tab);
    await shows(tab, { like: 1, wow: 0 });
    await people(tab, 1);
    expect(await tab.mine()).toBe('like');
  });

  it('EX-6: the article is whole in both languages: player, chart, text, four more pages that are live', async () => {
    const { url } = await serve();
    for (const [path, invitation, prompt] of [
      ['/', 'Select a chart video', 'What do you think about this post?'],
      ['/ko', '', '이 글, 어떻게 생각하세요?'],
    ] as const) {
      const tab = await open(await reader(), url + path);
      await live(tab);
      const text = await tab.page.evaluate(() => document.body.innerText);
      expect(text).toContain('0:00 / 0:00');
      expect(text).toContain(invitation);
      await says(tab, 'like-bar', prompt);
      expect(await tab.page.$$eval('.chart ol > li', (rows) => rows.length)).toBe(5);
      const related = await tab.page.$$eval('.related a', (links) => links.map((link) => link.href));
      expect(related.length).toBe(4);
      for (const address of related) {
        await tab.page.goto(address);
        await live(tab);
        expect(await tab.counts()).toEqual({ like: 0, wow: 0, dislike: 0, angry: 0 });
      }
    }
  });

  it('EX-7: a chosen title plays', async () => {
    const { url } = await serve();
    const tab = await open(await reader(), url);
    await (await tab.page.waitForSelector('.chart ol a'))!.click();
    await vi.waitFor(
      async () =>
        expect(
          await tab.page.$eval('video', (video) => [video.currentTime > 0, video.duration > 3 && video.duration < 30]),
        ).toEqual([true, true]),
      soon,
    );
    expect(await tab.page.evaluate(() => document.body.innerText)).not.toContain('Select a chart video');
    expect(tab.errors).toEqual([]);
  });

  it.each(['/', '/ko'])(
    'EX-8: on a phone %s is no wider than the screen, and nothing jumps while it comes alive',
    async (path) => {
      const { url } = await serve();
      const tab = await open(await reader(), url + path, async (page) => {
        await page.setViewport({ width: 390, height: 844, deviceScaleFactor: 2, isMobile: true, hasTouch: true });
        await page.evaluateOnNewDocument(() => {
          const state = window as unknown as { shift: number };
          state.shift = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) state.shift += (entry as PerformanceEntry & { value: number }).value;
          }).observe({ type: 'layout-shift', buffered: true });
        });
      });
      await live(tab);
      await tab.tap(path === '/' ? 'Wow' : '놀라워요');
      await shows(tab, { wow: 1 });
      expect(await tab.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      expect(await tab.page.evaluate(() => (window as unknown as { shift: number }).shift)).toBeLessThan(0.02);
    },
  );
});

/** Whether the element still waits for an acknowledgement: what it shows is kept once it does not. */
function pendingOf(tab: Tab): Promise<boolean> {
  return tab.page.evaluate(() => Object.keys(localStorage).some((key) => key.includes(':reaction:')));
}
