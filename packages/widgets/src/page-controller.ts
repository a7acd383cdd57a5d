import type { PageView } from '@huzzah/client';
import type { ErrorCode } from '@huzzah/protocol';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { embedding } from './embedding.js';
import { openPage, type LivePage } from './page-source.js';
import { pageAddress } from './place.js';
import { currentPlace, watchPlace } from './place-watcher.js';

/** What there is to draw before anything is known. */
const UNKNOWN: PageView = {
  state: 'connecting',
  refusal: null,
  visitor: null,
  site: null,
  tally: null,
  mine: null,
  occupancy: null,
  outbox: { reaction: null },
};

/** What a page controller needs of its element. */
export interface PageHost extends ReactiveControllerHost, HTMLElement {
  server: string | null;
  site: string | null;
  page: string | null;
}

/**
 * Keeps an element on the page that its attributes, the script or the document name, and its
 * view at hand. It subscribes with the first update after the element is connected, when all
 * properties are set, and moves where any of them, or a router, says so. An element that is
 * moved in the document keeps its place: the client leaves a page only after a moment.
 */
export class PageController implements ReactiveController {
  readonly #host: PageHost;
  #view = UNKNOWN;
  #page: LivePage | null = null;
  #name = '';
  #leave: (() => void) | undefined;
  #unwatch: (() => void)[] = [];

  constructor(host: PageHost) {
    this.#host = host;
    host.addController(this);
  }

  /** What there is to draw now; never null, and never throws. */
  get view(): PageView {
    return this.#view;
  }

  /** The page itself, to ask something of; `null` where there is none. */
  get page(): LivePage | null {
    return this.#page;
  }

  hostConnected(): void {
    const look = () => this.#host.requestUpdate();
    this.#unwatch = [watchPlace(look), embedding.watch(look)];
    look();
  }

  hostUpdate(): void {
    if (!this.#host.isConnected) return;
    if (embedding.isEnded) return this.#drop();
    const server = this.#host.server || embedding.server;
    const site = this.#host.site || embedding.site || 'default';
    const address = pageAddress(this.#host.page, embedding.page, currentPlace());
    const name = JSON.stringify([server, site, address]);
    if (name !== this.#name) this.#join(name, server, site, address);
  }

  hostDisconnected(): void {
    this.#unwatch.splice(0).forEach((unwatch) => unwatch());
    this.#drop();
  }

  #drop(): void {
    this.#leave?.();
    this.#leave = undefined;
    this.#page = null;
    this.#name = '';
  }

  #join(name: string, server: string, site: string, address: string): void {
    // The new page first: where it is the old one by another name, nobody leaves it in between.
    const leave = this.#leave;
    this.#leave = undefined;
    this.#page = null;
    this.#name = name;
    try {
      const page = openPage(new URL(server, document.baseURI).href, site, address);
      this.#page = page;
      this.#leave = page.subscribe((view) => this.#draw(view));
      this.#view = page.view;
    } catch (error) {
      this.#view = { ...UNKNOWN, state: 'refused', refusal: this.#explain(error as Error) };
    }
    leave?.();
  }

  #draw(view: PageView): void {
    this.#view = view;
    this.#host.requestUpdate();
  }

  /** For the site's owner, once: markup never throws. */
  #explain({ message }: Error): { code: ErrorCode; message: string } {
    console.error(`Huzzah: <${this.#host.localName}>: ${message}`);
    return { code: 'bad_request', message };
  }
}
