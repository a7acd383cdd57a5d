import type { Locale } from '../locales/locale.js';
import type { SignOnSource } from '@huzzah/client';
import { retry } from '../retry.js';
import { VERSION } from '../version.js';
import type * as Core from './core.js';
import type { EmbedFiles } from './files.js';
import type { HuzzahGlobal } from './huzzah-global.js';

/** So long at most elements wait for the others of their page. */
const AT_ONCE_MS = 10_000;

/** The core, with elements by their tags and locales by their languages. */
type Loaded = typeof Core & Record<string, unknown>;

/**
 * Whether the elements of this document come from one file: what was begun so goes on so, for the
 * core of another file knows nothing of them.
 */
const TOGETHER: unique symbol = Symbol.for('huzzah');

declare global {
  interface Document {
    [TOGETHER]?: boolean;
  }
}

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
  #core: Loaded | undefined;
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
    const found = [...this.#tags].flatMap((tag) => document.querySelector(tag) ?? []);
    if (found.length === 0) return;
    document[TOGETHER] ??= found.length === this.#tags.size && found.every(isNear);
    found.forEach(({ localName }) => this.#tags.delete(localName));
    if (this.#tags.size === 0) this.#observer.disconnect();
    // At once: one that came to life later would push down what is alive below it.
    let goOn!: (value?: unknown) => void;
    const all = new Promise((resolve) => (goOn = resolve));
    const imports = found.map(({ localName }) => this.#import(localName, goOn));
    void Promise.allSettled(imports).then(goOn);
    setTimeout(goOn, AT_ONCE_MS);
    this.#loading.push(...imports.map((imported) => all.then(async () => (await imported)())));
  }

  /** Resolves with what brings the elements of this tag to life; `onDelay` is called where a file does not come at once. */
  async #import(tag: string, onDelay: () => void): Promise<() => void> {
    const { core, all, elements, locales } = this.#files;
    const files = document[TOGETHER] ? [all] : [core, elements[tag]!];
    // With the page's own words at hand, nothing is drawn in English first.
    const lang = document.documentElement.lang.split('-', 1)[0]!.toLowerCase();
    const hasWords = Object.hasOwn(locales, lang);
    if (hasWords) files.push(locales[lang]!);
    const modules = await importAll(
      files.map((file) => new URL(file, this.#script.src).href),
      onDelay,
    );
    return () => {
      const loaded = Object.assign({}, ...modules) as Loaded;
      this.#core = loaded;
      if (window.huzzah !== this) return;
      loaded.identify(this.#signOn);
      loaded.begin(this.#script);
      if (hasWords) loaded.addLocale(loaded[lang] as Locale);
      loaded.defineElement(tag, loaded[tag] as CustomElementConstructor);
    };
  }
}

/** Whether an element is within a screen of what is seen. */
function isNear(element: Element): boolean {
  return element.getBoundingClientRect().top < 2 * innerHeight;
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
  return new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve));
}
