import type { ElementHandle } from 'puppeteer-core';
import { expect, vi } from 'vitest';
import { open, reader, type Tab } from './browser.js';
import { soon } from './soon.js';

type Context = Awaited<ReturnType<typeof reader>>;

/** A tab with a comment box in it, used as a reader does: by what is on the screen. */
export class BoxTab {
  readonly tab: Tab;

  private constructor(tab: Tab) {
    this.tab = tab;
  }

  /** Opens an address, and waits until its box is live. */
  static async open(url: string, context?: Context, prepare?: Parameters<typeof open>[2]): Promise<BoxTab> {
    const box = new BoxTab(await open(context ?? (await reader()), url, prepare));
    await box.is('live');
    return box;
  }

  is(state: string): Promise<void> {
    return vi.waitFor(async () => expect(await this.tab.state('comment-box')).toBe(state), soon);
  }

  /** What each comment says, replies among them, in the order shown. */
  rows(): Promise<string[]> {
    return this.tab.page.evaluate(() =>
      [...(document.querySelector('comment-box')?.shadowRoot?.querySelectorAll('article > .own') ?? [])].map((own) =>
        (own.textContent ?? '').replace(/\s+/g, ' ').trim(),
      ),
    );
  }

  /** Waits until the comments are these, each told by what it contains. */
  async shows(...texts: (string | RegExp)[]): Promise<void> {
    const expected = texts.map(
      (text) => (typeof text === 'string' ? expect.stringContaining(text) : expect.stringMatching(text)) as unknown,
    );
    await vi.waitFor(async () => expect(await this.rows()).toEqual(expected), soon);
  }

  /** The first thing in the box that matches, once it is there. */
  async part(selector: string): Promise<ElementHandle<HTMLElement>> {
    const found = await this.tab.page.waitForSelector(`comment-box >>> ${selector}`);
    return found as unknown as ElementHandle<HTMLElement>;
  }

  /** Presses what matches, at its place on the screen. */
  async press(selector: string): Promise<void> {
    await this.tab.page.bringToFront();
    await (await this.part(selector)).click();
  }

  /** Writes into the field that matches. */
  async write(text: string, selector = 'textarea'): Promise<void> {
    await this.press(selector);
    await this.tab.page.keyboard.type(text);
  }

  /** Ctrl with Enter, in the field that has the focus. */
  async send(): Promise<void> {
    const { keyboard } = this.tab.page;
    await keyboard.down('Control');
    await keyboard.press('Enter');
    await keyboard.up('Control');
  }

  /** Opens the menu of the comment that says so, and chooses. */
  async choose(text: string, name: string): Promise<void> {
    await this.tab.page.bringToFront();
    const rows = await this.tab.page.$$('comment-box >>> article > .own');
    for (const row of rows) {
      if (!(await row.evaluate((own) => own.textContent)).includes(text)) continue;
      await row.hover();
      await (await row.$('[data-act=options]'))!.click();
      return await this.press(`[data-name=${name}]`);
    }
    throw new Error(`no comment says ${text}`);
  }

  value(selector: string): Promise<string> {
    return this.tab.page.evaluate(
      (wanted) =>
        document.querySelector('comment-box')!.shadowRoot!.querySelector<HTMLTextAreaElement>(wanted)?.value ?? '',
      selector,
    );
  }

  /** Has the pointer leave the box, and the focus too: its reader is idle. */
  async rest(): Promise<void> {
    await this.tab.page.bringToFront();
    await this.tab.page.mouse.move(1, 1);
    await this.tab.page.evaluate(() =>
      (document.querySelector('comment-box')!.shadowRoot!.activeElement as HTMLElement | null)?.blur(),
    );
  }
}
