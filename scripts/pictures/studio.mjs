import { loadConfig, makeLogger, startServer } from '@huzzah/server';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Writable } from 'node:stream';
import puppeteer from 'puppeteer-core';
import { Tokens } from '../../server/dist/core/tokens.js';
import { CHROMIUM_ARGS, pinnedChromiumPath } from '../chromium.mjs';
import { ACTS } from './acts.mjs';
import { ARTICLES } from './box-scenes.mjs';
import { hostPage } from './hosts.mjs';
import { BUSY, CROWDS } from './scenes.mjs';
import { Readers } from './readers.mjs';
import { fillStore, NOW, visitorIdOf } from './talk-store.mjs';

const PAGES = 'examples/article/site';
const SEVEN = ['like', 'love', 'haha', 'wow', 'sad', 'angry', 'dislike'];
const SITES = {
  seven: { origins: [], reactions: SEVEN },
  strict: { origins: [], settings: { links: 'reject' } },
  held: { origins: [], settings: { links: 'hold' } },
  locked: { origins: [], settings: { locked: true } },
  slow: { origins: [], settings: { slowModeMs: 30_000 } },
};
/** Only what never comes takes so long, on the slowest machine. */
const SCENE_LIMIT_MS = 90_000;
const PATIENCE = { timeout: SCENE_LIMIT_MS, protocolTimeout: 3 * SCENE_LIMIT_MS };
/** So many scenes are before the camera at a time: most of each is waiting until it stands still. */
const LANES = 4;
/** The same pixels everywhere: no hinting, no subpixels, one colour profile; and a mouse, where no phone is asked for. */
const STEADY = [
  ...['--font-render-hinting=none', '--disable-lcd-text', '--force-color-profile=srgb', '--hide-scrollbars'],
  '--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4',
];
/** Whoever has it makes tokens of its visitors. */
const SECRET = 'known to everybody and good for pictures alone';
/** Pictures of one page until two of a second are the same. */
const MOST_TRIES = 60;

/**
 * A real server with real readers on it, and the pinned Chromium in front: what it pictures is
 * what a reader would see. Its hours, its visitors and its ids are the same in every run.
 */
export class Studio {
  #scenes;
  #server;
  #browser;
  #hosts;
  #hostUrl;
  #folder;
  #tokens = new Tokens([SECRET]);
  #idsOf;
  #readers;
  #crowd = [];

  /**
   * Pictures all scenes, several at a time, in the order in which they are done; `taken` is called
   * with each scene and its PNG, or with what kept it from being taken.
   */
  static async take(scenes, taken) {
    const studio = new Studio();
    studio.#scenes = scenes;
    // One after the other where they share a page: who looks is counted on it.
    const left = Map.groupBy(scenes, ({ path, name }) => path ?? name).values();
    const lane = async () => {
      for (const scenes of left) {
        for (const scene of scenes)
          await studio.#picture(scene).then(
            (picture) => taken(scene, picture, null),
            (fault) => taken(scene, null, fault),
          );
      }
    };
    try {
      await studio.#begin();
      await Promise.all(Array.from({ length: LANES }, lane));
    } finally {
      await studio.#close();
    }
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
    this.#hosts = createServer((request, response) => this.#serveHost(request, response));
    this.#hostUrl = `http://localhost:${await listen(this.#hosts)}`;
    const ours = Object.entries(SITES).map(([id, site]) => [
      id,
      { ...site, origins: [...(site.origins ?? []), this.#hostUrl] },
    ]);
    const sites = { ...Object.fromEntries(ours), elsewhere: { origins: ['https://elsewhere.example'] } };
    writeFileSync(join(this.#folder, 'huzzah.config.json'), JSON.stringify({ sites }));
    const port = await freePort();
    const store = join(this.#folder, 'talk.db');
    const isShown = ({ path }) => this.#scenes.some((scene) => scene.path === path);
    this.#idsOf = await fillStore(store, [
      ...ARTICLES.filter(isShown).map(({ path, ...rest }) => ({
        ...{ ...rest, site: 'default', page: `http://localhost:${port}${path}` },
      })),
      ...this.#scenes.filter(({ box }) => box !== undefined).map((scene) => ({ ...scene, page: pageOf(scene) })),
    ]);
    const env = {
      ...{ PORT: String(port), HUZZAH_STORE: `sqlite:${store}`, HUZZAH_SECRET: SECRET, HUZZAH_PAGES: resolve(PAGES) },
      // A crowd from one address.
      HUZZAH_LIMITS: 'off',
    };
    const config = loadConfig({ flags: {}, env, folder: this.#folder });
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
    this.#server = await startServer(config, makeLogger(nowhere));
    this.#readers = new Readers(this.#server.url, this.#tokens);
    const pages = [`${this.#server.url}/`, `${this.#server.url}/ko`];
    this.#crowd = (await Promise.all(pages.map((page) => this.#readers.fill('default', page, BUSY)))).flat();
  }

  async #close() {
    for (const reader of this.#crowd) reader.disconnect();
    await this.#browser?.close();
    await this.#server?.close();
    this.#hosts?.closeAllConnections();
    this.#hosts?.close();
    if (this.#folder) rmSync(this.#folder, { recursive: true });
  }

  /** One scene as a PNG; throws what kept it from being one. */
  async #picture(scene) {
    const context = await this.#browser.createBrowserContext();
    const { promise: end, reject } = Promise.withResolvers();
    const timer = setTimeout(() => reject(new Error(`not done after ${SCENE_LIMIT_MS / 1_000} s`)), SCENE_LIMIT_MS);
    const crowd = CROWDS[scene.page];
    const readers = crowd ? await this.#readers.fill(scene.site ?? 'default', pageOf(scene), crowd) : [];
    try {
      return await Promise.race([this.#stage(scene, await context.newPage()), end]);
    } finally {
      clearTimeout(timer);
      for (const reader of readers) reader.disconnect();
      await context.close();
    }
  }

  async #stage(scene, page) {
    page.setDefaultTimeout(SCENE_LIMIT_MS);
    await page.emulateFocusedPage(true);
    await page.setViewport({ ...scene.viewport, deviceScaleFactor: 1 });
    await page.emulateTimezone('UTC');
    await page.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value: scene.scheme },
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ]);
    if (scene.forcedColours) await this.#forceColours(page);
    if (scene.state === 'before')
      await page.evaluateOnNewDocument(() => {
        // It never becomes late.
        const { setTimeout } = window;
        window.setTimeout = (task, ms, ...rest) => (ms >= 1_000 ? 0 : setTimeout(task, ms, ...rest));
      });
    await this.#prepare(page, scene.site ?? 'default', scene.name);
    await page.goto(scene.path ? this.#server.url + scene.path : `${this.#hostUrl}/${scene.name}`, {
      waitUntil: 'load',
    });
    await page.evaluate(() => document.fonts.ready);
    await this.#settle(page, scene);
    await ACTS[scene.act]?.({
      page,
      lang: scene.lang,
      ids: this.#idsOf.get(pageOf(scene)),
      say: (name, body) => this.#readers.say({ ...scene, page: pageOf(scene) }, name, body),
      speak: (count) => this.#readers.speak({ ...scene, page: pageOf(scene) }, count),
    });
    // Such colours are the caret's too.
    if (scene.forcedColours) await page.keyboard.press('Tab');
    return still(page);
  }

  async #forceColours(page) {
    const client = await page.createCDPSession();
    await client.send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value: 'active' }] });
  }

  /** It is always the same hour, who looks is the same in every run, and no caret blinks. */
  async #prepare(page, site, name) {
    const token = await this.#tokens.issue(site, visitorIdOf(`me at ${name}`));
    await page.evaluateOnNewDocument(
      (now, key, token) => {
        Date.now = () => now;
        localStorage.setItem(key, token);
        addEventListener('DOMContentLoaded', () => document.body.style.setProperty('caret-color', 'transparent'));
      },
      NOW,
      `huzzah:${this.#server.url}:${site}`,
      token,
    );
  }

  async #settle(page, scene) {
    await page.waitForFunction(() =>
      [...document.querySelectorAll('online-count, like-bar, comment-box')].every((each) => each.matches(':defined')),
    );
    if (scene.state !== 'before')
      await page.waitForFunction(
        (wanted) => document.querySelector('like-bar, comment-box')?.state === wanted,
        {},
        scene.state ?? 'live',
      );
    if (scene.place) {
      await page.evaluate(() =>
        Promise.all([...document.images].map((image) => (image.loading = 'eager') && image.decode().catch(() => {}))),
      );
    }
    await page.evaluate(() => document.fonts.ready);
    await goTo(page, scene.place);
    if (scene.talk && scene.state !== 'before') {
      await page.waitForSelector(`comment-box >>> ${scene.talk === 'none' ? '.empty' : 'article'}`);
      // Without its comments a page may have ended too soon for that.
      await goTo(page, scene.place);
    }
    // What answers a reader comes with the first thing that he does.
    if (scene.box !== undefined) {
      await page.mouse.move(1, 1);
      await page.waitForSelector('comment-box >>> kbd');
    }
  }

  #serveHost(request, response) {
    if (request.url.startsWith('/fonts/')) return void response.end(readFileSync(join(PAGES, request.url)));
    const scene = this.#scenes.find(({ name }) => name === request.url.slice(1));
    if (scene === undefined) return void response.writeHead(404).end();
    const server = scene.state === 'before' ? 'http://localhost:9' : this.#server.url;
    const site = scene.state === 'refused' ? 'elsewhere' : (scene.site ?? 'default');
    response.setHeader('content-type', 'text/html; charset=utf-8');
    const script = `${this.#server.url}/embed.js`;
    response.end(hostPage({ ...scene, page: pageOf(scene) }, { server, site, script }));
  }
}

/** Scrolls so that what is pictured comes first. */
async function goTo(page, place) {
  const first = { end: 'like-bar', talk: 'comment-box' }[place];
  if (first === undefined) return;
  await page.evaluate((first) => scrollBy(0, document.querySelector(first).getBoundingClientRect().top - 32), first);
}

/** A picture once nothing moves any more: the same over a second. */
async function still(page) {
  const pictures = [];
  while (pictures.length < MOST_TRIES) {
    pictures.unshift(Buffer.from(await page.screenshot()));
    if (pictures.length >= 5 && pictures.slice(1, 5).every((picture) => picture.equals(pictures[0])))
      return pictures[0];
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('something on this page never stands still');
}

/** A page of its own for each scene: what is done on one must not stand on the next. */
function pageOf({ page, name }) {
  return `${page}-${name}`;
}

async function listen(server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server.address().port;
}

/** The pages' comments are kept under their addresses, and are there before the server is. */
async function freePort() {
  const server = createServer();
  const port = await listen(server);
  server.close();
  await once(server, 'close');
  return port;
}
