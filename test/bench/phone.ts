import { join } from 'node:path';
import puppeteer, { type Browser, type CDPSession, type Page } from 'puppeteer-core';
import { pause } from './crowd.js';
import { ROOT } from '../helpers/sources.js';

const SCREEN = { width: 390, height: 844, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
/** How much slower than this machine a phone is. */
const THROTTLE = 4;
const PATIENCE_MS = 60_000;
/** How far a finger moves before it is lifted, and in a frame. */
const SWIPE_PX = 500;
const STEP_PX = 20;
const FRAME_MS = 16;

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  /** Of the processor's time, where `dur` is of the wall's; µs. */
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

/** A task of a page's main thread, in ms: of the processor's time, which other programs do not lengthen, and of the wall's. */
export interface Task {
  readonly cpuMs: number;
  readonly wallMs: number;
}

/** The real Chromium with a page as a slow phone has it. */
export class Phone {
  readonly page: Page;
  readonly #browser: Browser;
  readonly #session: CDPSession;

  private constructor(browser: Browser, page: Page, session: CDPSession) {
    this.#browser = browser;
    this.page = page;
    this.#session = session;
  }

  static async start(): Promise<Phone> {
    const { chromiumPath, CHROMIUM_ARGS } = (await import(join(ROOT, 'scripts/chromium.mjs'))) as {
      chromiumPath: () => Promise<string>;
      CHROMIUM_ARGS: string[];
    };
    const browser = await puppeteer.launch({
      executablePath: await chromiumPath(),
      args: CHROMIUM_ARGS,
      headless: true,
      protocolTimeout: PATIENCE_MS,
    });
    const page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    await page.setViewport(SCREEN);
    const session = await page.createCDPSession();
    await session.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE });
    return new Phone(browser, page, session);
  }

  /** What the main thread did meanwhile. */
  async tasks(during: () => Promise<unknown>): Promise<Task[]> {
    await this.page.tracing.start({ categories: ['-*', 'disabled-by-default-devtools.timeline'] });
    await during();
    const trace = new TextDecoder().decode(await this.page.tracing.stop());
    const { traceEvents } = JSON.parse(trace) as { traceEvents: TraceEvent[] };
    const mains = traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
    const isMain = ({ pid, tid }: TraceEvent) => mains.some((main) => main.pid === pid && main.tid === tid);
    return traceEvents
      .filter((event) => event.name === 'RunTask' && isMain(event))
      .map(({ tdur = 0, dur = 0 }) => ({ cpuMs: tdur / 1_000, wallMs: dur / 1_000 }));
  }

  /** Draws a finger up the screen, again and again, until so many px have gone by. */
  async read(px: number): Promise<void> {
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: { x: number; y: number }[]) =>
      this.#session.send('Input.dispatchTouchEvent', { type, touchPoints });
    const x = SCREEN.width / 2;
    for (let done = 0; done < px; done += SWIPE_PX) {
      let y = SCREEN.height * 0.75;
      await touch('touchStart', { x, y });
      for (let moved = 0; moved < SWIPE_PX; moved += STEP_PX) {
        y -= STEP_PX;
        await Promise.all([touch('touchMove', { x, y }), pause(FRAME_MS)]);
      }
      await touch('touchEnd');
      await pause(300);
    }
  }

  async stop(): Promise<void> {
    await this.#browser.close();
  }
}
