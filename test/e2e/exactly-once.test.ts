import type { BrowserContext } from 'puppeteer-core';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { Box } from '../helpers/box.js';
import { closeBrowser, open, reader } from '../helpers/browser.js';
import { hostSite, scriptTag } from '../helpers/host-page.js';
import { listedAt } from '../helpers/listed.js';
import { Proxy } from '../helpers/proxy.js';
import { startTestServer } from '../helpers/server.js';
import { soon } from '../helpers/soon.js';

afterAll(closeBrowser);

/** A page on a network that can be cut; its script comes all the same, unless that is cut too. */
async function cuttable({ blocksWebSocket = false, isScriptCut = false, env = {} } = {}) {
  const { url } = await startTestServer({ env });
  const proxy = await Proxy.start(url, { blocksWebSocket });
  const script = isScriptCut ? scriptTag(proxy.url) : scriptTag(url, `data-server="${proxy.url}"`);
  const site = await hostSite({ html: `<comment-box page-size="50"></comment-box>${script}` });
  return {
    proxy,
    context: await reader(),
    /** A further tab, as far as it comes. */
    box: async (context: BrowserContext) => new Box(await open(context, site)),
    /** The texts that the server has, oldest first. */
    stored: async () => (await listedAt(url, `${site}/`, 'oldest')).map(({ body }) => body),
  };
}

/** Waits until a comment stands in the box as one that all readers have. */
async function isPosted(box: Box, text: string): Promise<void> {
  await vi.waitFor(async () => expect((await box.row(text)).note).toBe(''), soon);
  await vi.waitFor(async () => expect(await keptIn(box)).toEqual([]), soon);
}

/** The texts that this browser keeps of what is not acknowledged. */
function keptIn(box: Box): Promise<string[]> {
  return box.page.evaluate(async () => {
    const [{ name } = {}] = await indexedDB.databases();
    if (name === undefined) return [];
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error!);
    });
    const kept = await new Promise<unknown[]>((resolve) => {
      const request = database.transaction('kept').objectStore('kept').getAll();
      request.onsuccess = () => resolve(request.result);
    });
    database.close();
    return kept.map((each) => (typeof each === 'string' ? each : (each as { body: string }).body));
  });
}

/** Bytes that still pass after the press of the button, either way. */
const MOMENTS = {
  WebSocket: [
    ['up', [0, 1, 100]],
    ['down', [0, 1, 200, 500]],
  ],
  'long-polling': [
    ['up', [0, 300, 700]],
    ['down', [0, 100, 300, 600]],
  ],
} as const;

describe('a comment that is being sent', () => {
  for (const [link, ways] of Object.entries(MOMENTS)) {
    it(`TA-5: over ${link}, whenever the network is cut and whatever its writer does then, is posted once`, async () => {
      const { proxy, context, box, stored } = await cuttable({ blocksWebSocket: link !== 'WebSocket' });
      let tab = await box(context);
      const posted: string[] = [];
      for (const [way, counts] of ways) {
        for (const count of counts) {
          for (const then of ['waits', 'reloads', 'opens the next tab'] as const) {
            await tab.becomes('live');
            const text = `cut after ${count} bytes ${way}, and he ${then}`;
            await tab.write(text);
            const cut = proxy.cutAfter(count, way);
            await tab.keys('Control', 'Enter');
            await cut;
            if (then === 'reloads') await tab.page.reload();
            if (then === 'opens the next tab') {
              await tab.page.close();
              tab = await box(context);
            }
            proxy.mend();
            await isPosted(tab, text);
            posted.push(text);
          }
        }
      }
      expect(await stored()).toEqual(posted);
      await tab.shows(...posted.toReversed());
      expect(tab.tab.errors).toEqual([]);
    });
  }

  it('TA-6: whose page is reloaded at the moment of the reply is posted once', async () => {
    const { context, box, stored } = await cuttable();
    const tab = await box(context);
    await tab.becomes('live');
    await tab.page.evaluateOnNewDocument(() => {
      if (!location.hash)
        document.addEventListener('comment-posted', () => {
          location.hash = 'posted';
          location.reload();
        });
    });
    await tab.page.reload();
    await tab.becomes('live');
    await tab.post('The very last moment');
    await tab.page.waitForFunction(() => location.hash === '#posted');
    await isPosted(tab, 'The very last moment');
    expect(await stored()).toEqual(['The very last moment']);
    await tab.shows('The very last moment');
  });

  it('TA-7: written offline says that it waits, and is sent by the next tab, or by one of many', async () => {
    const { proxy, context, box, stored } = await cuttable();
    const first = await box(context);
    await first.becomes('live');
    proxy.cut();
    await first.becomes('offline');
    await first.says('.status', 'Offline. You can read; what you write is sent later.');
    await first.says('.post', 'Post later');
    await first.post('from a tab that is closed');
    expect((await first.row('from a tab that is closed')).note).toContain('Waiting for a connection. Sends by itself.');
    await vi.waitFor(async () => expect(await keptIn(first)).toEqual(['from a tab that is closed']), soon);
    await first.page.close();
    const tabs = [await box(context), await box(context), await box(context)] as const;
    for (const tab of tabs) await tab.row('from a tab that is closed');
    await tabs[1].post('from one of three');
    for (const tab of tabs) await tab.row('from one of three');
    proxy.mend();
    for (const tab of tabs) {
      await isPosted(tab, 'from one of three');
      await isPosted(tab, 'from a tab that is closed');
      await tab.shows('from one of three', 'from a tab that is closed');
    }
    expect(await stored()).toEqual(['from a tab that is closed', 'from one of three']);
  });

  it('TA-8: written offline by one who had not stirred before is sent when the network is back', async () => {
    const { proxy, context, box, stored } = await cuttable({ isScriptCut: true });
    const tab = await box(context);
    await tab.becomes('live');
    proxy.cut();
    await tab.becomes('offline');
    await tab.says('.post', 'Post later');
    await tab.write('From a tunnel');
    await tab.press('post');
    proxy.mend();
    await isPosted(tab, 'From a tunnel');
    expect(await stored()).toEqual(['From a tunnel']);
  });

  it('TA-16: refused is there after a reload, with why, and is sent when its author says so', async () => {
    const { context, box, stored } = await cuttable({ env: { HUZZAH_LIMITS: 'on' } });
    const tab = await box(context);
    await tab.becomes('live');
    for (const text of ['one', 'two', 'three', 'four']) await tab.post(text);
    const note = async () => (await tab.row('four')).note;
    const failed = /^Not sent\. That was quick\. Again in \d+ s\. Try again Copy text Discard$/;
    await vi.waitFor(async () => expect(await note()).toMatch(failed), soon);
    // The field counts down how long that is.
    await tab.says('.said', /Again in [1-3] s\./);
    await vi.waitFor(async () => expect(await tab.textOf('.said')).toBe(''), soon);
    await tab.page.reload();
    await vi.waitFor(async () => expect(await note()).toMatch(failed), soon);
    await tab.becomes('live');
    await tab.press('retry', 'four');
    await isPosted(tab, 'four');
    expect(await stored()).toEqual(['one', 'two', 'three', 'four']);
  });

  it('TA-9: a draft outlives a reload and a closed tab, and is gone with the comment', async () => {
    const { context, box } = await cuttable();
    const first = await box(context);
    await first.becomes('live');
    await first.write('H');
    await vi.waitFor(async () => expect(await keptIn(first)).toEqual(['H']), soon);
    await first.write('alf a thought');
    await first.page.reload();
    await first.becomes('live');
    await first.stir();
    const field = (tab: Box) => tab.page.$eval('comment-box >>> textarea', (each) => each.value);
    await vi.waitFor(async () => expect(await field(first)).toBe('Half a thought'), soon);
    await first.says('.said', 'Your draft is back.');
    await first.write(', and the rest');
    await first.page.close({ runBeforeUnload: true });
    const next = await box(context);
    await next.stir();
    await vi.waitFor(async () => expect(await field(next)).toBe('Half a thought, and the rest'), soon);
    await next.press('post');
    await isPosted(next, 'Half a thought, and the rest');
    const last = await box(context);
    await last.row('Half a thought, and the rest');
    await last.stir();
    await last.write('Another');
    expect(await field(last)).toBe('Another');
  });
});
