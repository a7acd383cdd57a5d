/** What an owner has to do so that a page may use a site, as a command of his terminal; the same text wherever it is said. */
import { parseOrigin } from './origins.js';

/** Told of pages that were not let in. */
export interface TurnedAway {
  /** A page of this origin may not use the site. */
  origin(site: string, origin: string | undefined): void;
  /** A page asked for a site that there is not. */
  site(site: string, origin: string | undefined): void;
}

/** No shell reads anything into it: strangers choose what stands in a command that owners copy. */
const PLAIN_ORIGIN = /^https?:\/\/[a-z0-9.:[\]-]+$/;

function isPlain(origin: string | undefined): origin is string {
  return origin !== undefined && origin.length < 300 && parseOrigin(origin) === origin && PLAIN_ORIGIN.test(origin);
}

/** @param origin the header, as it came */
export function whyNotFrom(site: string, origin: string | undefined): string {
  if (origin === undefined) return `a page that does not say its origin may not use site "${site}"`;
  if (origin === 'null') {
    return `a page without an origin may not use site "${site}". Serve it over http: a file, and a sandboxed frame, have none`;
  }
  const said = `${origin.slice(0, 200)} may not use site "${site}"`;
  return isPlain(origin) ? `${said}. On the server: huzzah site allow ${site} ${origin}` : said;
}

/** @param site an id, as the protocol has them */
export function whyNoSite(site: string, origin: string | undefined): string {
  const from = isPlain(origin) ? ` --origin ${origin}` : '';
  return `there is no site "${site}". Check the site attribute, or on the server: huzzah site add ${site}${from}`;
}
