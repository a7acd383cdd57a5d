import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import puppeteer from 'puppeteer-core';
import { CHROMIUM_ARGS } from '../chromium.mjs';

/** The installed Chromium, with this folder’s modules on a page of this machine: WebCodecs wants a secure context. */
export class Studio {
  #server = createServer(serve);
  #browser;
  #page;

  static async open() {
    const studio = new Studio();
    await new Promise((done) => studio.#server.listen(0, '127.0.0.1', done));
    studio.#browser = await puppeteer.launch({
      executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
      args: CHROMIUM_ARGS,
      protocolTimeout: 600_000,
    });
    studio.#page = await studio.#browser.newPage();
    await studio.#page.goto(`http://127.0.0.1:${studio.#server.address().port}/`);
    return studio;
  }

  async close() {
    await this.#browser.close();
    this.#server.close();
  }

  /** What the clip of this name is made of, encoded. */
  take(name) {
    return this.#page.evaluate(async (url, each) => (await import(url)).take(each), '/take.mjs', name);
  }
}

async function serve({ url }, reply) {
  const file = path.basename(url);
  if (file.endsWith('.mjs')) {
    reply.setHeader('content-type', 'text/javascript').end(await readFile(path.join(import.meta.dirname, file)));
  } else {
    reply.setHeader('content-type', 'text/html').end('<!doctype html><title>studio</title>');
  }
}
