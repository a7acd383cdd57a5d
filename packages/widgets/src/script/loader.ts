import type { Locale } from '../locales/locale.js';
import type { SignOnSource } from '@huzzah/client';
import { retry } from '../retry.js';
import { VERSION } from '../version.js';
import type * as Core from './core.js';
import type { EmbedFiles } from './files.js';
import type { HuzzahGlobal } from './huzzah-global.js';

/**
 * Brings the elements that a page uses to life, now and as they appear, from the files beside
 * `script`. Their code comes once; that of others never.
 */
export class Loader implements HuzzahGlobal {
  readonly version = VERSION;
  readonly ready: Promise<void>;
  readonly #script: HTMLScriptElement;
  readonly #files: EmbedFiles;
  readonly #tags: Set<string>;
  readonly #loading: Promise<void>[] = [];
  readonly #observer = new MutationObserver(() => this.#scan());
  #core: typeof Core | undefined;
  #signOn: SignOnSource | undefined;

  constructor(script: HTMLScriptElement, files: EmbedFiles) {
    this.#script = script;
    this.#files = files;
    this.#tags = new Set(Object.keys(files.elements));
    this.#observer.observe(document, { childList: true, subtree: true });
    this.#scan();
    this.ready = parsed()
      .then(() => this.#scan())
      .then(() => Promise.all(this.#loading))
      .then(() => {});
    this.ready.catch((error: unknown) => console.error('Huzzah: unable to load the elements;', error));
  }

  identify(source: SignOnSource): void {
    this.#signOn = source;
    this.#core?.identify(source);
  }

  destroy(): void {
    this.#observer.disconnect();
    this.#tags.clear();
    this.#core?.end();
    delete window.huzzah;
  }

  #scan(): void {
    for (const tag of this.#tags) {
      if (document.querySelector(tag) === null) continue;
      this.#tags.delete(tag);
      this.#loading.push(this.#load(tag));
    }
    if (this.#tags.size === 0) this.#observer.disconnect();
  }

  async #load(tag: string): Promise<void> {
    const { core, elements, locales } = this.#files;
    // With the page's own words at hand, nothing is drawn in English first.
    const lang = document.documentElement.lang.split('-', 1)[0]!.toLowerCase();
    const files = [core, elements[tag]!, ...(Object.hasOwn(locales, lang) ? [locales[lang]!] : [])];
    const [shared, own, words] = await importAll(files.map((file) => new URL(file, this.#script.src).href));
    this.#core = shared as typeof Core;
    if (window.huzzah !== this) return;
    this.#core.identify(this.#signOn);
    this.#core.begin(this.#script);
    if (words) this.#core.addLocale((words as Record<string, Locale>)[lang]!);
    this.#core.defineElement(tag, (own as { element: CustomElementConstructor }).element);
  }
}

/**
 * Fetches all before it imports any: browsers remember a failed import for the life of the
 * page, that of a file's own imports too, and an old node of a rolling deploy may not have
 * them all yet.
 */
async function importAll(addresses: string[]): Promise<unknown[]> {
  await Promise.all(addresses.map((address) => retry((failures) => has(address, failures > 0)).catch(() => {})));
  return Promise.all(addresses.map((address) => import(address) as Promise<unknown>));
}

async function has(address: string, isAgain: boolean): Promise<void> {
  // A no may have been cached.
  const response = await fetch(address, { cache: isAgain ? 'reload' : 'default' });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${address} gives ${response.status}`);
}

function parsed(): Promise<unknown> {
  if (document.readyState !== 'loading') return Promise.resolve();
  return new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve, { once: true }));
}
