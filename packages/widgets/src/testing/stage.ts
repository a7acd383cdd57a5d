import type { PageView } from '@huzzah/client';
import { stagePages } from '../page-source.js';
import '../define.js';
import { StagedPage } from './staged-page.js';

type Tag = 'online-count' | 'like-bar' | 'comment-box';

/** An element and the page that it stands on. */
export interface Staged<T extends Tag> {
  readonly element: HTMLElementTagNameMap[T];
  readonly page: StagedPage;
  /** Changes what the page shows, and waits until it is drawn. */
  readonly show: (change: Partial<PageView>) => Promise<void>;
}

/** What is known of a page before anything is. */
export const BEFORE_DATA: Partial<PageView> = { state: 'connecting', tally: null, occupancy: null };

/** Puts an element into `into` on a page that shows `view`, and waits until it is drawn. */
export async function stage<T extends Tag>(
  tag: T,
  view: Partial<PageView> = {},
  { attributes = {}, into = document.body }: { attributes?: Record<string, string>; into?: ParentNode & Node } = {},
): Promise<Staged<T>> {
  const page = new StagedPage(view);
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  const end = stagePages(() => page);
  try {
    into.appendChild(element);
    await element.updateComplete;
  } finally {
    end();
  }
  return {
    element,
    page,
    async show(change) {
      page.show(change);
      await element.updateComplete;
    },
  };
}

/** Takes everything out of the document again. */
export function clear(): void {
  document.body.replaceChildren();
  for (const name of ['lang', 'dir', 'class', 'style']) {
    document.documentElement.removeAttribute(name);
    document.body.removeAttribute(name);
  }
}

/** The first element of a shadow root that matches; throws where there is none. */
export function inside<E extends Element = HTMLElement>(element: Element, selector: string): E {
  const found = element.shadowRoot?.querySelector<E>(selector);
  if (!found) throw new Error(`<${element.localName}> has no ${selector}`);
  return found;
}

/** All elements of a shadow root that match. */
export function allInside<E extends Element = HTMLElement>(element: Element, selector: string): E[] {
  return [...(element.shadowRoot?.querySelectorAll<E>(selector) ?? [])];
}

/** The text of an element's shadow as a reader sees it: without what is there for assistive technology alone. */
export function shownText(element: Element): string {
  return allInside(element, '.prompt, .pill, .text:not(button), .heading, .counter, .status')
    .map((part) => part.innerText.replace(/\s+/g, ' ').trim())
    .filter((text) => text !== '')
    .join(' | ');
}

/** Listens for events of one type on an element. */
export function heard<Detail>(element: EventTarget, type: string): Detail[] {
  const details: Detail[] = [];
  element.addEventListener(type, (event) => details.push((event as CustomEvent<Detail>).detail));
  return details;
}

/** Waits until `condition` holds; fails after a time that only what never comes takes, on the slowest machine. */
export async function until(condition: () => unknown, what: string): Promise<void> {
  const endsAt = Date.now() + 60_000;
  while (!condition()) {
    if (Date.now() > endsAt) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
