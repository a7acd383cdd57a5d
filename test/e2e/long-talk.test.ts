import { afterAll, describe, expect, it, vi } from 'vitest';
import { Box } from '../helpers/box.js';
import { closeBrowser, open, reader } from '../helpers/browser.js';
import { hostSite, scriptTag } from '../helpers/host-page.js';
import { listedAt } from '../helpers/listed.js';
import { startTestServer, temporaryFolder } from '../helpers/server.js';
import { soon } from '../helpers/soon.js';
import { SpawnedServer } from '../helpers/spawned-server.js';
import { Visitor } from '../helpers/visitor.js';

afterAll(closeBrowser);

const PAGE = 'talk';
const boxOf = (url: string, attributes = '') =>
  hostSite({ html: `<comment-box ${attributes}></comment-box>${scriptTag(url, `data-page="${PAGE}"`)}` });
const textsAt = async (url: string) => (await listedAt(url, PAGE, 'oldest')).map(({ body }) => body);
const fieldOf = ({ page }: Box) => page.$eval('comment-box >>> textarea', (field) => field.value);

describe('a talk that goes on', () => {
  it('TA-17: the server is killed under an open box and started again: all is there once, and the draft too', async () => {
    const folder = temporaryFolder();
    const first = await SpawnedServer.start(folder, ['--port', '0']);
    const site = await boxOf(first.url);
    const box = await Box.live(await open(await reader(), site));
    await box.post('before the fall');
    await vi.waitFor(async () => expect((await box.row('before the fall')).note).toBe(''), soon);
    await first.end('SIGKILL');
    await box.becomes('offline');
    await box.shows('before the fall');
    await box.post('while it was down');
    await box.says('.note', 'Waiting for a connection');
    await box.write('Half a thought');
    await SpawnedServer.start(folder, ['--port', first.port]);
    await box.becomes('live');
    await vi.waitFor(async () => expect((await box.row('while it was down')).note).toBe(''), soon);
    await box.turnAway();
    await box.shows('while it was down', 'before the fall');
    expect(await fieldOf(box)).toBe('Half a thought');
    expect(await textsAt(first.url)).toEqual(['before the fall', 'while it was down']);
    await box.page.reload();
    await box.becomes('live');
    await box.stir();
    await vi.waitFor(async () => expect(await fieldOf(box)).toBe('Half a thought'), soon);
    expect(box.tab.errors).toEqual([]);
  });

  it('TA-18: a link leads into the middle of 10,000 comments, and on to both sides', async () => {
    const { url } = await startTestServer();
    const author = await Visitor.connect(url);
    const ids: string[] = [];
    for (let n = 1; n <= 10_000; n += 100)
      for (const { id } of await Promise.all(
        Array.from({ length: 100 }, (_, i) => author.posted(PAGE, `comment ${n + i}`)),
      ))
        ids.push(id);
    const box = await Box.live(await open(await reader(), `${await boxOf(url)}/#huzzah-${ids[4_999]}`));
    await box.row('comment 5000');
    await box.says('.heading', 'Comments 10K');
    const inView = () =>
      box.page.evaluate((id) => {
        const root = document.querySelector('comment-box')!.shadowRoot!;
        const { top, bottom } = root.getElementById(`c-${id}`)!.getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight && root.activeElement?.id === `c-${id}`;
      }, ids[4_999]!);
    await vi.waitFor(async () => expect(await inView()).toBe(true), soon);
    for (const side of ['newer', 'older']) {
      const before = await box.texts();
      await box.page.focus(`comment-box >>> [data-act=${side}]`);
      await box.page.keyboard.press('Enter');
      await vi.waitFor(async () => expect((await box.rows()).length).toBeGreaterThan(before.length), soon);
    }
    await vi.waitFor(async () => {
      const numbers = (await box.texts()).map((text) => Number(text.slice(8)));
      expect(numbers.length).toBeGreaterThan(50);
      expect(numbers).toEqual(numbers.map((_, i) => numbers[0]! - i));
    }, soon);
  });

  it('TA-19: in a stream, Enter while a syllable is composed posts nothing; the whole word is posted once', async () => {
    const { url } = await startTestServer();
    const box = await Box.live(await open(await reader(), await boxOf(url, 'layout="stream"')));
    await box.stir();
    await box.page.bringToFront();
    await box.page.focus('comment-box >>> textarea');
    const session = await box.page.createCDPSession();
    const compose = (text: string) =>
      session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
    const enter = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13 };
    const pressEnter = async () => {
      await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...enter });
      await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...enter });
    };
    for (const [parts, done] of [
      [['ㅎ', '하', '한'], '한'],
      [['ㄱ', '그', '글'], '글'],
    ] as const) {
      for (const part of parts) {
        await compose(part);
        await pressEnter();
      }
      await session.send('Input.insertText', { text: done });
    }
    expect(await fieldOf(box)).toBe('한글');
    await pressEnter();
    await box.shows('한글');
    await vi.waitFor(async () => expect((await box.row('한글')).note).toBe(''), soon);
    expect(await fieldOf(box)).toBe('');
    expect(await textsAt(url)).toEqual(['한글']);
  });
});
