import type { PageRef } from './records.js';

/** A page as the key of a map. Neither part holds a control character. */
export function refKey({ site, page }: PageRef): string {
  return `${site}\n${page}`;
}
