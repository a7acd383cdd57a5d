/** Sign-ons: short JWTs by which a site vouches for a reader of its own. */
import { decodeProtectedHeader, errors, jwtVerify, type JWTPayload } from 'jose';
import { createHash, createPublicKey, createSecretKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { SITE_LIMITS } from '@huzzah/protocol';
import type { Clock } from './ports.js';
import { Refusal } from './refusal.js';
import { readName } from './text.js';

const MOST_BYTES = 2_048;
const MOST_SUB = 128;
/** How long one may be good for, and how far clocks may be apart, in s. */
const LIFE_S = 600;
const LEEWAY_S = 60;
/** All that a header may have: no key is ever taken from a token, and nothing is unknown that is critical. */
const HEADER = ['alg', 'typ', 'kid'];

/** Who has signed on, as his site knows him. */
export interface Member {
  /** Stands for his `sub`, and does not tell it. */
  readonly member: string;
  readonly name: string;
}

interface Key {
  /** The key fixes it, never the token. */
  readonly alg: 'HS256' | 'ES256' | 'EdDSA';
  readonly kid: string | undefined;
  readonly key: KeyObject;
}

/** A key of a site, as text: `hs256:BASE64URL`, or one public JWK as JSON. Throws what is wrong with it, without the key. */
export function parseKey(text: string): Key {
  const [, secret] = /^hs256:([\w-]+)=*$/.exec(text) ?? [];
  if (secret !== undefined) {
    const bytes = Buffer.from(secret, 'base64url');
    if (bytes.length < 32) throw new Error('a key for HS256 must have at least 32 bytes');
    return { alg: 'HS256', kid: undefined, key: createSecretKey(bytes) };
  }
  const { kty, crv, alg, d, k, kid } = readJwk(text);
  if (d !== undefined || k !== undefined) throw new Error('a JWK must be the public one, without a private part');
  const found = ALGORITHMS.find((row) => row.kty === kty && row.crv === crv);
  if (found === undefined || (alg !== undefined && alg !== found.alg && !(alg === 'Ed25519' && crv === alg))) {
    throw new Error('a JWK must be of Ed25519 (EdDSA) or of P-256 (ES256)');
  }
  const key = createPublicKey({ key: JSON.parse(text) as JsonWebKey, format: 'jwk' });
  return { alg: found.alg, kid: typeof kid === 'string' ? kid : undefined, key };
}

const ALGORITHMS = [
  { kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA' },
  { kty: 'EC', crv: 'P-256', alg: 'ES256' },
] as const;

function readJwk(text: string): Record<string, unknown> {
  try {
    const jwk = JSON.parse(text) as unknown;
    if (typeof jwk === 'object' && jwk !== null) return jwk as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new Error('a key must be hs256:BASE64URL, or a public JWK');
}

const parsed = new Map<string, Key>();

/** Those of a site stay for long, and to read one costs as much as to use it. */
function keyOf(text: string): Key {
  let key = parsed.get(text);
  if (key === undefined) {
    if (parsed.size > 1_000) parsed.clear();
    parsed.set(text, (key = parseKey(text)));
  }
  return key;
}

/** Reads a sign-on at a site; throws the refusal `unauthorized` where it is not good. */
export async function readSignOn(
  site: { readonly id: string; readonly signOnKeys: readonly string[] },
  token: string,
  clock: Clock,
): Promise<Member> {
  if (site.signOnKeys.length === 0) throw no(`site "${site.id}" has no sign-on key`);
  if (Buffer.byteLength(token) > MOST_BYTES) throw no(`it is longer than ${MOST_BYTES} bytes`);
  const payload = await verify(token, site.signOnKeys.map(keyOf), `huzzah:${site.id}`, clock.now());
  const { sub, iat, exp } = payload;
  if (typeof sub !== 'string' || sub === '' || [...sub].length > MOST_SUB)
    throw no(`sub must have 1 to ${MOST_SUB} characters`);
  if (exp! <= iat! || exp! - iat! > LIFE_S) throw no(`exp must be after iat, and at most ${LIFE_S} s`);
  const member = createHash('sha256').update(sub).digest('base64url');
  return { member, name: nameOf(payload['name']) };
}

async function verify(token: string, keys: readonly Key[], audience: string, now: number): Promise<JWTPayload> {
  try {
    const header = decodeProtectedHeader(token);
    const strange = Object.keys(header).find((name) => !HEADER.includes(name));
    if (strange !== undefined) throw no('its header may have alg, typ and kid alone');
    const named = keys.filter(({ alg, kid }) => alg === header.alg && (header.kid === undefined || kid === header.kid));
    for (const { alg, key } of named) {
      const wish = { algorithms: [alg], audience, currentDate: new Date(now), clockTolerance: LEEWAY_S };
      try {
        return (
          await jwtVerify(token, key, { ...wish, requiredClaims: ['sub', 'iat', 'exp', 'name'], maxTokenAge: LIFE_S })
        ).payload;
      } catch (error) {
        if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
      }
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if (error instanceof errors.JOSEError || error instanceof TypeError) throw no(error.message);
    throw error;
  }
  throw no('no key of the site has signed it');
}

function nameOf(name: unknown): string {
  try {
    return readName(typeof name === 'string' ? name : '', SITE_LIMITS);
  } catch {
    throw no('name must be one line of 1 to 40 characters');
  }
}

function no(reason: string): Refusal {
  return new Refusal('unauthorized', `unable to sign on; ${reason}`.slice(0, 300));
}
