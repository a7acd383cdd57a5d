import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crowd, pause } from './crowd.js';
import { median, type Figure } from './figures.js';
import { MeasuredProcess } from './measured-process.js';
import { Phone, type Task } from './phone.js';
import { SERVER } from './places.js';
import { whileOthersTalk, write } from './talk.js';

/** A frame that takes longer is one that a reader feels. */
const FRAME_MS = 50;
const RUNS = 3;
const PAGES = { short: 50, long: 10_000 };
const DEEP_ROWS = 1_000;
const READ_PX = 8_000;

const shownRows = (least: number) =>
  (document.querySelector('comment-box')?.shadowRoot?.querySelectorAll('.list > * > article').length ?? 0) >= least;
const isLoaded = () => !document.querySelector('comment-box')!.shadowRoot!.querySelector('.view > [aria-busy=true]');
const isDrawn = () => !document.querySelector('comment-box')!.shadowRoot!.querySelector('[aria-busy=true]');
const isAtTop = () => scrollY === 0;

/** The box as a page that was never alive: its rows and its looks, laid out once, and no code. */
function asDocument(): string {
  const { adoptedStyleSheets, innerHTML } = document.querySelector('comment-box')!.shadowRoot!;
  const rules = adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules].map(({ cssText }) => cssText));
  const rows = innerHTML.replaceAll('class="far"', '');
  return `<!doctype html><meta name="viewport" content="width=device-width"><h1>A page</h1><div><template shadowrootmode="open"><style>${rules.join('\n')}</style>${rows}</template></div>`;
}

type Spell = 'opened' | 'older' | 'deep' | 'static' | 'top' | 'middle';
type Spells = Record<Spell | 'short', readonly Task[]>;

const busyMs = (tasks: readonly Task[]) => tasks.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
const longest = (tasks: readonly Task[]) => Math.max(...tasks.map(({ cpuMs }) => cpuMs));
const tooLong = (tasks: readonly Task[]) => tasks.filter(({ cpuMs }) => cpuMs > FRAME_MS).length;

/** One reader: he opens the page, loads and reads a thousand rows, goes to their top, and follows a link into the midst. */
async function read(phone: Phone, url: string, link: string, talk: (during: () => Promise<unknown>) => Promise<void>) {
  const { page } = phone;
  const open = async (name: string) => {
    await page.goto('about:blank');
    await page.goto(`${url}/${name}`);
    await page.waitForFunction(shownRows, { polling: 100 }, 20);
    await page.waitForFunction(isDrawn, { polling: 100 });
    await pause(1_000);
  };
  const rows = () =>
    page.evaluate(
      () => document.querySelector('comment-box')!.shadowRoot!.querySelectorAll('.list > * > article').length,
    );
  const short = await phone.tasks(() => open('short.html'));
  const opened = await phone.tasks(() => open('long.html'));
  await phone.read(500);
  const older = await phone.tasks(async () => {
    for (let before = await rows(); before < DEEP_ROWS; before = await rows()) {
      const more = (await page.waitForSelector('comment-box >>> [data-act=older]'))!;
      // By key: rows that are drawn for the first time move it away from a finger.
      await more.press('Enter');
      await page.waitForFunction(shownRows, { polling: 100 }, before + 1);
      await page.waitForFunction(isLoaded, { polling: 100 });
      await page.waitForFunction(isDrawn, { polling: 100 });
    }
  });
  const deep = await phone.tasks(() => talk(() => phone.read(READ_PX)));
  const copy = await page.evaluate(asDocument);
  // A finger's last swipe has come to rest, and then he is where the new ones come in.
  await pause(2_000);
  await page.evaluate(() => scrollTo(0, 0));
  await page.waitForFunction(isAtTop, { polling: 100 });
  const top = await phone.tasks(() => talk(() => pause(6_000)));
  const middle = await phone.tasks(async () => {
    await open(`long.html#huzzah-${link}`);
    await talk(() => phone.read(READ_PX / 2));
  });
  await page.goto('about:blank');
  await page.setContent(copy);
  await phone.read(500);
  const still = await phone.tasks(() => phone.read(READ_PX));
  return { short, opened, older, deep, top, middle, static: still } satisfies Spells;
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
  const [author, voter] = await crowd(server.url, 2);
  await write(author!, 'short', PAGES.short);
  const ids = await write(author!, 'long', PAGES.long);
  const link = ids.slice(PAGES.long / 2).find(Boolean)!;

  const phone = await Phone.start();
  const runs: Spells[] = [];
  while (runs.length < RUNS)
    runs.push(await read(phone, server.url, link, (during) => whileOthersTalk([author!, voter!], 'long', during)));

  await phone.stop();
  author!.close();
  voter!.close();
  await server.stop();
  rmSync(folder, { recursive: true });

  const of = (value: (spells: Spells) => number) => median(runs.map(value));
  const frames = (name: string, spell: Spell, target?: Figure['target']): Figure[] => [
    { name, value: of((run) => longest(run[spell])), unit: 'ms CPU', ...(target && { target }) },
    { name: `  over ${FRAME_MS} ms`, value: of((run) => tooLong(run[spell])), unit: 'frames' },
  ];
  const target = { atMost: FRAME_MS };
  return [
    { name: 'until the rows of 50 are read', value: of(({ short }) => busyMs(short)), unit: 'ms CPU' },
    { name: 'until those of 10,000 are', value: of(({ opened }) => busyMs(opened)), unit: 'ms CPU' },
    ...frames('the longest frame as it comes alive', 'opened'),
    ...frames('… as 1,000 are loaded', 'older', target),
    ...frames('… as they are read', 'deep', target),
    ...frames('… at the top of them', 'top', target),
    ...frames('… opened at the 5,000th, and read there', 'middle'),
    ...frames('yardstick: the same rows, and no code, read alike', 'static'),
    { name: 'reading beside the yardstick', value: of((run) => busyMs(run.deep) / busyMs(run.static)), unit: '×' },
    {
      name: '  the longest frames beside',
      value: of((run) => longest(run.deep) / longest(run.static)),
      unit: '×',
    },
  ];
}
