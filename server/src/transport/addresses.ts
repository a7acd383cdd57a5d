/** Where a connection comes from, as far as that can be believed. */
import { createHmac, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/** The parts of a request that say where it comes from. */
export type Origin = Pick<IncomingMessage, 'headers'> & {
  readonly socket: { readonly remoteAddress?: string | undefined };
};

/**
 * Keys for the addresses that connections come from. An address itself is never kept: a key tells
 * two of them apart as long as the process lives, and is worth nothing to anybody else.
 */
export class Addresses {
  readonly #trusted: ReadonlySet<string>;
  readonly #secret = randomBytes(32);

  /** @param trustedProxies whose `X-Forwarded-For` is believed */
  constructor(trustedProxies: readonly string[]) {
    this.#trusted = new Set(trustedProxies.map((proxy) => parseAddress(proxy) ?? proxy));
  }

  keyOf(request: Origin): string {
    const { remoteAddress = '' } = request.socket;
    const network = networkOf(senderOf(remoteAddress, request.headers['x-forwarded-for'], this.#trusted));
    return createHmac('sha256', this.#secret).update(network).digest('base64url').slice(0, 16);
  }
}

/**
 * The address that a request was sent from: that of the peer, unless it is a trusted proxy; then
 * the one that it names last, unless that is a trusted proxy, and so on. What cannot be read ends
 * the search: whoever wrote it is as near as one can get.
 */
export function senderOf(
  peer: string,
  forwardedFor: string | readonly string[] | undefined,
  trusted: ReadonlySet<string>,
): string {
  const hops = String(forwardedFor ?? '').split(',');
  let sender = parseAddress(peer) ?? peer;
  while (trusted.has(sender)) {
    const hop = parseAddress(hops.pop() ?? '');
    if (hop === null) break;
    sender = hop;
  }
  return sender;
}

/** An IPv4 address, or the /64 of an IPv6 one: so much is one customer's. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - groups.length - after.length;
  return [...groups, ...Array<string>(zeros).fill('0'), ...after].slice(0, 4).join(':');
}

/** An address in its one form, as proxies write it: with a port or without; `null` where it is none. */
function parseAddress(text: string): string | null {
  const plain = text
    .trim()
    .replace(/^\[(.*)\](?::\d+)?$/, '$1')
    .replace(/^([\d.]+):\d+$/, '$1')
    .replace(/%.*$/, '')
    .replace(/^::ffff:(?=[\d.]+$)/i, '');
  if (isIP(plain) === 4) return plain;
  if (isIP(plain) !== 6) return null;
  return new URL(`http://[${plain}]`).hostname.slice(1, -1);
}
