import { errors, jwtVerify, SignJWT, type JWTPayload } from 'jose';
import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { Refusal } from './refusal.js';

/** Tokens of other makers of JWT with the same secret are not ours. */
const AUDIENCE = 'huzzah:visitor:';

/** Who a token speaks for. */
export interface TokenHolder {
  readonly visitorId: string;
  /** Whether a new token should be handed out: this one was signed with a key on its way out. */
  readonly isStale: boolean;
}

/**
 * Makes and reads visitors' tokens: signed, opaque to clients, good for one site. The first
 * key signs; all of them verify, so that a key can be changed without losing anybody.
 */
export class Tokens {
  readonly #keys: readonly KeyObject[];

  /** @param secrets the newest first, each at least 32 bytes; at least one */
  constructor(secrets: readonly string[]) {
    this.#keys = secrets.map((secret) => createSecretKey(secret, 'utf8'));
  }

  /** A visitor that nobody has seen before: 128 random bits. */
  newVisitorId(): string {
    return randomBytes(16).toString('base64url');
  }

  issue(site: string, visitorId: string): Promise<string> {
    return new SignJWT()
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(visitorId)
      .setAudience(AUDIENCE + site)
      .sign(this.#keys[0]!);
  }

  /** Throws the refusal `unauthorized` where the token is not one that we made for this site. */
  async read(site: string, token: string): Promise<TokenHolder> {
    for (const [index, key] of this.#keys.entries()) {
      const payload = await verify(token, key, AUDIENCE + site);
      if (payload?.sub !== undefined) return { visitorId: payload.sub, isStale: index > 0 };
    }
    throw new Refusal('unauthorized', 'unable to admit this token; it was not made by this server for this site');
  }
}

async function verify(token: string, key: KeyObject, audience: string): Promise<JWTPayload | null> {
  try {
    const { payload } = await jwtVerify(token, key, { algorithms: ['HS256'], audience });
    return payload;
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}
