import type { Label } from '@huzzah/protocol';

/**
 * A site's own label in the reader's language: of the whole tag, else of its language, else in
 * English, else the first there is. `undefined` where it has none.
 */
export function pickLabel(label: Label | undefined, tag: string): string | undefined {
  if (label === undefined || typeof label === 'string') return label;
  const wanted = tag.toLowerCase();
  const texts = new Map(Object.entries(label).map(([lang, text]) => [lang.toLowerCase(), text]));
  return texts.get(wanted) ?? texts.get(wanted.split('-')[0]!) ?? texts.get('en') ?? texts.values().next().value;
}
