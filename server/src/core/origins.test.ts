import { describe, expect, it } from 'vitest';
import { admits, isAllowedOrigin, LOOPBACK, parseOriginRule } from './origins.js';

const RULES = ['https://listed.example', 'http://port.example:8080', 'https://*.wide.example'];

const REFUSED = [
  'null',
  'https://other.example',
  'https://listed.example.evil.example',
  'https://evil-listed.example',
  'http://listed.example',
  'https://listed.example:8443',
  'https://LISTED.example',
  'https://listed.example.',
  'https://listed.example/',
  'https://listed.example/a',
  'https://user@listed.example',
  'http://port.example',
  'https://wide.example',
  'https://evilwide.example',
  'https://wide.example.evil.example',
  'http://a.wide.example',
  'https://a.wide.example:8443',
  'http://localhost:5000',
  'file://',
  '',
];

describe('origins', () => {
  it.each(['https://listed.example', 'http://port.example:8080', 'https://a.wide.example', 'https://a.b.wide.example'])(
    'OR-1: %s is admitted',
    (origin) => {
      expect(isAllowedOrigin(origin, RULES)).toBe(true);
    },
  );

  it.each(REFUSED)('OR-2: "%s" is refused', (origin) => {
    expect(isAllowedOrigin(origin, RULES)).toBe(false);
  });

  it('OR-3: the loopback rule admits every page of this machine, and no other', () => {
    for (const origin of [
      'http://localhost',
      'http://localhost:5000',
      'https://127.0.0.1:1',
      'http://127.1.2.3',
      'http://[::1]:80',
      'http://a.localhost:3000',
    ]) {
      expect(isAllowedOrigin(new URL(origin).origin, [LOOPBACK]), origin).toBe(true);
    }
    for (const origin of ['http://localhost.evil.example', 'http://128.0.0.1', 'http://10.0.0.1', 'null']) {
      expect(isAllowedOrigin(origin, [LOOPBACK]), origin).toBe(false);
    }
  });

  it('OR-4: without an Origin, no browser and same-origin are admitted, other sites and none are not', () => {
    expect(admits({}, [])).toBe(true);
    expect(admits({ 'sec-fetch-site': 'same-origin' }, [])).toBe(true);
    for (const from of ['cross-site', 'same-site', 'none'])
      expect(admits({ 'sec-fetch-site': from }, RULES), from).toBe(false);
    expect(admits({ origin: 'https://other.example', 'sec-fetch-site': 'same-origin' }, RULES)).toBe(false);
  });

  it('OR-5: a rule is an origin or one wildcard before a host; anything else is none', () => {
    expect(parseOriginRule('https://A.example/')).toBe('https://a.example');
    expect(parseOriginRule('https://*.a.example')).toBe('https://*.a.example');
    for (const text of [
      'a.example',
      '*',
      'https://*',
      'https://a.*.example',
      'https://*.*.example',
      'https://a.example/x',
      'ftp://a.example',
      '',
    ]) {
      expect(parseOriginRule(text), text).toBeNull();
    }
  });
});
