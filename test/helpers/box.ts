import type { ElementHandle, KeyInput, Page } from 'puppeteer-core';
import { expect, vi } from 'vitest';
import type { Tab } from './browser.js';
import { soon } from './soon.js';

/** A comment as its reader sees it. */
export interface Row {
  readonly id: string;
  readonly author: string;
  readonly text: string;
  readonly isReply: boolean;
  /** What its author is told of it, what stands in its place, with the words of the buttons there. */
  readonly note: string;
  readonly votes: number;
}

/** The comment box of a tab, used by mouse and keys as a reader uses it. */
export class Box {
  readonly tab: Tab;
  readonly page: Page;

  constructor(tab: Tab) {
    this.tab = tab;
    this.page = tab.page;
  }

  /** The box once it is live. */
  static async live(tab: Tab): Promise<Box> {
    const box = new Box(tab);
    await box.becomes('live');
    return box;
  }

  async becomes(state: string): Promise<void> {
    await vi.waitFor(async () => expect(await this.tab.state('comment-box')).toBe(state), soon);
  }

  /** The text of the first element of this selector; '' where there is none. */
  textOf(selector: string): Promise<string> {
    return this.page.evaluate((inner) => {
      const found = document.querySelector('comment-box')?.shadowRoot?.querySelector<HTMLElement>(inner);
      return (found?.innerText ?? '').replace(/\s+/g, ' ').trim();
    }, selector);
  }

  /** Waits until an element has this text. */
  async says(selector: string, text: string | RegExp): Promise<void> {
    await vi.waitFor(async () => expect(await this.textOf(selector)).toMatch(text), soon);
  }

  /** All comments in the document, in the order in which they are read. */
  rows(): Promise<Row[]> {
    return this.page.evaluate(() => {
      const root = document.querySelector('comment-box')?.shadowRoot;
      return [...(root?.querySelectorAll('article') ?? [])].map((article) => {
        const own = article.querySelector(':scope > .own')!;
        const notes = article.querySelectorAll(':scope > .note, :scope > .own > :is(.note, .gone)');
        const text = (selector: string) => own.querySelector(selector)?.textContent ?? '';
        return {
          id: article.id.slice(2),
          author: text('.author'),
          text: text('[part=body]'),
          isReply: article.parentElement!.closest('article') !== null,
          note: [...notes].map(({ textContent }) => textContent.replace(/\s+/g, ' ').trim()).join(' '),
          votes: Number(/\d+/.exec(text('[data-act=up]'))?.[0] ?? 0),
        };
      });
    });
  }

  async texts(): Promise<string[]> {
    return (await this.rows()).map(({ text }) => text);
  }

  /** Waits until these are the texts, in this order; what is gone is ''. */
  async shows(...texts: string[]): Promise<void> {
    await vi.waitFor(async () => expect(await this.texts()).toEqual(texts), soon);
  }

  /** The row of this text, once it is there. */
  async row(text: string): Promise<Row> {
    return vi.waitFor(async () => {
      const row = (await this.rows()).find((one) => one.text === text);
      expect(row, text).toBeDefined();
      return row!;
    }, soon);
  }

  /** Writes into the first field of this selector, key by key. */
  async write(text: string, field = 'textarea'): Promise<void> {
    await this.#click(`comment-box >>> ${field}`);
    await this.page.keyboard.type(text);
  }

  /** Writes a comment, and posts it by its key. */
  async post(text: string): Promise<void> {
    await this.write(text);
    await this.#postByKey();
  }

  /** Writes below the comment of this text, and posts that. */
  async reply(to: string, text: string): Promise<void> {
    await this.press('reply', to);
    await this.page.waitForSelector('comment-box >>> .panel textarea');
    await this.write(text, '.panel textarea');
    await this.#postByKey();
  }

  /** Writes over the text of an own comment. */
  async edit(from: string, to: string): Promise<void> {
    await this.choose('edit', from);
    await this.page.waitForSelector('comment-box >>> .panel textarea');
    await this.keys('Control', 'a');
    await this.page.keyboard.type(to);
    await this.#postByKey();
  }

  /** Clicks the button of this name: of the box, or of the comment of this text. */
  async press(act: string, of?: string): Promise<void> {
    const row = of === undefined ? '' : `[id="c-${(await this.row(of)).id}"] > .own `;
    await this.#click(`comment-box >>> ${row}[data-act=${act}]`);
  }

  /** Chooses from the menu of a comment. */
  async choose(name: string, of: string): Promise<void> {
    await this.press('options', of);
    await this.#click(`comment-box >>> .menu [data-name=${name}]`);
  }

  /** Moves the pointer above the box until all that answers to a reader is there. */
  async stir(): Promise<void> {
    let y = 1;
    await vi.waitFor(async () => {
      await this.page.mouse.move(1, (y = 3 - y));
      expect(await this.page.$('comment-box >>> kbd')).not.toBeNull();
    }, soon);
  }

  /** Takes the pointer, and the focus, away from the box. */
  async turnAway(): Promise<void> {
    await this.page.mouse.move(1, 1);
    await this.page.evaluate(() => {
      const { activeElement } = document.querySelector('comment-box')!.shadowRoot!;
      (activeElement as HTMLElement | null)?.blur();
    });
  }

  async keys(held: KeyInput, key: KeyInput): Promise<void> {
    await this.page.keyboard.down(held);
    await this.page.keyboard.press(key);
    await this.page.keyboard.up(held);
  }

  async #postByKey(): Promise<void> {
    await this.keys('Control', 'Enter');
  }

  async #click(selector: string): Promise<void> {
    // A tab in the background paints nothing, and takes no clicks.
    await this.page.bringToFront();
    const found = (await this.page.waitForSelector(selector)) as ElementHandle<HTMLElement>;
    // What was never in view takes its size there, and nobody clicks at what still moves.
    await found.evaluate(async (element) => {
      for (let top = NaN; top !== element.getBoundingClientRect().top;) {
        element.scrollIntoView({ block: 'nearest' });
        top = element.getBoundingClientRect().top;
        for (let frames = 0; frames < 2; frames += 1) await new Promise(requestAnimationFrame);
      }
    });
    await found.click();
  }
}
