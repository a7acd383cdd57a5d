import type { Words } from '../../words.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Older than a week, and the day says more. */
const DATED_FROM = 7 * DAY;

// Making a formatter costs more than a hundred uses of it.
const formats = new Map<string, [Intl.RelativeTimeFormat, Intl.DateTimeFormat, Intl.DateTimeFormat]>();

function formatsOf(tag: string) {
  let known = formats.get(tag);
  if (known === undefined) {
    known = [
      new Intl.RelativeTimeFormat(tag, { style: 'narrow' }),
      new Intl.DateTimeFormat(tag, { dateStyle: 'medium' }),
      new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeStyle: 'short' }),
    ];
    formats.set(tag, known);
  }
  return known;
}

/** How long ago `at` was: `just now`, also for what is to come; `4 min. ago`; from a week on the day. */
export function relativeTime(at: number, words: Words): string {
  const age = Date.now() - at;
  if (age < MINUTE) return words.say('now');
  const [relative, dated] = formatsOf(words.numberTag);
  if (age >= DATED_FROM) return dated.format(at);
  if (age < HOUR) return relative.format(-Math.floor(age / MINUTE), 'minute');
  return age < DAY ? relative.format(-Math.floor(age / HOUR), 'hour') : relative.format(-Math.floor(age / DAY), 'day');
}

/** Day and time in full. */
export function fullTime(at: number, tag: string): string {
  return formatsOf(tag)[2].format(at);
}

/** Brings all times in `root` up to now. */
export function tickTimes(root: ParentNode, words: Words): void {
  for (const time of root.querySelectorAll('time')) {
    const text = relativeTime(Date.parse(time.dateTime), words);
    if (time.textContent !== text) time.textContent = text;
  }
}
