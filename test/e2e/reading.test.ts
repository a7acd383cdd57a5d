import { afterAll, describe, expect, it, vi } from 'vitest';
import { Box } from '../helpers/box.js';
import { closeBrowser, open, reader, type Tab } from '../helpers/browser.js';
import { hostSite, scriptTag } from '../helpers/host-page.js';
import { Proxy } from '../helpers/proxy.js';
import { startTestServer } from '../helpers/server.js';
import { soon } from '../helpers/soon.js';
import { Visitor } from '../helpers/visitor.js';

afterAll(closeBrowser);

const PAGE = 'talk';

/** A page with so many comments, an author of them, and a reader before it. */
async function readerOf(count: number, { width = 1_000, height = 800, isMobile = false, lang = 'en', late = '' } = {}) {
  const { url } = await startTestServer();
  const proxy = await Proxy.start(url);
  const author = await Visitor.connect(url);
  const write = async (from: number, to: number) => {
    for (let n = from; n <= to; n += 1) await author.posted(PAGE, `comment ${n}`);
  };
  await write(1, count);
  const site = await hostSite({
    lang,
    html: `<meta name="viewport" content="width=device-width"><style>body { margin: 8px 5% }</style><online-count></online-count><like-bar></like-bar><comment-box page-size="100"></comment-box>${scriptTag(url, `data-server="${proxy.url}" data-page="${PAGE}"`)}`,
  });
  const context = await reader();
  const tab = await open(context, site, async (page) => {
    await page.setViewport({ width, height, isMobile, hasTouch: isMobile });
    await page.evaluateOnNewDocument(() => {
      const state = window as unknown as { shift: number };
      state.shift = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) state.shift += (entry as PerformanceEntry & { value: number }).value;
      }).observe({ type: 'layout-shift', buffered: true });
    });
    if (late !== '') await comesLate(page, late);
  });
  const box = await Box.live(tab);
  await vi.waitFor(async () => expect((await box.rows()).length).toBe(Math.min(count, 100)), soon);
  await box.stir();
  return { box, author, write, proxy, context, site };
}

/** Has a file come a second after it is asked for. */
async function comesLate(page: Tab['page'], name: string): Promise<void> {
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    setTimeout(() => void request.continue().catch(() => {}), request.url().includes(name) ? 1_000 : 0);
  });
}

/** Scrolls to a comment, and follows its line from frame to frame. */
async function readOn(box: Box, text: string): Promise<void> {
  const { id } = await box.row(text);
  await box.page.bringToFront();
  await box.page.evaluate(async (row) => {
    const line = document.querySelector('comment-box')!.shadowRoot!.getElementById(row)!;
    const state = window as unknown as { moved: number; shift: number };
    const top = () => (line.isConnected ? line.getBoundingClientRect().top : Infinity);
    line.scrollIntoView({ block: 'center' });
    // What is drawn for the first time on the way there may take its size yet.
    let at = NaN;
    for (let still = 0; still < 30; still += 1) {
      await new Promise(requestAnimationFrame);
      if (top() !== at) still = 0;
      at = top();
    }
    state.moved = 0;
    state.shift = 0;
    let before = at;
    const look = () => {
      // A browser that keeps the line itself does so after this, and before it paints.
      if (top() === before) state.moved = Math.max(state.moved, Math.abs(before - at));
      before = top();
      requestAnimationFrame(look);
    };
    look();
  }, `c-${id}`);
}

/** By how many px the line has moved at most, and how much has been seen to jump. */
const moved = (box: Box) =>
  box.page.evaluate(async () => {
    for (let frames = 0; frames < 3; frames += 1) await new Promise(requestAnimationFrame);
    const { moved, shift } = window as unknown as { moved: number; shift: number };
    return moved + shift;
  });
const waits = (box: Box, text: string) => box.says('.new', new RegExp(`^${text}$`));

describe('a reader', () => {
  it('TA-11: whose line is in mid-list does not see it move while 500 come in above it; they wait for him', async () => {
    const { box, write } = await readerOf(60);
    await readOn(box, 'comment 20');
    await write(61, 560);
    await waits(box, '500 new comments');
    await box.says('.heading', 'Comments 560');
    expect(await moved(box)).toBeLessThan(0.5);
    await box.press('new');
    await vi.waitFor(async () => expect((await box.rows()).length).toBe(560), soon);
    expect((await box.texts()).slice(0, 3)).toEqual(['comment 560', 'comment 559', 'comment 558']);
    await vi.waitFor(
      async () =>
        expect(
          await box.page.$eval('comment-box >>> article', (row) => row.getBoundingClientRect().top),
        ).toBeGreaterThan(-30),
      soon,
    );
    expect(box.tab.errors).toEqual([]);
  });

  it('TA-12: does not see his line move for what is edited, answered and removed above it, nor for what he writes elsewhere', async () => {
    const { box, author, context, site } = await readerOf(60);
    await readOn(box, 'comment 20');
    const at = async (text: string) => (await box.row(text)).id;
    await author.act('comment.edit', PAGE, await at('comment 44'), { body: 'long\n'.repeat(7) });
    await box.row('long\n'.repeat(7).trim());
    const gone = await at('comment 43');
    await author.act('comment.remove', PAGE, gone);
    await vi.waitFor(async () => expect(await box.texts()).not.toContain('comment 43'), soon);
    await author.posted(PAGE, 'an answer', { parentId: await at('comment 42') });
    await waits(box, '1 new comment');
    const other = await Box.live(await open(context, site));
    await other.post('written in another tab');
    await box.row('written in another tab');
    await box.page.bringToFront();
    await other.reply('comment 30', 'answered in another tab');
    await box.row('answered in another tab');
    expect(await moved(box)).toBeLessThan(0.5);
    await waits(box, '1 new comment');
  });

  it('TA-13: does not see his line move when he comes back to what he has missed', async () => {
    const { box, author, write, proxy } = await readerOf(60);
    await readOn(box, 'comment 20');
    proxy.cut();
    await box.becomes('offline');
    await write(61, 90);
    await author.act('comment.remove', PAGE, (await box.row('comment 25')).id);
    proxy.mend();
    await box.becomes('live');
    await waits(box, '30 new comments');
    await vi.waitFor(async () => expect(await box.texts()).not.toContain('comment 25'), soon);
    expect(await moved(box)).toBeLessThan(0.5);
  });

  it('TA-14: who writes, points or selects is not disturbed; idle at the top he sees what comes at once', async () => {
    const { box, write } = await readerOf(3);
    const begins = (...texts: string[]) =>
      vi.waitFor(async () => expect((await box.texts()).slice(0, texts.length)).toEqual(texts), soon);
    await write(4, 4);
    await box.shows('comment 4', 'comment 3', 'comment 2', 'comment 1');
    await box.write('I think');
    await write(5, 5);
    await waits(box, '1 new comment');
    await box.keys('Control', 'a');
    await box.page.keyboard.press('Delete');
    await waits(box, '');
    await begins('comment 5');
    await (await box.page.$('comment-box >>> .list .body'))!.hover();
    await write(6, 7);
    await waits(box, '2 new comments');
    await box.page.mouse.move(1, 1);
    await waits(box, '');
    await begins('comment 7');
    const body = (await (await box.page.$('comment-box >>> .list .body'))!.boundingBox())!;
    await box.page.mouse.click(body.x + 20, body.y + 8, { count: 2 });
    await box.page.mouse.move(1, 1);
    await write(8, 8);
    await waits(box, '1 new comment');
    await box.page.mouse.click(1, 1);
    await waits(box, '');
    await begins('comment 8', 'comment 7');
  });

  it.each([
    { width: 390, height: 844, isMobile: true, lang: 'en', late: '' },
    { width: 390, height: 844, isMobile: true, lang: 'ko', late: 'like-bar-' },
    { width: 1_280, height: 900, isMobile: false, lang: 'en', late: 'online-count-' },
    { width: 1_280, height: 900, isMobile: false, lang: 'ko', late: '' },
  ])(
    'TA-15: nothing jumps while a page with all three elements comes alive, on $width × $height in $lang, the last $late',
    async (screen) => {
      const { box } = await readerOf(60, screen);
      for (const tag of ['like-bar', 'online-count'])
        await vi.waitFor(async () => expect(await box.tab.state(tag)).toBe('live'), soon);
      expect(await box.page.evaluate(() => (window as unknown as { shift: number }).shift)).toBeLessThan(0.001);
      expect(await box.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(screen.width);
    },
  );
});
