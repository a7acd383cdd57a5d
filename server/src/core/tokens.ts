import { errors, jwtVerify, SignJWT, type JWTPayload } from 'jose';
import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import type { Clock } from './ports.js';
import { Refusal } from './refusal.js';

/** Tokens of other makers of JWT with the same secret are not ours. */
const AUDIENCE = 'huzzah:visitor:';
/** So long a sign-on lasts, in ms. */
const MEMBER_MS = 12 * 3_600_000;

/** Who a token speaks for. */
export interface TokenHolder {
  readonly visitorId: string;
  /** When his sign-on ends, epoch ms; `null` for a guest. */
  readonly endsAt: number | null;
  /** Whether a new token should be handed out: this one was signed with a key on its way out. */
  readonly isStale: boolean;
}

/**
 * Makes and reads visitors' tokens: signed, opaque to clients, good for one site. The first
 * key signs; all of them verify, so that a key can be changed without losing anybody.
 */
export class Tokens {
  readonly #keys: readonly KeyObject[];
  readonly #clock: Clock;
  #lastEndsAt = 0;

  /** @param secrets the newest first, each at least 32 bytes; at least one */
  constructor(secrets: readonly string[], clock: Clock = Date) {
    this.#keys = secrets.map((secret) => createSecretKey(secret, 'utf8'));
    this.#clock = clock;
  }

  /** A visitor that nobody has seen before: 128 random bits. */
  newVisitorId(): string {
    return randomBytes(16).toString('base64url');
  }

  /**
   * When the sign-on of one who signs on now ends, epoch ms. No two end at once: a member’s two browsers would have the
   * same token, and be taken for one.
   */
  memberUntil(): number {
    return (this.#lastEndsAt = Math.max(this.#lastEndsAt + 1, this.#clock.now() + MEMBER_MS));
  }

  /** @param endsAt of a member's sign-on; `null` for a guest, whose token has no end */
  issue(site: string, visitorId: string, endsAt: number | null = null): Promise<string> {
    const token = new SignJWT(endsAt === null ? {} : { member: endsAt })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(visitorId)
      .setAudience(AUDIENCE + site);
    return token.sign(this.#keys[0]!);
  }

  /** Throws the refusal `unauthorized` where the token is not one that we made for this site, or has ended. */
  async read(site: string, token: string): Promise<TokenHolder> {
    for (const [index, key] of this.#keys.entries()) {
      const payload = await verify(token, key, AUDIENCE + site);
      if (payload?.sub === undefined) continue;
      const endsAt = typeof payload['member'] === 'number' ? payload['member'] : null;
      if (endsAt !== null && endsAt <= this.#clock.now()) {
        throw new Refusal('unauthorized', 'unable to admit this token; the sign-on has ended');
      }
      return { visitorId: payload.sub, endsAt, isStale: index > 0 };
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
