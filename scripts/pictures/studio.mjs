import { loadConfig, makeLogger, startServer } from '@huzzah/server';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Writable } from 'node:stream';
import puppeteer from 'puppeteer-core';
import { io } from 'socket.io-client';
import { CHROMIUM_ARGS, pinnedChromiumPath } from '../chromium.mjs';
import { BUSY, CROWDS, HOSTS } from './scenes.mjs';

const PAGES = 'examples/article/site';
const SEVEN = ['like', 'love', 'haha', 'wow', 'sad', 'angry', 'dislike'];
/** Only what never comes takes so long, on the slowest machine. */
const PATIENCE = { timeout: 180_000, protocolTimeout: 360_000 };
/** The same pixels everywhere: no hinting, no subpixels, one colour profile. */
const STEADY = ['--font-render-hinting=none', '--disable-lcd-text', '--force-color-profile=srgb', '--hide-scrollbars'];

/**
 * A real server with real readers on it, and the pinned Chromium in front: what it pictures is
 * what a reader would see.
 */
export class Studio {
  #server;
  #browser;
  #hosts;
  #hostUrl;
  #folder;
  #readers = [];

  static async open() {
    const studio = new Studio();
    await studio.#begin();
    return studio;
  }

  async #begin() {
    const path = await pinnedChromiumPath();
    if (path === null) throw new Error('Pictures need the pinned Chromium of @sparticuz/chromium (Linux, x64).');
    this.#browser = await puppeteer.launch({
      executablePath: path,
      args: [...CHROMIUM_ARGS, ...STEADY],
      headless: 'shell',
      ...PATIENCE,
    });
    this.#folder = mkdtempSync(join(tmpdir(), 'huzzah-pictures-'));
    writeFileSync(
      join(this.#folder, 'huzzah.config.json'),
      JSON.stringify({
        sites: {
          seven: { origins: ['http://localhost:1'], reactions: SEVEN },
          elsewhere: { origins: ['https://elsewhere.example'] },
        },
      }),
    );
    this.#hosts = createServer((request, response) => this.#serveHost(request, response));
    await new Promise((resolve) => this.#hosts.listen(0, '127.0.0.1', resolve));
    this.#hostUrl = `http://localhost:${this.#hosts.address().port}`;
    // A crowd from one address.
    const env = { PORT: '0', HUZZAH_STORE: 'sqlite::memory:', HUZZAH_PAGES: resolve(PAGES), HUZZAH_LIMITS: 'off' };
    const config = loadConfig({ flags: {}, env, folder: this.#folder });
    config.sites.get('seven').origins.push(this.#hostUrl);
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
    this.#server = await startServer(config, makeLogger(nowhere));
    for (const page of ['busy', `${this.#server.url}/`, `${this.#server.url}/ko`])
      this.#readers.push(...(await this.#fill('default', page, BUSY)));
  }

  async close() {
    for (const reader of this.#readers) reader.disconnect();
    await this.#browser.close();
    await this.#server.close();
    this.#hosts.closeAllConnections();
    this.#hosts.close();
    rmSync(this.#folder, { recursive: true });
  }

  /** One scene as a PNG. */
  async picture(scene) {
    const context = await this.#browser.createBrowserContext();
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE.timeout);
    const crowd = CROWDS[scene.page];
    const readers = crowd ? await this.#fill(scene.site ?? 'default', pageOf(scene), crowd) : [];
    try {
      await page.setViewport({ ...scene.viewport, deviceScaleFactor: 1 });
      await page.emulateMediaFeatures([
        { name: 'prefers-color-scheme', value: scene.scheme },
        { name: 'prefers-reduced-motion', value: 'reduce' },
      ]);
      if (scene.forcedColours) await this.#forceColours(page);
      await page.goto(scene.path ? this.#server.url + scene.path : `${this.#hostUrl}/${scene.name}`, {
        waitUntil: 'load',
      });
      await page.evaluate(() => document.fonts.ready);
      await this.#settle(page, scene);
      // Soon after the tap the page knows that it is offline, and says so.
      return scene.act === 'pending' ? Buffer.from(await page.screenshot()) : await still(page);
    } finally {
      for (const reader of readers) reader.disconnect();
      await context.close();
    }
  }

  async #forceColours(page) {
    const client = await page.createCDPSession();
    await client.send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value: 'active' }] });
  }

  async #settle(page, scene) {
    const stateIs = (state) =>
      page.waitForFunction((wanted) => document.querySelector('like-bar')?.state === wanted, {}, state);
    await page.waitForFunction(() => customElements.get('like-bar') && customElements.get('online-count'));
    if (scene.state !== 'before') await stateIs(scene.state ?? 'live');
    if (scene.place === 'end')
      await page.evaluate(() => document.querySelector('like-bar').scrollIntoView({ block: 'center' }));
    if (scene.place) {
      await page.evaluate(() =>
        Promise.all([...document.images].map((image) => (image.loading = 'eager') && image.decode().catch(() => {}))),
      );
    }
    const pill = await page.$('like-bar >>> button:nth-of-type(2)');
    switch (scene.act) {
      case 'choose':
        await pill.click();
        await page.waitForFunction(
          () =>
            document.querySelector('like-bar').mine !== null &&
            !Object.keys(localStorage).some((key) => key.includes(':reaction:')),
        );
        await page.mouse.move(0, 0);
        break;
      case 'hover':
        await pill.hover();
        break;
      case 'focus':
        for (let i = 0; i < 3; i += 1) await page.keyboard.press('Tab');
        break;
      case 'pending':
        await this.#goOffline(page);
        await pill.click();
        await page.mouse.move(0, 0);
        await page.waitForSelector('like-bar >>> .overdue');
        break;
      case 'offline':
        await this.#goOffline(page);
        await stateIs('offline');
        await pill.click();
        await page.mouse.move(0, 0);
        break;
      default:
    }
  }

  async #goOffline(page) {
    await page.setOfflineMode(true);
    await page.evaluate(() => dispatchEvent(new Event('offline')));
  }

  /** Puts readers on a page, each with his reaction; returns those who stay. */
  async #fill(site, page, { counts, others }) {
    const kinds = Object.entries(counts).flatMap(([kind, count]) => Array(count).fill(kind));
    const readers = [];
    for (let i = 0; i < Math.max(kinds.length, others); i += 1) {
      const reader = io(this.#server.url, { forceNew: true, transports: ['websocket'], auth: { v: 1, site } });
      await new Promise((resolve) => reader.once('visitor.session', resolve));
      if (kinds[i]) await reader.emitWithAck('reaction.set', { page, kind: kinds[i], commandId: crypto.randomUUID() });
      if (i < others) {
        await reader.emitWithAck('page.join', { page, limit: 0 });
        readers.push(reader);
      } else reader.disconnect();
    }
    return readers;
  }

  #serveHost(request, response) {
    if (request.url.startsWith('/fonts/')) return void response.end(readFileSync(join(PAGES, request.url)));
    const scene = this.sceneOf(request.url.slice(1));
    if (scene === undefined) return void response.writeHead(404).end();
    const server = scene.state === 'before' ? 'http://localhost:9' : this.#server.url;
    const site = scene.state === 'refused' ? 'elsewhere' : (scene.site ?? 'default');
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><html ${scene.html ?? 'lang="en"'}><meta charset="utf-8"><meta name="viewport" content="width=device-width">
      <style>
        @font-face { font-family: 'Eighth Rest Sans'; src: url('/fonts/eighth-rest-sans-400-hangul.woff2'); unicode-range: U+3000-D7FF; }
        @font-face { font-family: 'Eighth Rest Sans'; font-weight: 600; src: url('/fonts/eighth-rest-sans-600-hangul.woff2'); unicode-range: U+3000-D7FF; }
        @font-face { font-family: 'Eighth Rest Sans'; src: url('/fonts/eighth-rest-sans-400-latin.woff2'); unicode-range: U+0-2FFF, U+AD6D, U+C5B4, U+D55C; }
        @font-face { font-family: 'Eighth Rest Sans'; font-weight: 600; src: url('/fonts/eighth-rest-sans-600-latin.woff2'); unicode-range: U+0-2FFF, U+AD6D, U+C5B4, U+D55C; }
        @font-face { font-family: 'Eighth Rest Serif'; src: url('/fonts/eighth-rest-serif.woff2'); }
        body { margin: 0; padding: 24px; } p { margin: 0 0 16px; } online-count { margin-bottom: 16px; }
        ${HOSTS[scene.host].style}
      </style>
      <online-count></online-count>
      <p>The tiles come down in January. He has kept one, he says, in case anybody needs to clap.</p>
      <like-bar></like-bar>
      <script async src="${this.#server.url}/embed.js" data-server="${server}" data-site="${site}" data-page="${pageOf(scene)}"></script>`);
  }

  /** Set by those who open the studio: which scene has this name. */
  sceneOf = () => undefined;
}

/** A picture once nothing moves any more: the same over a second. */
async function still(page) {
  const pictures = [];
  do {
    if (pictures.length > 0) await new Promise((resolve) => setTimeout(resolve, 250));
    pictures.unshift(Buffer.from(await page.screenshot()));
  } while (pictures.length < 5 || pictures.slice(1, 5).some((picture) => !picture.equals(pictures[0])));
  return pictures[0];
}

/** A page of its own for each scene: what is done on one must not stand on the next. */
function pageOf({ page, name }) {
  return `${page}-${name}`;
}
