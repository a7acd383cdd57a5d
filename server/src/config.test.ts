import { PAGE_SETTINGS, SITE_LIMITS } from '@huzzah/protocol';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError, loadConfig } from './config.js';
import { secretsOf } from './own-secret.js';
import { composeSites } from './site-book.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'huzzah-config-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const load = (env: Record<string, string>, flags = {}) => loadConfig({ flags, env, folder });
const sitesOf = (env: Record<string, string>) => {
  const { specs, furtherOrigins } = load(env);
  return composeSites({
    file: specs,
    stored: new Map(),
    further: furtherOrigins,
    own: [],
    furtherKeys: [],
    keysOf: () => [],
  });
};
const faultsOf = (env: Record<string, string>) => {
  try {
    load(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
};
const file = (content: unknown) =>
  writeFileSync(join(folder, 'huzzah.config.json'), typeof content === 'string' ? content : JSON.stringify(content));

describe('the configuration', () => {
  it('CF-1: without any, it listens on loopback, keeps a file, and lets every page of this machine in', () => {
    const config = load({});
    expect(config).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      url: null,
      store: { type: 'sqlite', path: join(folder, 'data', 'huzzah.db') },
    });
    expect(config.isLoopbackOpen).toBe(true);
    expect(sitesOf({}).get('default')?.origins).toEqual(['loopback']);
  });

  it('CF-2: flags go over the environment, which goes over the file', () => {
    file({ port: 1, host: '127.0.0.2', metrics: 'public' });
    expect(load({ PORT: '2', HOST: '127.0.0.3' }, { port: '3' })).toMatchObject({
      port: 3,
      host: '127.0.0.3',
      metricsPeers: null,
    });
    expect(load({})).toMatchObject({ port: 1, host: '127.0.0.2' });
  });

  it('CF-3: every fault is named, with its setting and what it must be', () => {
    const faults = faultsOf({
      PORT: '99999',
      HUZZAH_STORE: 'postgres://x',
      HUZZAH_SECRET: 'short',
      HUZZAH_URL: 'talk',
      HUZZAH_ORIGINS: 'a.example',
      HUZZAH_PAGES: '/no/such/folder',
    });
    for (const name of ['PORT', 'HUZZAH_STORE', 'HUZZAH_SECRET', 'HUZZAH_URL', 'HUZZAH_ORIGINS', 'HUZZAH_PAGES']) {
      expect(faults.filter((fault) => fault.startsWith(name)).length, name).toBe(1);
    }
    expect(faults.join()).not.toContain('short');
  });

  it('CF-4: the loopback rule ends where an origin is named, or where the server listens to others', () => {
    expect(sitesOf({ HUZZAH_ORIGINS: 'https://a.example, https://*.b.example' }).get('default')?.origins).toEqual([
      'https://a.example',
      'https://*.b.example',
    ]);
    expect(sitesOf({ HOST: '0.0.0.0' }).get('default')?.origins).toEqual([]);
  });

  it('CF-5: the secret is made once, beside the store, for its owner’s eyes', () => {
    expect(load({}).secrets).toEqual([]);
    expect(existsSync(join(folder, 'data'))).toBe(false);
    const [one] = secretsOf(load({}));
    expect(Buffer.from(one!, 'base64url').length).toBe(32);
    expect(secretsOf(load({}))).toEqual([one]);
    expect(statSync(join(folder, 'data', 'secret')).mode & 0o777).toBe(0o600);
    expect(secretsOf(load({ HUZZAH_SECRET: `${'n'.repeat(32)},${'o'.repeat(32)}` }))).toEqual([
      'n'.repeat(32),
      'o'.repeat(32),
    ]);
  });

  it('CF-5: where its folder cannot be made that is said', () => {
    const config = load({ HUZZAH_STORE: 'sqlite:/proc/nowhere/huzzah.db' });
    expect(() => secretsOf(config)).toThrow(/^unable to write \/proc\/nowhere\/secret: /);
  });

  it('CF-14: a Redis is taken by its address; its secret must be set, and its password is not repeated', () => {
    const secret = { HUZZAH_SECRET: 's'.repeat(32) };
    expect(load({ HUZZAH_STORE: 'redis-cluster://a:1,b:2', ...secret }).store).toMatchObject({
      type: 'redis',
      address: {
        isCluster: true,
        nodes: [
          { host: 'a', port: 1 },
          { host: 'b', port: 2 },
        ],
      },
    });
    expect(faultsOf({ HUZZAH_STORE: 'redis://:word@localhost' })).toEqual([
      'HUZZAH_SECRET is not set; with Redis it must be, the same on every server: openssl rand -base64 32',
    ]);
    const [fault] = faultsOf({ HUZZAH_STORE: 'redis://:word@localhost,other', ...secret });
    expect(fault).toMatch(
      /^HUZZAH_STORE is "redis:\/\/…@localhost,other"; it must be sqlite:PATH, .*redis:\/\/HOST:PORT/,
    );
  });

  it('CF-8: a secret that is cut short is refused by its place, not used', () => {
    secretsOf(load({}));
    for (const text of ['', 'short']) {
      writeFileSync(join(folder, 'data', 'secret'), text);
      expect(() => secretsOf(load({}))).toThrow(join('data', 'secret'));
    }
  });

  it('CF-9: what the file says of the default site stands beside the rules for its origins', () => {
    file({ sites: { default: { reactions: ['love'] } } });
    expect(sitesOf({}).get('default')).toMatchObject({ origins: ['loopback'], reactions: [{ kind: 'love' }] });
    expect(sitesOf({ HUZZAH_ORIGINS: 'https://a.example' }).get('default')?.origins).toEqual(['https://a.example']);
  });

  it('CF-10: what a later version knows of is named, and does not stop the start', () => {
    file({ sites: { news: { settings: { mode: 'open', delayMs: 5 } } } });
    expect(load({}).notices).toEqual([expect.stringContaining('sites.news.settings.delayMs')]);
  });

  it('CF-3: what the file has under a name that no setting has is a fault', () => {
    file({ orgins: 'https://a.example', sites: {} });
    expect(faultsOf({})).toEqual([expect.stringMatching(/"orgins".*origins/)]);
  });

  it('CF-11: the file’s sites have settings for their pages, and limits', () => {
    const settings = { mode: 'first-held', slowModeMs: 5_000, links: 'hold', emojiOnly: true, locked: true } as const;
    file({ sites: { news: { settings, limits: { maxCharacters: 300 } }, shop: {} } });
    const sites = sitesOf({});
    const { notices } = load({});
    expect(sites.get('news')).toMatchObject({ settings: { ...PAGE_SETTINGS, ...settings } });
    expect(sites.get('news')?.limits).toEqual({ ...SITE_LIMITS, maxCharacters: 300 });
    for (const id of ['shop', 'default']) {
      expect(sites.get(id)).toMatchObject({ settings: PAGE_SETTINGS, limits: SITE_LIMITS });
    }
    expect(notices).toEqual([]);
  });

  it('CF-12: rates are lifted on this machine alone', () => {
    expect(load({}).hasRates).toBe(true);
    expect(load({ HUZZAH_LIMITS: 'off' })).toMatchObject({
      hasRates: false,
      notices: [expect.stringContaining('HUZZAH_LIMITS')],
    });
    expect(faultsOf({ HUZZAH_LIMITS: 'off', HOST: '0.0.0.0' })).toEqual([expect.stringContaining('HUZZAH_LIMITS')]);
    expect(faultsOf({ HUZZAH_LIMITS: 'maybe' })).toEqual([expect.stringContaining('HUZZAH_LIMITS')]);
  });

  it('CF-15: a `HUZZAH_…` in the environment that no setting has is named, and does not stop the start', () => {
    expect(load({ HUZZAH_ORIGIN: 'https://a.example', HUZZAH_METRICS: 'public' }).notices).toEqual([
      expect.stringMatching(/^HUZZAH_ORIGIN is without effect/),
    ]);
  });

  it('CF-7: a fault says what it must be, and what there is', () => {
    const said = (more: object) => {
      file({ sites: { news: more } });
      return faultsOf({}).join();
    };
    expect(said({ reaction: ['like'] })).toContain('sites.news: there is no "reaction"; there are lang, origins');
    expect(said({ limits: { max: 1 } })).toContain('sites.news.limits: there is no "max"; there are maxCharacters');
    expect(said({ limits: { maxName: 'ten' } })).toContain('sites.news.limits.maxName: must be a number');
    expect(said({ reactions: ['lo ve'] })).toContain('sites.news.reactions.0: must be a kind, 1 to 32 of a-z');
    expect(said({ reactions: [{ kind: 'love', label: 3 }] })).toContain('must be a kind');
    expect(said({ prompt: 3 })).toContain('sites.news.prompt: must be a text, or one for each language');
    expect(said({ limits: { maxName: 99 } })).toContain('sites.news.limits.maxName: must be at most 80');
    expect(said({ settings: { mode: 'shut' } })).toContain('sites.news.settings.mode: must be one of open, first-held');
    file({ sites: [] });
    expect(faultsOf({}).join()).toContain('huzzah.config.json, sites: must be an object');
  });

  it('CF-6: the file’s sites have origins, reactions with labels and faces, and a prompt', () => {
    file({
      sites: {
        news: {
          origins: ['https://news.example'],
          prompt: { en: 'How?', ko: '어때요?' },
          reactions: ['like', { kind: 'tears', label: 'Tears', face: 'sad' }],
        },
      },
    });
    const news = sitesOf({}).get('news');
    expect(news).toMatchObject({ id: 'news', origins: ['https://news.example'], prompt: { ko: '어때요?' } });
    expect(news?.reactions).toEqual([{ kind: 'like' }, { kind: 'tears', label: 'Tears', face: 'sad' }]);
  });

  it('CF-7: a fault in the file’s sites is named with its place', () => {
    for (const [site, place] of [
      [{ reactions: [] }, 'sites.news.reactions'],
      [{ reactions: ['like', 'like'] }, 'sites.news.reactions'],
      [{ origins: ['a.example'] }, 'sites.news.origins.0'],
      [{ colour: 'red' }, 'sites.news'],
      [{ settings: { mode: 'closed' } }, 'sites.news.settings.mode'],
      [{ settings: { slowModeMs: -1 } }, 'sites.news.settings.slowModeMs'],
      [{ settings: { colour: 'red' } }, 'sites.news.settings'],
      [{ limits: { maxCharacters: 0 } }, 'sites.news.limits.maxCharacters'],
      [{ limits: { maxCharacters: 1_001 } }, 'sites.news.limits.maxCharacters'],
    ] as const) {
      file({ sites: { news: site } });
      expect(faultsOf({}).join(), place).toContain(place);
    }
    file('{');
    expect(faultsOf({}).join()).toContain('is not JSON');
  });

  it('CF-13: a key of sign-ons that cannot be used is named with its place, and not repeated', () => {
    const good = `hs256:${Buffer.alloc(32, 1).toString('base64url')}`;
    expect(load({ HUZZAH_SSO_KEY: `${good},${good}` }).furtherKeys).toEqual([good, good]);
    const [faults] = [faultsOf({ HUZZAH_SSO_KEY: 'hs256:c2hvcnQtc2VjcmV0,c2VjcmV0LWJ1dC1ubyBwcmVmaXg,none.json' })];
    expect(faults).toEqual([
      expect.stringMatching(/^HUZZAH_SSO_KEY: hs256:…: .*at least 32 bytes/),
      expect.stringMatching(/^HUZZAH_SSO_KEY: the file: it cannot be read/),
      expect.stringMatching(/^HUZZAH_SSO_KEY: none\.json: it cannot be read/),
    ]);
    file({ sites: { news: { sso: { keys: ['env:NEWS_SSO', 'env:MORE'] } } } });
    expect(faultsOf({ MORE: good })).toEqual([
      expect.stringMatching(/^huzzah\.config\.json, sites\.news\.sso\.keys: env:NEWS_SSO: there is no variable/),
    ]);
    writeFileSync(join(folder, 'jwk.json'), JSON.stringify({ kty: 'oct', k: 'c2VjcmV0' }));
    expect(faultsOf({ MORE: good, NEWS_SSO: 'jwk.json' }).join()).toMatch(/jwk\.json: a JWK must be the public one/);
  });
});
