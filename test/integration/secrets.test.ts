import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { owner, huzzah } from '../helpers/owner.js';
import { startTestServer, temporaryFolder } from '../helpers/server.js';
import { HUZZAH_SSO_KEY, signOnFor } from '../helpers/sign-on.js';
import { refusalOf, Visitor } from '../helpers/visitor.js';

const page = 'https://news.example/a';
const SECRET = 'the-canary-that-signs-the-tokens-of-visitors';
const ADDRESS = '203.0.113.77';

describe('secrets and addresses', () => {
  it('AU-13: no key, secret, token, sign-on or address is where it should not be: log, metrics, refusals, command line, store', async () => {
    const folder = temporaryFolder();
    const env = {
      HUZZAH_STORE: 'sqlite:./data/huzzah.db',
      HUZZAH_SECRET: SECRET,
      HUZZAH_SSO_KEY,
      HUZZAH_ORIGINS: 'https://news.example',
      HUZZAH_TRUSTED_PROXIES: '127.0.0.1,::ffff:127.0.0.1',
      HUZZAH_LIMITS: 'on',
    };
    const server = await startTestServer({ folder, env });
    const { url, log } = server;
    const from = { extraHeaders: { 'x-forwarded-for': ADDRESS } };
    const sso = await signOnFor('the-canary-of-a-sub', 'Anna');
    const guest = await Visitor.connect(url, {}, from);
    const member = await Visitor.connect(url, { sso }, from);
    const tokens = [guest.session.token, member.session.token];
    const said: unknown[] = [];
    for (const visitor of [guest, member]) {
      said.push(await visitor.join(page));
      for (let times = 0; times < 5; times += 1) said.push(await visitor.post(page, 'The canary of a text'));
      said.push(await visitor.command('visitor.export', {}));
      said.push(await visitor.command('visitor.rename', { name: 'Ann', commandId: crypto.randomUUID() }));
      said.push(await visitor.command('visitor.identify', { sso: `${sso}x`, commandId: crypto.randomUUID() }));
      said.push(await visitor.raw('no.command', { sso, token: tokens }));
    }
    said.push(await refusalOf(Visitor.connect(url, { token: `${tokens[0]}x` }, from)));
    said.push(await refusalOf(Visitor.connect(url, { sso: `${sso}x` }, from)));
    said.push(await refusalOf(Visitor.connect(url, { site: 'shop', token: tokens[0]! }, from)));
    const foreign = { extraHeaders: { 'x-forwarded-for': ADDRESS, origin: 'https://evil.example' } };
    await refusalOf(Visitor.connect(url, { token: tokens[0]! }, foreign));
    const metrics = await (await fetch(`${url}/metrics`)).text();
    const made = /hs256:[\w-]+/.exec(await owner(folder, 'site', 'set', 'default', '--key', 'new'))![0];
    const shown = [
      await owner(folder, 'site', 'show', 'default'),
      await owner(folder, 'site', 'list', '--json'),
      (await huzzah(folder, ['doctor', '--json'], env)).stdout,
    ];
    await server.close();
    const store = readdirSync(join(folder, 'data'))
      .filter((name) => name.startsWith('huzzah.db'))
      .map((name) => readFileSync(join(folder, 'data', name), 'latin1'));

    const keys = [SECRET, HUZZAH_SSO_KEY.slice('hs256:'.length)];
    const theirs = [...tokens, sso, 'the-canary-of-a-sub', ADDRESS];
    const places: [place: string, text: string, canaries: string[]][] = [
      ['log', log.join(), [...keys, made, ...theirs, 'canary of a text', 'news.example/a']],
      ['metrics', metrics, [...keys, made, ...theirs, 'canary of a text', 'news.example/a', 'no.command']],
      ['replies', JSON.stringify(said), [...keys, made, sso, 'the-canary-of-a-sub', ADDRESS]],
      ['command line', shown.join(), [...keys, made, ...theirs, 'canary of a text']],
      ['store', store.join(), [...keys, ...theirs]],
    ];
    for (const [place, text, canaries] of places) {
      expect(text.length, place).toBeGreaterThan(100);
      expect(
        canaries.filter((canary) => text.includes(canary)),
        place,
      ).toEqual([]);
    }
    // They are looked for where they would be seen.
    expect(store.join()).toContain('canary of a text');
    expect(log.join()).toContain('evil.example');
  });
});
