/** An origin, `https://*.a.example` for all that end in `.a.example`, or every loopback origin. */
export type OriginRule = string;

/** The rule of a first try: every page served from this machine. */
export const LOOPBACK: OriginRule = 'loopback';

const LOOPBACK_HOST = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether `host`, as in an address, is this machine's own. */
export function isLoopbackHost(host: string): boolean {
  return LOOPBACK_HOST.test(host) || host === '::1';
}

/** The origin as browsers send it, or `null` where `text` is no http(s) origin, or more than one. */
export function parseOrigin(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isOrigin = /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash && !url.username;
  return isOrigin ? url.origin : null;
}

/** What a rule in a setting means, or `null` where it is none. */
export function parseOriginRule(text: string): OriginRule | null {
  const wildcard = /^(https?:\/\/)\*\.(.+)$/i.exec(text);
  if (wildcard === null) return text.includes('*') ? null : parseOrigin(text);
  const [, scheme, rest] = wildcard;
  const origin = rest!.includes('*') ? null : parseOrigin(`${scheme}${rest}`);
  return origin && origin.replace('://', '://*.');
}

/**
 * Whether a page at `origin` may use what these rules guard. `origin` is the header as the
 * browser sent it: it must be written just as browsers write origins, so that `null`, a
 * trailing dot or a second spelling is none.
 */
export function isAllowedOrigin(origin: string, rules: Iterable<OriginRule>): boolean {
  if (parseOrigin(origin) !== origin) return false;
  const { protocol, hostname } = new URL(origin);
  for (const rule of rules) {
    if (rule === origin || (rule === LOOPBACK && isLoopbackHost(hostname))) return true;
    const [scheme, suffix] = rule.split('://*');
    if (suffix !== undefined && `${scheme}:` === protocol && origin.endsWith(suffix)) return true;
  }
  return false;
}

/** The headers by which a request says where it comes from. */
export interface OriginHeaders {
  readonly origin?: string | undefined;
  readonly 'sec-fetch-site'?: string | string[] | undefined;
}

/**
 * Whether a request may go on. Without an Origin it may if it comes from no browser at all,
 * or from a page of the server's own: browsers send none with a same-origin GET.
 */
export function admits(headers: OriginHeaders, rules: Iterable<OriginRule>): boolean {
  if (headers.origin !== undefined) return isAllowedOrigin(headers.origin, rules);
  const from = headers['sec-fetch-site'];
  return from === undefined || from === 'same-origin';
}
