import puppeteer, { type Browser, type BrowserContext, type ElementHandle, type Page } from 'puppeteer-core';
import { onTestFinished } from 'vitest';
import { soon } from './soon.js';

const ARGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/** As long as a test waits for anything: puppeteer's own half a minute is short for a slow machine. */
const PATIENCE = { timeout: soon.timeout, protocolTimeout: 3 * soon.timeout };

let shared: Promise<Browser> | undefined;

/** The real Chromium that the test command found; one for each file of tests. */
function browser(): Promise<Browser> {
  const executablePath = process.env['CHROME_PATH'];
  if (executablePath === undefined) throw new Error('CHROME_PATH names no Chromium: run npm test, or set it');
  return (shared ??= puppeteer.launch({ executablePath, args: ARGS, headless: true, ...PATIENCE }));
}

/** For `afterAll`. */
export async function closeBrowser(): Promise<void> {
  await (await shared)?.close();
  shared = undefined;
}

/** A browser of its own, as another reader has: no storage, no tabs in common. */
export async function reader(): Promise<BrowserContext> {
  const context = await (await browser()).createBrowserContext();
  onTestFinished(() => context.close());
  return context;
}

/** Opens an address in a tab, with what it says written down. */
export async function open(
  context: BrowserContext,
  url: string,
  prepare?: (tab: Page) => Promise<unknown>,
): Promise<Tab> {
  const page = await context.newPage();
  page.setDefaultTimeout(soon.timeout);
  const tab = new Tab(page);
  await prepare?.(page);
  await page.goto(url, { waitUntil: 'load' });
  return tab;
}

/** A tab with widgets in it. */
export class Tab {
  readonly page: Page;
  readonly console: string[] = [];
  readonly errors: string[] = [];
  readonly requests: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on('console', (message) => this.console.push(message.text()));
    page.on('pageerror', (error) => this.errors.push(String(error)));
    page.on('request', (request) => this.requests.push(request.url()));
  }

  /** The text that a reader sees inside an element. */
  text(tag: string): Promise<string> {
    return this.page.evaluate((name) => {
      const element = document.querySelector<HTMLElement>(name);
      const root = element?.shadowRoot?.querySelector<HTMLElement>('.root');
      return (root?.innerText ?? element?.innerText ?? '').replace(/\s+/g, ' ').trim();
    }, tag);
  }

  state(tag = 'like-bar'): Promise<string> {
    return this.page.evaluate(
      (name) => (document.querySelector(name) as unknown as { state: string } | null)?.state ?? 'none',
      tag,
    );
  }

  /** The counts shown, by kind, as numbers. */
  counts(): Promise<Record<string, number>> {
    return this.page.evaluate(() => {
      const bar = document.querySelector('like-bar') as unknown as { tally: { counts: Record<string, number> } | null };
      return { ...bar.tally?.counts };
    });
  }

  mine(): Promise<string | null> {
    return this.page.evaluate(() => (document.querySelector('like-bar') as unknown as { mine: string | null }).mine);
  }

  visitors(): Promise<number | undefined> {
    return this.page.evaluate(
      () =>
        (document.querySelector('online-count') as unknown as { occupancy: { visitors: number } | null }).occupancy
          ?.visitors,
    );
  }

  /** Taps the pill of this label as a reader does: at its place on the screen. */
  async tap(label: string): Promise<void> {
    // A tab in the background paints nothing, and takes no taps.
    await this.page.bringToFront();
    const found = await this.page.waitForFunction(
      (wanted) => {
        const pills = document.querySelector('like-bar')?.shadowRoot?.querySelectorAll('button') ?? [];
        return [...pills].find((pill) => pill.innerText.includes(wanted));
      },
      {},
      label,
    );
    await (found as unknown as ElementHandle<HTMLButtonElement>).click();
  }
}
