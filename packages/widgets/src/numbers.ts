const COMPACT_FROM = 10_000;

interface Formats {
  readonly exact: Intl.NumberFormat;
  readonly compact: Intl.NumberFormat;
}

// Making a formatter costs some 50 µs, using one less than 1: a busy page makes two in all.
const formats = new Map<string, Formats>();

function formatsOf(tag: string): Formats {
  let known = formats.get(tag);
  if (known === undefined) {
    known = {
      exact: new Intl.NumberFormat(tag),
      compact: new Intl.NumberFormat(tag, { notation: 'compact', maximumFractionDigits: 1 }),
    };
    formats.set(tag, known);
  }
  return known;
}

/** The whole number, as written in a language: `12,345`. */
export function exactNumber(n: number, tag: string): string {
  return formatsOf(tag).exact.format(n);
}

/** The number as shown where room is short: whole below 10,000, then `12.3K`. */
export function shortNumber(n: number, tag: string): string {
  const { exact, compact } = formatsOf(tag);
  return (n < COMPACT_FROM ? exact : compact).format(n);
}

/**
 * What `shown` still lacks of the room that a number of so many digits takes: put after it,
 * unseen, it keeps the line from shifting while the number grows. Digits are of one width
 * where they are tabular, so that only their count matters.
 */
export function missingRoom(shown: string, digits: number, tag: string): string {
  const widest = parts(exactNumber(10 ** digits - 1, tag));
  const used = parts(shown);
  const marks = widest.marks.slice(used.marks.length);
  const surplus = Math.max(0, used.marks.length - widest.marks.length);
  return widest.digits.slice(used.digits.length + surplus).join('') + marks.join('');
}

function parts(text: string): { digits: string[]; marks: string[] } {
  const isDigit = (character: string) => /\p{Nd}/u.test(character);
  const characters = [...text];
  return { digits: characters.filter(isDigit), marks: characters.filter((character) => !isDigit(character)) };
}
