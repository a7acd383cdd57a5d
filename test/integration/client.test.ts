import { connect, HuzzahRefusal, type PageView } from '@huzzah/client';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Proxy } from '../helpers/proxy.js';
import { startTestServer } from '../helpers/server.js';
import { soon } from '../helpers/soon.js';
import { Visitor } from '../helpers/visitor.js';

function client(url: string, options?: { site: string }) {
  const huzzah = connect(url, options);
  onTestFinished(() => huzzah.close());
  return huzzah;
}

describe('the headless client', () => {
  it('CL-5: a page joins with its first subscriber, hears what changes, and leaves after the last', async () => {
    const { url } = await startTestServer();
    const other = await Visitor.connect(url);
    await other.join('p');
    const page = client(url).page('p');
    const views: PageView[] = [];
    expect(page.view).toMatchObject({ state: 'connecting', tally: null, occupancy: null });
    const stop = page.subscribe((view) => views.push(view));
    expect(views).toEqual([]);
    await vi.waitFor(
      () => expect(page.view).toMatchObject({ state: 'live', occupancy: { visitors: 2 }, site: { id: 'default' } }),
      soon,
    );
    await other.react('p', 'wow');
    await vi.waitFor(() => expect(views.at(-1)?.tally?.counts).toMatchObject({ wow: 1 }), soon);
    expect(views.every((view) => Object.isFrozen(view))).toBe(true);
    stop();
    await vi.waitFor(
      () => expect(other.pulses.findLast(({ occupancy }) => occupancy)?.occupancy?.visitors).toBe(1),
      soon,
    );
  });

  it('CL-6: a reaction shows at once, and resolves at the acknowledgement', async () => {
    const { url } = await startTestServer();
    const page = client(url).page('p');
    page.subscribe(() => {});
    await vi.waitFor(() => expect(page.view.state).toBe('live'), soon);
    const done = page.setReaction('like');
    expect(page.view).toMatchObject({
      mine: 'like',
      tally: { counts: { like: 1 }, version: 0 },
      outbox: { reaction: { kind: 'like' } },
    });
    await done;
    expect(page.view).toMatchObject({
      mine: 'like',
      tally: { counts: { like: 1 }, version: 1 },
      outbox: { reaction: null },
    });
  });

  it('CL-7: a refusal rejects with its code, and the view is the truth again', async () => {
    const { url } = await startTestServer();
    const page = client(url).page('p');
    page.subscribe(() => {});
    await vi.waitFor(() => expect(page.view.state).toBe('live'), soon);
    const refusal = await page.setReaction('tears').catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(HuzzahRefusal);
    expect(refusal).toMatchObject({ code: 'bad_request' });
    expect(page.view).toMatchObject({ mine: null, outbox: { reaction: null } });
  });

  it('CL-8: connections are shared by server and site, and pages by key; a name that is none is a RangeError', async () => {
    const { url } = await startTestServer();
    const huzzah = client(url);
    expect(connect(`${url}/any/path`)).toBe(huzzah);
    expect(connect(url, { site: 'news' })).not.toBe(huzzah);
    expect(huzzah.page('https://a.example/x/')).toBe(huzzah.page('HTTPS://A.example/x'));
    expect(() => huzzah.page('')).toThrow(RangeError);
    expect(() => connect('not an address')).toThrow(TypeError);
  });

  it('CL-9: after a lost connection it catches up by itself, and sends what was asked for meanwhile', async () => {
    const { url } = await startTestServer();
    const proxy = await Proxy.start(url);
    const other = await Visitor.connect(url);
    const page = client(proxy.url).page('p');
    const states: string[] = [];
    page.subscribe(({ state }) => states.push(state));
    await vi.waitFor(() => expect(page.view.state).toBe('live'), soon);
    proxy.cut();
    await vi.waitFor(() => expect(page.view.state).toBe('offline'), soon);
    await other.react('p', 'angry');
    const done = page.setReaction('wow');
    expect(page.view.outbox.reaction).toMatchObject({ kind: 'wow', stage: 'waiting' });
    proxy.mend();
    await done;
    await vi.waitFor(
      () => expect(page.view).toMatchObject({ state: 'live', mine: 'wow', tally: { counts: { wow: 1, angry: 1 } } }),
      soon,
    );
    expect(states).toContain('catching-up');
  });

  it('CL-12: a reaction needs no subscription, and one closed is closed', async () => {
    const { url } = await startTestServer();
    const other = await Visitor.connect(url);
    const huzzah = client(url);
    huzzah.page('first').subscribe(() => {});
    await vi.waitFor(() => expect(huzzah.page('first').view.state).toBe('live'), soon);
    await huzzah.page('second').setReaction('wow');
    expect(await other.join('second')).toMatchObject({ tally: { counts: { wow: 1 } } });
    const connections = async () => (await (await fetch(`${url}/metrics`)).text()).includes('huzzah_connections 1');
    huzzah.close();
    await vi.waitFor(async () => expect(await connections()).toBe(true), soon);
    await expect(huzzah.page('second').setReaction('like')).rejects.toThrow('closed');
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(await connections()).toBe(true);
  });

  it('CL-10: where it is refused it says why, and tries no more', async () => {
    const { url } = await startTestServer();
    const page = client(url, { site: 'nowhere' }).page('p');
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    onTestFinished(() => said.mockRestore());
    page.subscribe(() => {});
    await vi.waitFor(
      () => expect(page.view).toMatchObject({ state: 'refused', refusal: { code: 'site_unknown' } }),
      soon,
    );
    expect(said.mock.calls.flat().join()).toContain('no site "nowhere"');
  });
});
