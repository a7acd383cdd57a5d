import type { Locale } from '../locales/locale.js';
import { retry } from '../retry.js';
import { VERSION } from '../version.js';
import type * as Core from './core.js';
import type { EmbedFiles } from './files.js';
import type { HuzzahGlobal } from './huzzah-global.js';

/** So long at most elements wait for the others of their page. */
const TOGETHER_MS = 10_000;

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

  destroy(): void {
    this.#observer.disconnect();
    this.#tags.clear();
    this.#core?.end();
    delete window.huzzah;
  }

  #scan(): void {
    const found = [...this.#tags].filter((tag) => document.querySelector(tag) !== null);
    if (found.length === 0) return;
    found.forEach((tag) => this.#tags.delete(tag));
    if (this.#tags.size === 0) this.#observer.disconnect();
    // At once: one that came to life later would push down what is alive below it.
    let goOn!: (value?: unknown) => void;
    const all = new Promise((resolve) => (goOn = resolve));
    const imports = found.map((tag) => this.#import(tag, goOn));
    void Promise.allSettled(imports).then(goOn);
    setTimeout(goOn, TOGETHER_MS);
    this.#loading.push(...imports.map((imported) => all.then(async () => (await imported)())));
  }

  /** Resolves with what brings the elements of this tag to life; `onDelay` is called where a file does not come at once. */
  async #import(tag: string, onDelay: () => void): Promise<() => void> {
    const { core, elements, locales } = this.#files;
    // With the page's own words at hand, nothing is drawn in English first.
    const lang = document.documentElement.lang.split('-', 1)[0]!.toLowerCase();
    const files = [core, elements[tag]!, ...(Object.hasOwn(locales, lang) ? [locales[lang]!] : [])];
    const [shared, own, words] = await importAll(
      files.map((file) => new URL(file, this.#script.src).href),
      onDelay,
    );
    return () => {
      this.#core = shared as typeof Core;
      if (window.huzzah !== this) return;
      this.#core.begin(this.#script);
      if (words) this.#core.addLocale((words as Record<string, Locale>)[lang]!);
      this.#core.defineElement(tag, (own as { element: CustomElementConstructor }).element);
    };
  }
}

/**
 * Fetches all before it imports any: browsers remember a failed import for the life of the
 * page, that of a file's own imports too, and an old node of a rolling deploy may not have
 * them all yet.
 */
async function importAll(addresses: string[], onDelay: () => void): Promise<unknown[]> {
  const fetched = (address: string) =>
    retry((failures) => {
      if (failures > 0) onDelay();
      return has(address, failures > 0);
    });
  await Promise.all(addresses.map((address) => fetched(address).catch(() => {})));
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
