import { describe, expect, it } from 'vitest';
import { Addresses, networkOf, senderOf } from './addresses.js';

const trusted = new Set(['10.0.0.1', '10.0.0.2', '2001:db8::1']);

describe('addresses', () => {
  it.each([
    ['no proxy', '203.0.113.7', undefined, '203.0.113.7'],
    ['a header of one who is not trusted', '203.0.113.7', '198.51.100.1', '203.0.113.7'],
    ['a proxy', '10.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['what the client put before', '10.0.0.1', '1.1.1.1, 10.0.0.2, 198.51.100.1', '198.51.100.1'],
    ['two proxies', '10.0.0.1', '1.1.1.1, 198.51.100.1, 10.0.0.2', '198.51.100.1'],
    ['proxies only', '10.0.0.1', '10.0.0.2', '10.0.0.2'],
    ['nothing said', '10.0.0.1', undefined, '10.0.0.1'],
    ['nonsense', '10.0.0.1', '198.51.100.1, unknown', '10.0.0.1'],
    ['an empty hop', '10.0.0.1', '198.51.100.1,', '10.0.0.1'],
    ['ports', '10.0.0.1', '[2001:db8:0:0::5]:80, 198.51.100.1:443', '198.51.100.1'],
    ['an IPv4 peer in IPv6', '::ffff:10.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['an IPv6 proxy, written otherwise', '2001:DB8:0::1', '[2001:db8::5]:80', '2001:db8::5'],
  ])(
    'AD-1: the sender is the peer, or whom trusted proxies name, from the right: %s',
    (_name, peer, header, sender) => {
      expect(senderOf(peer, header, trusted)).toBe(sender);
    },
  );

  it('AD-2: IPv6 is told apart by its /64', () => {
    expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2');
    expect(networkOf('2001:db8::1')).toBe('2001:db8:0:0');
    expect(networkOf('::1')).toBe('0:0:0:0');
    expect(networkOf('2001:db8:1:2::')).toBe('2001:db8:1:2');
    expect(networkOf('203.0.113.7')).toBe('203.0.113.7');
  });

  it('AD-3: a key does not tell the address, and is another in the next process', () => {
    const request = { headers: {}, socket: { remoteAddress: '203.0.113.7' } };
    const [one, two] = [new Addresses([]), new Addresses([])];
    expect(one.keyOf(request)).toBe(one.keyOf({ ...request }));
    expect(one.keyOf(request)).not.toBe(one.keyOf({ headers: {}, socket: { remoteAddress: '203.0.113.8' } }));
    expect(one.keyOf(request)).not.toBe(two.keyOf(request));
    expect(one.keyOf(request)).not.toContain('203');
  });
});
