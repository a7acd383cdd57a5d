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

/** How long ago `at` was: `4 min. ago`, from a week on the day, `null` for less than a minute and for what is to come. */
export function relativeTime(at: number, now: number, tag: string): string | null {
  const age = now - at;
  if (age < MINUTE) return null;
  const [relative, dated] = formatsOf(tag);
  if (age >= DATED_FROM) return dated.format(at);
  const [unit, length] = age < HOUR ? (['minute', MINUTE] as const) : age < DAY ? (['hour', HOUR] as const) : (['day', DAY] as const);
  return relative.format(-Math.floor(age / length), unit);
}

/** Day and time in full. */
export function fullTime(at: number, tag: string): string {
  return formatsOf(tag)[2].format(at);
}
