import { LIMITS } from './limits.js';

const TRACKING = /^(utm_|(fbclid|gclid|dclid|msclkid|mc_cid|mc_eid|igshid|_ga|ref_src)(=|$))/i;
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
const UNRESERVED = /[\w\-.~]/;

/**
 * The one name under which a page is known, so that a thread keeps its identity when its
 * address is written differently.
 *
 * An http(s) address loses its credentials, fragment, default port, trailing slashes and
 * tracking parameters; its host becomes lower-case, its `%xx` canonical (RFC 3986, 6.2.2), its
 * parameters sorted by name, those of one name in the order given. Anything else stands as it is.
 *
 * @returns the key, or `null` where it is empty, longer than 512 bytes in UTF-8, or holds a
 * control character or half of a surrogate pair. `pageKey(pageKey(x)) === pageKey(x)`.
 * @example pageKey('HTTPS://News.Example:443/a/?utm_source=x&b=2&a=1#top') // 'https://news.example/a?a=1&b=2'
 */
export function pageKey(page: string): string | null {
  if (CONTROL.test(page) || !page.isWellFormed()) return null;
  const key = /^https?:\/\//i.test(page) ? normalise(page) : page;
  const bytes = new TextEncoder().encode(key).length;
  return bytes >= 1 && bytes <= LIMITS.pageKeyBytes ? key : null;
}

function normalise(address: string): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  const path = canonicalEscapes(url.pathname).replace(/\/+$/, '') || '/';
  const query = parameters(url.search);
  return `${url.protocol}//${url.host}${path}${query && `?${query}`}`;
}

function parameters(search: string): string {
  return canonicalEscapes(search.slice(1))
    .split('&')
    .filter((pair) => pair !== '' && !TRACKING.test(pair))
    .sort((a, b) => Number(nameOf(a) > nameOf(b)) - Number(nameOf(a) < nameOf(b)))
    .join('&');
}

function nameOf(pair: string): string {
  return pair.split('=', 1)[0]!;
}

function canonicalEscapes(text: string): string {
  return text.replace(/%[0-9a-f]{2}/gi, (escape) => {
    const character = String.fromCharCode(parseInt(escape.slice(1), 16));
    return UNRESERVED.test(character) ? character : escape.toUpperCase();
  });
}
