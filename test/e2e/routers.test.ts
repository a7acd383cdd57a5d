import type { Counts } from '@huzzah/protocol';
import { createServer } from 'node:http';
import type {} from '../fixtures/routers/app.js';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { CDPSession } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { build, type Rolldown } from 'vite';
import { closeBrowser, open, reader, type Tab } from '../helpers/browser.js';
import { startTestServer } from '../helpers/server.js';
import { soon } from '../helpers/soon.js';
import { ROOT } from '../helpers/sources.js';

const ROUTERS = ['history', 'navigation', 'react', 'vue'] as const;
/** Whether the router says the canonical anew with each article, or leaves the first one behind. */
const HAS_CANONICAL = { history: false, navigation: false, react: true, vue: true };
const NAVIGATIONS = 50;
/** What one open connection listens to, wherever its readers go. */
const OF_THE_CONNECTION = ['document visibilitychange', 'window offline', 'window online'];

const files = new Map<string, string>();

/** A site whose every path is the same page with this router. */
async function site(router: (typeof ROUTERS)[number], huzzah: string): Promise<string> {
  const stale = HAS_CANONICAL[router] ? '' : '<link rel="canonical" href="/a/0">';
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="huzzah" content="${huzzah}">${stale}
    <header></header><main></main><script type="module" src="/${router}.js"></script></html>`;
  const server = createServer(({ url }, response) => {
    const script = files.get(url!.slice(1));
    response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript').end(script ?? html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

/** What stands in window, document and navigation, and how much there is in all that is still reachable. */
async function left({ page }: Tab, cdp: CDPSession): Promise<{ own: string[]; listeners: number; nodes: number }> {
  // Chromium keeps the styles of the last elements that looked so, and with a face’s style the face: until there is another font.
  await page.evaluate(async () => {
    document.fonts.add(new FontFace('another', 'local("none")'));
    await new Promise(requestAnimationFrame);
  });
  for (let round = 0; round < 3; round += 1) await cdp.send('HeapProfiler.collectGarbage');
  const { nodes, jsEventListeners: listeners } = await cdp.send('Memory.getDOMCounters');
  const own: string[] = [];
  for (const expression of ['window', 'document', 'navigation', 'history', 'matchMedia("(a)")']) {
    const { result } = await cdp.send('Runtime.evaluate', { expression });
    const { listeners } = await cdp.send('DOMDebugger.getEventListeners', { objectId: result.objectId! });
    own.push(...listeners.map(({ type }) => `${expression} ${type}`));
  }
  return { own: own.sort(), listeners, nodes };
}

describe('single-page applications', () => {
  beforeAll(async () => {
    const fixtures = join(ROOT, 'test/dist/fixtures/routers');
    const input = ROUTERS.map((router) => join(fixtures, `${router}.js`));
    const rolldownOptions = { input, output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' } };
    const built = (await build({
      root: fixtures,
      configFile: false,
      logLevel: 'error',
      build: { write: false, minify: false, target: 'es2022', modulePreload: false, rolldownOptions },
    })) as Rolldown.RolldownOutput;
    for (const part of built.output) if (part.type === 'chunk') files.set(part.fileName, part.code);
  });

  afterAll(closeBrowser);

  it.each(ROUTERS)('RT-1: 50 navigations leave one connection, and no listener (%s)', async (router) => {
    const { url } = await startTestServer();
    const origin = await site(router, url);
    let cdp!: CDPSession;
    let sockets = 0;
    const tab = await open(await reader(), `${origin}/about`, async (page) => {
      cdp = await page.createCDPSession();
      await cdp.send('Network.enable');
      cdp.on('Network.webSocketCreated', () => (sockets += 1));
    });
    const bare = await left(tab, cdp);
    const metrics = async () => (await fetch(`${url}/metrics`)).text();
    const rest = async () => {
      await go(tab, '/about');
      // A page is left a moment after its elements, and its listeners go with it.
      await vi.waitFor(async () => expect(await metrics()).toMatch(/^huzzah_viewers 0$/m), soon);
      return left(tab, cdp);
    };
    // What is made once is made, and what was drawn first is let go.
    for (let i = 1; i <= 5; i += 1) await go(tab, `/a/${i}`);
    const before = await rest();
    for (let i = 1; i <= NAVIGATIONS; i += 1) await go(tab, `/a/${i}`);
    const after = await rest();
    expect(after.own).toEqual([...bare.own, ...OF_THE_CONNECTION].sort());
    expect(after.listeners).toBe(before.listeners);
    expect(after.nodes).toBeLessThan(before.nodes + NAVIGATIONS);
    expect(sockets).toBe(1);
    expect(await metrics()).toMatch(/^huzzah_connections 1$/m);
    expect(tab.errors).toEqual([]);
  });

  it.each(ROUTERS)('RT-2: elements are where the document is, and nowhere else (%s)', async (router) => {
    const { url } = await startTestServer();
    const origin = await site(router, url);
    const tab = await open(await reader(), `${origin}/a/0?from=home`);
    const key = (i: number, query = '') => `${origin}/a/${i}${HAS_CANONICAL[router] ? '' : query}`;
    // The canonical came with this address: it counts, whatever becomes of it later.
    await expectReaders(url, { [`${origin}/a/0`]: 1 });
    await go(tab, '/a/1?from=list');
    await expectReaders(url, { [key(1, '?from=list')]: 1, [`${origin}/a/0`]: 0 });
    await go(tab, '/a/2?from=list');
    await tab.tap('Wow');
    await expectReaders(url, { [key(2, '?from=list')]: 1, [key(1, '?from=list')]: 0, [`${origin}/a/0`]: 0 });
    await vi.waitFor(async () => expect(await tab.mine()).toBe('wow'), soon);
    await tab.page.goBack();
    await expectReaders(url, { [key(1, '?from=list')]: 1, [key(2, '?from=list')]: 0 });
    await vi.waitFor(async () => expect(await tab.mine()).toBe(null), soon);
  });
});

async function go(tab: Tab, path: string): Promise<void> {
  await tab.page.evaluate((to) => window.go(to), path);
  if (path !== '/about') return isLive(tab);
  await tab.page.waitForFunction(() => document.querySelector('like-bar') === null);
}

/** Waits until all three elements are there, and say so of the page they are on. */
async function isLive(tab: Tab): Promise<void> {
  await tab.page.waitForFunction(() =>
    ['online-count', 'like-bar', 'comment-box'].every(
      (tag) => (document.querySelector(tag) as unknown as { state: string } | null)?.state === 'live',
    ),
  );
}

/** How many visitors the server has on each of these pages. */
async function expectReaders(url: string, expected: Record<string, number>): Promise<void> {
  const query = Object.keys(expected).map((page) => `page=${encodeURIComponent(page)}`);
  await vi.waitFor(async () => {
    const response = await fetch(`${url}/api/v1/sites/default/counts?${query.join('&')}`);
    const counts = Object.entries((await response.json()) as Counts).map(([page, { visitors }]) => [page, visitors]);
    expect(Object.fromEntries(counts)).toEqual(expected);
  }, soon);
}
