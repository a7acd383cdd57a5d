import { afterAll, describe, expect, it, vi } from 'vitest';
import { Box } from '../helpers/box.js';
import { closeBrowser, open, reader } from '../helpers/browser.js';
import { hostSite, scriptTag } from '../helpers/host-page.js';
import { Proxy } from '../helpers/proxy.js';
import { startTestServer } from '../helpers/server.js';
import { soon } from '../helpers/soon.js';

afterAll(closeBrowser);

/** Two readers, each in a browser of his own, who look at one page. */
async function twoReaders(url: string, attributes = ''): Promise<[Box, Box]> {
  const site = await hostSite({ html: `<comment-box ${attributes}></comment-box>${scriptTag(url)}` });
  const box = async () => Box.live(await open(await reader(), site));
  return [await box(), await box()];
}

describe('people talk', () => {
  it('TA-1: what one posts, answers, edits, removes and brings back, the other sees at once', async () => {
    const { url } = await startTestServer();
    const [ana, ben] = await twoReaders(url);
    await ana.post('The bridge is the best part');
    await ben.shows('The bridge is the best part');
    await ben.says('.heading', 'Comments 1');
    await ben.reply('The bridge is the best part', 'Nobody sings in it');
    await ana.shows('The bridge is the best part', 'Nobody sings in it');
    expect((await ana.rows()).map(({ isReply }) => isReply)).toEqual([false, true]);
    await ana.says('.heading', 'Comments 2');
    await ana.edit('The bridge is the best part', 'The bridge is the best part of it');
    await ben.shows('The bridge is the best part of it', 'Nobody sings in it');
    await ben.says('.meta', /edited/);
    await ana.choose('remove', 'The bridge is the best part of it');
    await vi.waitFor(async () => expect((await ben.rows())[0]!.note).toBe('Removed by its author'), soon);
    await ben.says('.heading', 'Comments 1');
    await ana.press('undo');
    await ben.shows('The bridge is the best part of it', 'Nobody sings in it');
    await ben.says('.heading', 'Comments 2');
    await ben.choose('remove', 'Nobody sings in it');
    await ana.shows('The bridge is the best part of it');
    await ana.says('.heading', 'Comments 1');
    for (const { tab } of [ana, ben]) expect(tab.errors).toEqual([]);
  });

  it('TA-2: a vote is seen by the other, and taken back; a report is taken; the order is each reader’s own', async () => {
    const { url } = await startTestServer();
    const [ana, ben] = await twoReaders(url);
    for (const text of ['first', 'second', 'third']) {
      await ana.post(text);
      await ana.row(text);
    }
    await ben.shows('third', 'second', 'first');
    await ben.press('up', 'second');
    await vi.waitFor(async () => expect((await ana.row('second')).votes).toBe(1), soon);
    await ben.page.select('comment-box >>> .sort', 'top');
    await ben.shows('second', 'third', 'first');
    await ben.page.select('comment-box >>> .sort', 'oldest');
    await ben.shows('first', 'second', 'third');
    await ana.shows('third', 'second', 'first');
    await ben.press('up', 'second');
    await vi.waitFor(async () => expect((await ana.row('second')).votes).toBe(0), soon);
    await ben.choose('flag', 'first');
    await (await ben.page.waitForSelector('comment-box >>> .flags .choice'))!.click();
    await vi.waitFor(async () => expect((await ben.row('first')).note).toBe('Thank you. A moderator will look.'), soon);
    for (const { tab } of [ana, ben]) expect(tab.errors).toEqual([]);
  });

  it('TA-3: a name is known again after a reload, and in the reader’s next tab', async () => {
    const { url } = await startTestServer();
    const [ana, ben] = await twoReaders(url);
    await ana.write('Hello');
    await ana.write('Ana', '.name');
    await ana.keys('Control', 'Enter');
    await vi.waitFor(async () => expect((await ben.row('Hello')).author).toBe('Ana'), soon);
    await ana.page.reload();
    await ana.becomes('live');
    await ana.post('It is me again');
    await vi.waitFor(async () => expect((await ben.row('It is me again')).author).toBe('Ana'), soon);
    const next = await Box.live(await open(ana.page.browserContext(), ana.page.url()));
    await next.write('And here');
    await next.page.waitForSelector('comment-box >>> .name');
    expect(await next.page.$eval('comment-box >>> .name', (field) => (field as HTMLInputElement).value)).toBe('Ana');
    await next.keys('Control', 'Enter');
    for (const box of [ana, ben, next])
      await vi.waitFor(async () => expect((await box.row('And here')).author).toBe('Ana'), soon);
    // Whatever tab it was written in, it is his.
    await ana.choose('edit', 'And here');
  });

  it('TA-4: with WebSocket blocked they talk over long-polling', async () => {
    const { url } = await startTestServer();
    const proxy = await Proxy.start(url, { blocksWebSocket: true });
    const [ana, ben] = await twoReaders(proxy.url);
    await ana.post('Can you hear me');
    await ben.shows('Can you hear me');
    await ben.reply('Can you hear me', 'As if nothing were blocked');
    await ana.shows('Can you hear me', 'As if nothing were blocked');
    await ben.press('up', 'Can you hear me');
    await vi.waitFor(async () => expect((await ana.row('Can you hear me')).votes).toBe(1), soon);
    await ana.choose('remove', 'Can you hear me');
    await vi.waitFor(async () => expect((await ben.rows())[0]!.note).toBe('Removed by its author'), soon);
  });
});
