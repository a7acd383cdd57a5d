import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { Box } from '../helpers/box.js';
import { closeBrowser, open, reader, type Tab } from '../helpers/browser.js';
import { hostSite, scriptTag } from '../helpers/host-page.js';
import { startTestServer, temporaryFolder } from '../helpers/server.js';
import { HUZZAH_SSO_KEY, signOnFor } from '../helpers/sign-on.js';
import { soon } from '../helpers/soon.js';
import { SpawnedServer } from '../helpers/spawned-server.js';

const env = { HUZZAH_SSO_KEY };
const page = (url: string) => hostSite({ html: `<like-bar></like-bar><comment-box></comment-box>${scriptTag(url)}` });

afterAll(closeBrowser);

/** The page signs on with what its server gives it: `window.signOn()` is a new one each time. */
function giveSignOns(make: () => Promise<string>): (tab: Page) => Promise<void> {
  return async (tab) => tab.exposeFunction('signOn', make);
}

const identify = (tab: Tab, how: 'function' | 'token' | 'out') =>
  tab.page.evaluate(async (by) => {
    const { signOn: get, huzzah } = window as unknown as {
      signOn: () => Promise<string>;
      huzzah: { identify(source: unknown): void };
    };
    huzzah.identify(by === 'out' ? null : by === 'token' ? await get() : get);
  }, how);

/** As whom the page knows its reader. */
const called = (tab: Tab, name: string) =>
  vi.waitFor(async () => {
    const known = await tab.page.evaluate(() => {
      const { view } = document.querySelector('comment-box') as unknown as {
        view: { visitor: { name: string } | null };
      };
      return view.visitor?.name;
    });
    expect(known).toBe(name);
  }, soon);

const authors = async (box: Box) => (await box.rows()).map(({ author, text }) => `${author}: ${text}`);
const shows = (box: Box, ...rows: string[]) => vi.waitFor(async () => expect(await authors(box)).toEqual(rows), soon);

describe('a reader who signs on', () => {
  it('SW-1: becomes a member in place, in his other tab too, and keeps what he wrote, holds and is writing; signs out to a new guest', async () => {
    const { url } = await startTestServer({ env });
    const site = await page(url);
    const context = await reader();
    const tab = await open(
      context,
      site,
      giveSignOns(() => signOnFor('anna', 'Anna')),
    );
    const box = await Box.live(tab);
    const other = await Box.live(await open(context, site));
    await tab.tap('Wow');
    await box.post('As a guest');
    await shows(box, 'Guest: As a guest');
    await box.write('Half of a');
    await identify(tab, 'function');
    for (const one of [tab, other.tab]) await called(one, 'Anna');
    await box.write(' sentence');
    await box.keys('Control', 'Enter');
    await shows(box, 'Anna: Half of a sentence', 'Guest: As a guest');
    expect(await tab.mine()).toBe('wow');
    await box.edit('As a guest', 'As Anna, still');
    await shows(other, 'Anna: Half of a sentence', 'Guest: As Anna, still');
    await identify(tab, 'out');
    await vi.waitFor(async () => expect(await tab.mine()).toBeNull(), soon);
    await called(tab, 'Guest');
    await box.post('Somebody');
    await shows(box, 'Guest: Somebody', 'Anna: Half of a sentence', 'Guest: As Anna, still');
    expect(tab.errors).toEqual([]);
  });

  it('SW-2: on another device finds himself again, and what he did there as a guest becomes his', async () => {
    const { url } = await startTestServer({ env });
    const site = await page(url);
    const give = giveSignOns(() => signOnFor('anna', 'Anna'));
    const desk = await open(await reader(), site, give);
    const first = await Box.live(desk);
    await identify(desk, 'token');
    await called(desk, 'Anna');
    await first.post('From the desk');
    const phone = await open(await reader(), site, give);
    const second = await Box.live(phone);
    await second.shows('From the desk');
    await phone.tap('Like');
    await second.post('As a guest');
    // What is still on its way would be sent by the member.
    await shows(first, 'Guest: As a guest', 'Anna: From the desk');
    await identify(phone, 'token');
    await vi.waitFor(async () => expect(await desk.mine()).toBe('like'), soon);
    await second.edit('From the desk', 'From both');
    await first.edit('As a guest', 'As Anna');
    for (const box of [first, second]) await shows(box, 'Guest: As Anna', 'Anna: From both');
    expect(await phone.counts()).toMatchObject({ like: 1 });
  });

  it('SW-3: whose sign-on ends in mid-typing loses nothing: a function is called again, and a token that has ended leaves the text', async () => {
    const folder = temporaryFolder();
    const jump = join(folder, 'jump.cjs');
    writeFileSync(
      jump,
      `const { now } = Date; process.on('SIGUSR2', () => (Date.now = () => now() + 12 * 3_600_000));`,
    );
    const server = await SpawnedServer.start(folder, ['--port', '0'], { ...env, NODE_OPTIONS: `--require=${jump}` });
    const site = await page(server.url);
    let aheadS = 0;
    let calls = 0;
    const make = () => {
      calls += 1;
      const now = Math.floor(Date.now() / 1_000) + aheadS;
      return signOnFor('anna', 'Anna', { iat: now, exp: now + 60 });
    };
    const [tab, held] = [
      await open(await reader(), site, giveSignOns(make)),
      await open(await reader(), site, giveSignOns(make)),
    ];
    const [box, other] = [await Box.live(tab), await Box.live(held)];
    await identify(tab, 'function');
    await identify(held, 'token');
    for (const one of [tab, held]) await called(one, 'Anna');
    await box.write('Half of a');
    await other.write('Kept');
    server.signal('SIGUSR2');
    aheadS = 12 * 3_600;
    expect(calls).toBe(2);
    await box.write(' sentence');
    await box.keys('Control', 'Enter');
    await shows(box, 'Anna: Half of a sentence');
    await vi.waitFor(() => expect(calls).toBe(3), soon);
    await other.row('Half of a sentence');
    await other.write('!');
    await other.keys('Control', 'Enter');
    await vi.waitFor(
      async () => expect((await other.rows())[0]?.note).toContain('Your sign-in has ended. Your text is kept.'),
      soon,
    );
    await identify(held, 'token');
    await vi.waitFor(() => expect(calls).toBe(4), soon);
    await other.press('retry', 'Kept!');
    for (const one of [box, other]) await shows(one, 'Anna: Kept!', 'Anna: Half of a sentence');
  });
});
