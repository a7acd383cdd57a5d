import { retry } from '../retry.js';
import { en } from './en.js';
import type { Locale } from './locale.js';

const loaders: Readonly<Record<string, () => Promise<Locale>>> = {
  ko: async () => (await import('./ko.js')).ko,
};

const loaded = new Map<string, Locale>([[en.lang, en]]);
const loading = new Map<string, Promise<boolean>>();

/**
 * Gives all elements the words of a language, from their next drawing on: one that need not be
 * loaded then, or one of your own.
 */
export function addLocale(locale: Locale): void {
  loaded.set(locale.lang, locale);
}

/**
 * The words for a language tag: English where there are none of that language, and until they
 * have come. Then `onLoaded` is called, and asking again gives them.
 */
export function localeFor(tag: string, onLoaded: () => void): Locale {
  const lang = tag.toLowerCase().split(/[-_]/)[0]!;
  const known = loaded.get(lang);
  if (known !== undefined) return known;
  const load = loaders[lang];
  if (load !== undefined) {
    if (!loading.has(lang)) loading.set(lang, begin(lang, load));
    void loading.get(lang)!.then((isLoaded) => {
      if (isLoaded) onLoaded();
    });
  }
  return en;
}

/** Resolves with whether the words have come. */
async function begin(lang: string, load: () => Promise<Locale>): Promise<boolean> {
  try {
    loaded.set(lang, await retry(load));
    return true;
  } catch {
    // Forgotten, so that the next element that asks tries again.
    loading.delete(lang);
    return false;
  }
}
