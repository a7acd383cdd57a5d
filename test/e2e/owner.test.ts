import { afterAll, describe, expect, it, vi } from 'vitest';
import { Box } from '../helpers/box.js';
import { closeBrowser, open, reader, type Tab } from '../helpers/browser.js';
import { hostSite, scriptTag } from '../helpers/host-page.js';
import { owner } from '../helpers/owner.js';
import { startTestServer, temporaryFolder } from '../helpers/server.js';
import { soon } from '../helpers/soon.js';

const says = (tab: Tab, name: string, text: string | RegExp) =>
  vi.waitFor(async () => expect(await tab.text(name)).toMatch(text), soon);

afterAll(closeBrowser);

describe('an owner, while his pages are open', () => {
  it('OW-1: renames a reaction, takes one out, asks another question and sets another limit: open pages have it, and lose nothing', async () => {
    const folder = temporaryFolder();
    const { url } = await startTestServer({ folder, env: { HUZZAH_STORE: 'sqlite:./data/huzzah.db' } });
    const site = await hostSite({ html: `<like-bar></like-bar><comment-box></comment-box>${scriptTag(url)}` });
    const tab = await open(await reader(), site);
    const box = await Box.live(tab);
    await tab.tap('Wow');
    await says(tab, 'like-bar', /Like 0 .*Wow 1 .*Dislike 0 .*Angry 0/);
    await box.write('Half of a sentence');
    await box.says('[part=counter]', '18 / 500');
    const set = ['site', 'set', 'default', '--reactions', 'love,like,angry', '--label', 'like=Well said'];
    await owner(folder, ...set, '--prompt', 'Did it move you?', '--limit', 'maxCharacters=20');
    await says(tab, 'like-bar', /^Did it move you\? .*Well said 0 .*Angry 0/);
    expect(await tab.text('like-bar')).not.toContain('Wow');
    await box.says('[part=counter]', /18 \/ 20|2 left/);
    await vi.waitFor(async () => expect(await tab.mine()).toBeNull(), soon);
    await owner(folder, 'site', 'set', 'default', '--unset', 'reactions', '--unset', 'prompt');
    await says(tab, 'like-bar', /Like 0 .*Wow 1 .*Dislike 0 .*Angry 0/);
    await vi.waitFor(async () => expect(await tab.mine()).toBe('wow'), soon);
    await box.keys('Control', 'Enter');
    await box.shows('Half of a sentence');
    expect(tab.errors).toEqual([]);
  });

  it('OW-2: lets another origin in by the command that its console has told him', async () => {
    const folder = temporaryFolder();
    const env = { HUZZAH_STORE: 'sqlite:./data/huzzah.db', HUZZAH_ORIGINS: 'https://a.example' };
    const { url } = await startTestServer({ folder, env });
    const site = await hostSite({ html: `<like-bar></like-bar>${scriptTag(url)}` });
    const tab = await open(await reader(), site);
    await vi.waitFor(async () => expect(await tab.state()).toBe('refused'), soon);
    const told = () => tab.console.map((line) => /huzzah (site allow .*)$/.exec(line)?.[1]).find(Boolean);
    await vi.waitFor(() => expect(told()).toBeDefined(), soon);
    await owner(folder, ...told()!.split(' '));
    await tab.page.reload();
    await vi.waitFor(async () => expect(await tab.state()).toBe('live'), soon);
  });
});
