import type { PageRef } from './records.js';

let last = { site: '', page: '', key: '\n' };

/** A page as the key of a map. Neither part holds a control character. */
export function refKey({ site, page }: PageRef): string {
  // What is done for one command asks several times, and a key that was looked up before is found faster.
  if (last.page !== page || last.site !== site) last = { site, page, key: `${site}\n${page}` };
  return last.key;
}
