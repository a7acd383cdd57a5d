import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JWTHeaderParameters, type JWTPayload } from 'jose';
import { createSecretKey } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseKey, readSignOn } from './sign-on.js';
import { Tokens } from './tokens.js';

const NOW_S = 1_800_000_000;
const clock = { now: () => NOW_S * 1_000 };
const SECRET = Buffer.alloc(32, 7);
const HS256 = `hs256:${SECRET.toString('base64url')}`;
const claims = { sub: 'anna', name: 'Anna', aud: 'huzzah:news', iat: NOW_S, exp: NOW_S + 300 };

type Signer = Parameters<SignJWT['sign']>[0];

const sign = (payload: JWTPayload, key: Signer, header: JWTHeaderParameters) =>
  new SignJWT(payload).setProtectedHeader(header).sign(key);
const bySecret = (payload: JWTPayload, header: object = {}, secret: Uint8Array = SECRET) =>
  sign(payload, createSecretKey(secret), { alg: 'HS256', ...header });
const read = (token: string, keys: readonly string[] = [HS256]) =>
  readSignOn({ id: 'news', signOnKeys: keys }, token, clock);
const expectRefused = async (token: string, keys?: readonly string[], name?: string) =>
  expect(await read(token, keys).catch((error: { code?: string }) => error.code), name).toBe('unauthorized');

/** A pair of keys: what signs, and the public JWK that the site has. */
async function pair(alg: 'ES256' | 'EdDSA', kid?: string): Promise<{ key: Signer; jwk: string; own: string }> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const named = kid === undefined ? {} : { kid };
  return {
    key: privateKey,
    jwk: JSON.stringify({ ...(await exportJWK(publicKey)), ...named }),
    own: JSON.stringify({ ...(await exportJWK(privateKey)), ...named }),
  };
}

let es: Awaited<ReturnType<typeof pair>>;
let ed: Awaited<ReturnType<typeof pair>>;

beforeAll(async () => {
  [es, ed] = await Promise.all([pair('ES256', 'one'), pair('EdDSA', 'two')]);
});

describe('a sign-on', () => {
  it('SO-1: is read by each kind of key, and its holder stands for his sub without telling it', async () => {
    const anna = await read(await bySecret(claims));
    expect(anna.name).toBe('Anna');
    expect(anna.member).not.toContain('anna');
    const others = [es, ed].map(async ({ key, jwk }, index) => {
      const header = { alg: index === 0 ? 'ES256' : 'EdDSA', typ: 'JWT', kid: index === 0 ? 'one' : 'two' };
      return read(await sign(claims, key, header), [HS256, jwk]);
    });
    expect(await Promise.all(others)).toEqual([anna, anna]);
    expect((await read(await bySecret({ ...claims, sub: 'ben' }))).member).not.toBe(anna.member);
  });

  it('SO-2: picks among keys by kid, else tries all of its kind, so that keys rotate', async () => {
    const next = await pair('ES256', 'next');
    const keys = [next.jwk, es.jwk];
    for (const { key } of [next, es]) await read(await sign(claims, key, { alg: 'ES256' }), keys);
    await read(await sign(claims, es.key, { alg: 'ES256', kid: 'one' }), keys);
    await expectRefused(await sign(claims, es.key, { alg: 'ES256', kid: 'next' }), keys);
    await expectRefused(await sign(claims, es.key, { alg: 'ES256', kid: 'one' }), [next.jwk]);
    const older = `hs256:${Buffer.alloc(32, 1).toString('base64url')}`;
    await read(await bySecret(claims), [older, HS256]);
  });

  it('SO-3: no confusion of keys and algorithms: none, the public key as a secret, foreign kid, keys and demands in the header', async () => {
    const none = new UnsecuredJWT(claims).encode();
    await expectRefused(none);
    await expectRefused(none, [es.jwk]);
    await expectRefused(none.replace(/\.$/, `.${(await bySecret(claims)).split('.')[2]}`));
    for (const secret of [es.jwk, JSON.stringify(JSON.parse(es.jwk)), (JSON.parse(es.jwk) as { x: string }).x]) {
      const bytes = Buffer.from(secret).length < 32 ? Buffer.alloc(32, secret) : Buffer.from(secret);
      await expectRefused(await bySecret(claims, {}, bytes), [es.jwk]);
      await expectRefused(await bySecret(claims, { kid: 'one' }, bytes), [es.jwk]);
    }
    const pem = parseKey(es.jwk).key.export({ type: 'spki', format: 'pem' });
    await expectRefused(await bySecret(claims, {}, Buffer.from(pem)), [es.jwk]);
    await expectRefused(await bySecret(claims, { kid: 'foreign' }));
    await expectRefused(await sign(claims, ed.key, { alg: 'EdDSA', kid: 'one' }), [es.jwk, ed.jwk]);
    for (const header of [
      { jku: 'https://evil.example/keys' },
      { jwk: JSON.parse(ed.jwk) as object },
      { x5u: 'https://evil.example' },
      { x5c: ['AAAA'] },
      { zip: 'DEF' },
    ]) {
      await expectRefused(await bySecret(claims, header), undefined, JSON.stringify(header));
    }
    const crit = (await bySecret(claims)).split('.');
    crit[0] = Buffer.from('{"alg":"HS256","crit":["exp"],"exp":1}').toString('base64url');
    await expectRefused(crit.join('.'));
  });

  it('SO-4: wrong aud, missing or wrong times, no sub, no name, one that is too long, or not a JWT at all is refused', async () => {
    const wrong: Record<string, object> = {
      'no aud': { aud: undefined },
      'aud of another site': { aud: 'huzzah:shop' },
      'aud of tokens': { aud: 'huzzah:visitor:news' },
      'no exp': { exp: undefined },
      'no iat': { iat: undefined },
      'exp too far': { exp: NOW_S + 601 },
      'exp before iat': { exp: NOW_S - 1, iat: NOW_S },
      'exp passed': { iat: NOW_S - 400, exp: NOW_S - 60 },
      'iat to come': { iat: NOW_S + 61, exp: NOW_S + 100 },
      'exp as text': { exp: String(NOW_S + 100) },
      'not yet': { nbf: NOW_S + 120 },
      'no sub': { sub: undefined },
      'empty sub': { sub: '' },
      'long sub': { sub: 's'.repeat(129) },
      'sub of another kind': { sub: 7 },
      'no name': { name: undefined },
      'empty name': { name: ' ' },
      'long name': { name: 'n'.repeat(41) },
      'name of two lines': { name: 'a\nb' },
      'name in two directions': { name: 'a\u202eb' },
      'name of another kind': { name: { toString: 'Anna' } },
      'too long': { more: 'x'.repeat(2_048) },
    };
    for (const [name, change] of Object.entries(wrong)) {
      await expectRefused(await bySecret({ ...claims, ...change }), undefined, name);
    }
    const good = await bySecret(claims);
    const [header, payload, signature] = good.split('.') as [string, string, string];
    const admin = Buffer.from(JSON.stringify({ ...claims, sub: 'admin' })).toString('base64url');
    for (const token of [
      '',
      '.',
      '..',
      'x.y.z',
      `${header}.${payload}`,
      `${good}.`,
      `${header}.${admin}.${signature}`,
    ]) {
      await expectRefused(token, undefined, token);
    }
    await expectRefused(await bySecret(claims, {}, Buffer.alloc(32, 8)));
    await expectRefused(good, []);
    await expectRefused(await new Tokens([SECRET.toString('latin1')]).issue('news', 'v'));
  });

  it('SO-5: clocks may be a minute apart, and a sub may have 128 characters', async () => {
    await read(await bySecret({ ...claims, iat: NOW_S + 59, exp: NOW_S + 659 }));
    await read(await bySecret({ ...claims, iat: NOW_S - 650, exp: NOW_S - 59 }));
    await read(await bySecret({ ...claims, sub: '가'.repeat(128), name: '가'.repeat(40) }));
  });

  it('SO-6: a key that is short, private, of another kind or none is refused, and not repeated', () => {
    const short = `hs256:${Buffer.alloc(31, 'k').toString('base64url')}`;
    for (const text of [
      short,
      es.own,
      '{"kty":"oct","k":"AAAA"}',
      '{"kty":"RSA","n":"AQAB","e":"AQAB"}',
      'secret-of-mine',
      '7',
    ]) {
      expect(() => parseKey(text)).toThrow(/must/);
      try {
        parseKey(text);
      } catch (error) {
        expect((error as Error).message).not.toContain(text.slice(-6));
      }
    }
    expect(parseKey(es.jwk)).toMatchObject({ alg: 'ES256', kid: 'one' });
    expect(parseKey(ed.jwk)).toMatchObject({ alg: 'EdDSA', kid: 'two' });
  });
});
