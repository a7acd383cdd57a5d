import { SignJWT } from 'jose';

const SECRET = Buffer.alloc(32, 'a key of a site ');

/** The key of the default site, as an owner sets it. */
export const HUZZAH_SSO_KEY = `hs256:${SECRET.toString('base64url')}`;

/** A sign-on as a site makes it for a reader of its own. */
export function signOnFor(
  sub: string,
  name = sub,
  more: Record<string, unknown> = {},
  key = HUZZAH_SSO_KEY,
): Promise<string> {
  const now = Math.floor(Date.now() / 1_000);
  const claims = { sub, name, aud: 'huzzah:default', iat: now, exp: now + 60, ...more };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .sign(Buffer.from(key.slice('hs256:'.length), 'base64url'));
}
