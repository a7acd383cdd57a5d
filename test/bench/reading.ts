import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crowd, pause, repeat } from './crowd.js';
import type { Figure } from './figures.js';
import { MeasuredProcess } from './measured-process.js';
import { Phone, type Task } from './phone.js';
import { SERVER } from './places.js';
import type { WireClient } from './wire-client.js';

/** A frame that takes longer is one that a reader feels. */
const FRAME_MS = 50;
const PAGES = { short: 50, long: 10_000 };
const DEEP_ROWS = 1_000;
const COMMENTS_PER_S = 10;
const READ_PX = 6_000;
const SENTENCE = 'Eleven seconds in which nobody sings, and everybody on the train looked up. ';

type PageName = keyof typeof PAGES;

/** Comments of one line up to eight, and every fifth an answer to one before it. */
async function write(client: WireClient, page: PageName, count: number): Promise<string[]> {
  const ids: string[] = [];
  await repeat(count, async (n) => {
    const parentId = n % 5 === 4 ? ids[n - 60] : undefined;
    const reply = await client.ask('comment.post', {
      page,
      body: `${n}: ${SENTENCE.repeat(1 + ((n * 7) % 4))}`,
      commandId: crypto.randomUUID(),
      ...(parentId !== undefined && { parentId }),
    });
    const [{ comment }] = JSON.parse(reply) as [{ comment: { id: string; parentId: string | null } }];
    if (comment.parentId === null) ids[n] = comment.id;
  });
  return ids;
}

/** Others write at a steady rate for as long as something takes. */
async function whileOthersWrite(client: WireClient, during: () => Promise<unknown>): Promise<void> {
  let isOver = false;
  const others = async () => {
    while (!isOver) await Promise.all([write(client, 'long', 1), pause(1_000 / COMMENTS_PER_S)]);
  };
  await Promise.all([during().finally(() => (isOver = true)), others()]);
}

const shownRows = (least: number) =>
  (document.querySelector('comment-box')?.shadowRoot?.querySelectorAll('.list > * > article').length ?? 0) >= least;
const isLoaded = () => !document.querySelector('comment-box')!.shadowRoot!.querySelector('.view > [aria-busy=true]');

/** The longest task of a spell, and how many were too long. */
function figures(name: string, tasks: readonly Task[]): Figure[] {
  const longest = (of: (task: Task) => number) => Math.max(...tasks.map(of));
  return [
    { name, value: longest(({ cpuMs }) => cpuMs), unit: 'ms CPU', target: { atMost: FRAME_MS } },
    { name: `  over ${FRAME_MS} ms`, value: tasks.filter(({ cpuMs }) => cpuMs > FRAME_MS).length, unit: 'frames' },
    { name: '  the longest by the wall’s time', value: longest(({ wallMs }) => wallMs), unit: 'ms' },
  ];
}

/** A thread of 10,000 comments in the hand of a reader whose phone is four times slower than this machine. */
export async function benchReading(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'huzzah-bench-'));
  for (const page of Object.keys(PAGES))
    writeFileSync(
      join(folder, `${page}.html`),
      `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A page</title><h1>A page</h1><comment-box page-size="100"></comment-box><script async src="/embed.js" data-page="${page}"></script>`,
    );
  const server = await MeasuredProcess.start(
    [SERVER, 'serve', '--port', '0', '--store', 'sqlite::memory:', '--pages', folder],
    { HUZZAH_LIMITS: 'off' },
  );
  const [client] = await crowd(server.url, 1);
  let ids: string[] = [];
  for (const [page, count] of Object.entries(PAGES)) ids = await write(client!, page as PageName, count);

  const phone = await Phone.start();
  const { page } = phone;
  const open = async (name: PageName, hash = '') => {
    await page.goto('about:blank');
    await page.goto(`${server.url}/${name}.html${hash}`);
    await page.waitForFunction(shownRows, { polling: 100 }, 20);
  };
  const countRows = () =>
    page.evaluate(
      () => document.querySelector('comment-box')!.shadowRoot!.querySelectorAll('.list > * > article').length,
    );
  const busyMs = (tasks: readonly Task[]) => tasks.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
  await open('short');
  const short = await phone.tasks(() => open('short').then(() => pause(1_000)));
  const long = await phone.tasks(() => open('long').then(() => pause(1_000)));

  await phone.read(500);
  const older = await phone.tasks(async () => {
    for (let rows = await countRows(); rows < DEEP_ROWS; rows = await countRows()) {
      const more = (await page.waitForSelector('comment-box >>> [data-act=older]'))!;
      // By key: rows that are drawn for the first time move it away from a finger.
      await more.press('Enter');
      await page.waitForFunction(shownRows, { polling: 100 }, rows + 1);
      await page.waitForFunction(isLoaded, { polling: 100 });
    }
  });
  const deep = await phone.tasks(() => whileOthersWrite(client!, () => phone.read(READ_PX)));
  const top = await phone.tasks(async () => {
    await page.evaluate(() => scrollTo(0, 0));
    await pause(2_000);
    await whileOthersWrite(client!, () => pause(4_000));
  });
  const middle = await phone.tasks(async () => {
    await open('long', `#huzzah-${ids.slice(5_000).find(Boolean)}`);
    await pause(2_000);
    await whileOthersWrite(client!, () => phone.read(READ_PX));
  });

  await phone.stop();
  client!.close();
  await server.stop();
  rmSync(folder, { recursive: true });
  return [
    { name: 'until the rows of 50 are read', value: busyMs(short), unit: 'ms CPU' },
    { name: 'until those of 10,000 are', value: busyMs(long), unit: 'ms CPU' },
    { name: 'the long page beside the short', value: busyMs(long) / busyMs(short), unit: '×' },
    ...figures('the longest frame as it comes alive', long),
    ...figures('… as 1,000 are loaded', older),
    ...figures('… as their middle is read', deep),
    ...figures('… at the top of them', top),
    ...figures('… opened at the 5,000th', middle),
  ];
}
