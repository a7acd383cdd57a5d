import { connect, type Page } from '@huzzah/client';
import { expect, it, onTestFinished, vi } from 'vitest';
import { Proxy } from '../helpers/proxy.js';
import { startTestServer } from '../helpers/server.js';
import { soon } from '../helpers/soon.js';
import { Visitor } from '../helpers/visitor.js';

/** A list of pages that somebody looks at, and the functions that end that. */
function openAll(huzzah: ReturnType<typeof connect>, count: number) {
  const pages = Array.from({ length: count }, (_, i) => huzzah.page(`p${i}`));
  return { pages, stops: pages.map((page) => page.subscribe(() => {})) };
}

const states = (pages: Page[]) => [...new Set(pages.map(({ view }) => view.state))];
const untilLive = (pages: Page[]) => vi.waitFor(() => expect(states(pages)).toEqual(['live']), soon);

it('CN-20: more than 50 pages are live, over a further connection of the same visitor, which ends with them', async () => {
  const { url } = await startTestServer();
  const proxy = await Proxy.start(url);
  const other = await Visitor.connect(url);
  const huzzah = connect(proxy.url);
  onTestFinished(() => huzzah.close());
  const connections = async () => /huzzah_connections (\d+)/.exec(await (await fetch(`${url}/metrics`)).text())?.[1];
  const { pages, stops } = openAll(huzzah, 60);
  await untilLive(pages);
  expect(await connections()).toBe('3');
  for (const page of ['p0', 'p59']) {
    expect(await other.join(page)).toMatchObject({ occupancy: { visitors: 2, connections: 2 } });
  }
  const last = pages[59]!;
  await other.react('p59', 'wow');
  await vi.waitFor(() => expect(last.view.tally?.counts).toMatchObject({ wow: 1 }), soon);
  await last.setReaction('like');
  await other.react('p59', 'angry');
  await vi.waitFor(() => expect(last.view.tally?.counts).toMatchObject({ like: 1, wow: 0, angry: 1 }), soon);
  expect(last.view.mine).toBe('like');

  proxy.cut();
  await vi.waitFor(() => expect(states(pages)).toEqual(['offline']), soon);
  proxy.mend();
  await untilLive(pages);

  for (const stop of stops.slice(50)) stop();
  await vi.waitFor(async () => expect(await connections()).toBe('2'), soon);
  expect(states(pages.slice(0, 50))).toEqual(['live']);
  stops[0]!();
  await vi.waitFor(() => expect(pages[0]!.view.state).toBe('connecting'), soon);
  // There is room on the first again.
  pages[55]!.subscribe(() => {});
  await untilLive([pages[55]!]);
  expect(await connections()).toBe('2');
});

it('CN-21: one who closes before the further connection is there opens none', async () => {
  const { url } = await startTestServer();
  const huzzah = connect(url);
  const { pages } = openAll(huzzah, 51);
  huzzah.close();
  expect(states(pages)).toEqual(['offline']);
  const other = connect(url, { site: 'default' });
  onTestFinished(() => other.close());
  const { pages: again } = openAll(other, 120);
  await untilLive(again);
  expect(await (await fetch(`${url}/metrics`)).text()).toContain('huzzah_connections 3');
});
