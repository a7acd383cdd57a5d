import type { PageRecord, PageRef } from '../../core/records.js';

type PageText = [
  epoch: string,
  run: string,
  seq: number,
  version: number,
  commentCount: number,
  threadCount: number,
  votesVersion: number,
  tally: (string | number)[] | object,
  site: string,
  page: string,
];

/** A page as the scripts have it. */
export function recordOf(text: Buffer): PageRecord {
  return placedRecordOf(text).record;
}

/** The same, with the kinds by their places in the tally. */
export function placedRecordOf(text: Buffer): { record: PageRecord; kinds: readonly string[] } {
  const [epoch, , seq, version, commentCount, threadCount, votesVersion, tally] = parse(text);
  // Lua does not know an empty array from an empty object.
  const pairs = Array.isArray(tally) ? tally : [];
  const counts = Object.fromEntries(
    Array.from({ length: pairs.length / 2 }, (_, at) => [pairs[2 * at] as string, pairs[2 * at + 1] as number]),
  );
  const record = { epoch, seq, version, counts, commentCount, threadCount, votesVersion };
  return { record, kinds: pairs.filter((_, at) => at % 2 === 0) as string[] };
}

/** Its kinds, in the places that marks name. */
export function kindsOf(text: Buffer): string[] {
  const tally = parse(text)[7];
  return Array.isArray(tally) ? tally.filter((_, at) => at % 2 === 0).map(String) : [];
}

export function refOf(text: Buffer): PageRef {
  const [site, page] = parse(text).slice(8) as [string, string];
  return { site, page };
}

/** As read before it is made. */
export function blankRecord(epoch: string): PageRecord {
  return { epoch, seq: 0, version: 0, counts: {}, commentCount: 0, threadCount: 0, votesVersion: 0 };
}

function parse(text: Buffer): PageText {
  return JSON.parse(text.toString()) as PageText;
}
