import { SignJWT } from 'jose';
import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Tokens } from './tokens.js';

const OLD = 'an old secret of at least 32 bytes!';
const NEW = 'a new secret of at least 32 bytes!!';

describe('tokens', () => {
  it('ID-1: a token brings the same visitor back, on its own site only', async () => {
    const tokens = new Tokens([NEW]);
    const id = tokens.newVisitorId();
    const token = await tokens.issue('news', id);
    expect(await tokens.read('news', token)).toEqual({ visitorId: id, endsAt: null, isStale: false });
    await expect(tokens.read('shop', token)).rejects.toMatchObject({ code: 'unauthorized' });
  });

  it('ID-2: a token of the old secret is still read, and named stale; one of neither is refused', async () => {
    const token = await new Tokens([OLD]).issue('news', 'v');
    expect(await new Tokens([NEW, OLD]).read('news', token)).toEqual({ visitorId: 'v', endsAt: null, isStale: true });
    await expect(new Tokens([NEW]).read('news', token)).rejects.toMatchObject({ code: 'unauthorized' });
  });

  it('ID-3: a broken, cut, unsigned or foreign token is refused', async () => {
    const tokens = new Tokens([NEW]);
    const token = await tokens.issue('news', 'v');
    const none = `${btoa('{"alg":"none"}')}.${token.split('.')[1]}.`;
    const foreign = await new SignJWT({ sub: 'v', aud: 'news' })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(createSecretKey(NEW, 'utf8'));
    for (const bad of ['x', 'a.b.c', token.slice(0, -2), `${token}x`, none, foreign, token.replace('.', '..')]) {
      await expect(tokens.read('news', bad), bad).rejects.toMatchObject({ code: 'unauthorized' });
    }
  });

  it('ID-4: a member’s token ends after 12 h, and its end survives a change of the secret', async () => {
    const clock = { now: () => 1_000 };
    const endsAt = new Tokens([NEW], clock).memberUntil();
    expect(endsAt).toBe(43_201_000);
    const token = await new Tokens([OLD], clock).issue('news', 'v', endsAt);
    const later = { now: () => endsAt - 1 };
    expect(await new Tokens([NEW, OLD], later).read('news', token)).toEqual({ visitorId: 'v', endsAt, isStale: true });
    const over = new Tokens([OLD], { now: () => endsAt });
    await expect(over.read('news', token)).rejects.toMatchObject({ code: 'unauthorized' });
  });

  it('ID-5: who signs on in two browsers at once has two tokens', async () => {
    const tokens = new Tokens([NEW], { now: () => 1_000 });
    const signOn = () => tokens.issue('news', 'v', tokens.memberUntil());
    expect(await signOn()).not.toBe(await signOn());
  });
});
