import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pageKey } from './page-key.js';

/** Addresses that are one page. */
const SAME: readonly (readonly [string, string])[] = [
  ['https://news.example/a', 'HTTPS://News.Example/a'],
  ['https://news.example/a', 'https://news.example:443/a'],
  ['http://news.example/a', 'http://news.example:80/a'],
  ['https://news.example/a', 'https://user:secret@news.example/a'],
  ['https://news.example/a', 'https://news.example/a#comments'],
  ['https://news.example/a', 'https://news.example/a/'],
  ['https://news.example/', 'https://news.example'],
  ['https://news.example/', 'https://news.example/?'],
  ['https://news.example/~ana', 'https://news.example/%7eana'],
  ['https://news.example/%ED%95%9C', 'https://news.example/%ed%95%9c'],
  ['https://news.example/%ED%95%9C', 'https://news.example/한'],
  ['https://news.example/a?b=1&c=2', 'https://news.example/a?c=2&b=1'],
  ['https://news.example/a?b=1', 'https://news.example/a?utm_source=x&b=1&utm_medium=y'],
  [
    'https://news.example/a',
    'https://news.example/a?fbclid=1&gclid=2&dclid=3&msclkid=4&mc_cid=5&mc_eid=6&igshid=7&_ga=8&ref_src=9',
  ],
];

/** Addresses that are two. */
const OTHER: readonly (readonly [string, string])[] = [
  ['https://news.example/a', 'http://news.example/a'],
  ['https://news.example/a', 'https://news.example/A'],
  ['https://news.example/a', 'https://www.news.example/a'],
  ['https://news.example/a', 'https://news.example:8443/a'],
  ['https://news.example/a?b=1', 'https://news.example/a?b=2'],
  ['https://news.example/a?b=1&b=2', 'https://news.example/a?b=2&b=1'],
  ['https://news.example/a%2Fb', 'https://news.example/a/b'],
  ['https://news.example/a?ref=x', 'https://news.example/a'],
];

const address = fc
  .tuple(
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc.constantFrom('', '&utm_x=1', '&a=%7e', '//', '#x'),
  )
  .map(([url, more]) => url + more);

describe('page keys', () => {
  it.each(SAME)('PK-1: %s is the same page as %s', (key, other) => {
    expect(pageKey(key)).toBe(key);
    expect(pageKey(other)).toBe(key);
  });

  it.each(OTHER)('PK-2: %s is another page than %s', (one, two) => {
    expect(pageKey(one)).not.toBe(pageKey(two));
  });

  it('PK-3: a key is its own key', () => {
    fc.assert(
      fc.property(fc.oneof(address, fc.string({ unit: 'grapheme' })), (text) => {
        const key = pageKey(text);
        if (key !== null) expect(pageKey(key)).toBe(key);
      }),
    );
  });

  it('PK-4: a name that is no http(s) address stands as it is', () => {
    for (const name of ['article-7', 'urn:x:1', '/a/', 'ftp://h/a/', 'https://', 'http://[', '오늘'])
      expect(pageKey(name)).toBe(name);
  });

  it('PK-5: empty, over 512 bytes, control characters and half characters are no key', () => {
    for (const text of [
      '',
      'x'.repeat(513),
      '한'.repeat(171),
      'a\u0000b',
      'a\nb',
      '\u0085',
      'https://h/\ta',
      '\ud800',
      'a\udc00',
    ]) {
      expect(pageKey(text), JSON.stringify(text)).toBeNull();
    }
    expect(pageKey('x'.repeat(512))).toBe('x'.repeat(512));
    expect(pageKey(`https://h/${'a'.repeat(502)}/`)).toBe(`https://h/${'a'.repeat(502)}`);
  });
});
