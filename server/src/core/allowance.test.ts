import { PAGE_SETTINGS } from '@huzzah/protocol';
import { describe, expect, it } from 'vitest';
import { MemoryRateLimiter } from '../stores/memory/memory-rate-limiter.js';
import { Allowance } from './allowance.js';
import type { Asker } from './asker.js';
import { plainSite } from './sites.js';
import { PresentVisitor } from './visitor.js';

const ref = { site: 'news', page: 'a' };

function guest(visitorId: string): PresentVisitor {
  return new PresentVisitor(
    'news',
    { visitorId, name: null, role: 'visitor', token: '', endsAt: null },
    false,
    () => {},
  );
}

function asker(slowModeMs: number): Asker<unknown> {
  const visitor = guest('anna');
  const site = { ...plainSite('news', []), settings: { ...PAGE_SETTINGS, slowModeMs } };
  return { site, visitor, address: 'x', viewer: { visitorId: 'anna', deliver: () => true } };
}

describe('the allowance', () => {
  it('LM-8: slow mode knows the comment that began the pause again, as long as it lasts', async () => {
    const allowance = new Allowance(new MemoryRateLimiter(), new MemoryRateLimiter(), false);
    const anna = asker(60_000);
    const take = (commandId: string, isRefused = false) => allowance.takeComment(anna, ref, commandId, isRefused);
    expect(await take('one', true)).toBeNull();
    expect(await take('two')).toBeNull();
    expect(await take('two')).toBeNull();
    expect(await take('three')).toMatchObject({ code: 'slow_mode' });
    expect(await take('three', true)).toMatchObject({ code: 'slow_mode' });
  });

  it('LM-6: one who is allowed something is known from then on, one who is refused is not', async () => {
    const allowance = new Allowance(new MemoryRateLimiter(), new MemoryRateLimiter(), true);
    const visitors = Array.from({ length: 61 }, (_, i) => guest(`v${i}`));
    for (const visitor of visitors) await allowance.take({ ...asker(0), visitor }, 'vote');
    expect(visitors.filter(({ isKnown }) => isKnown)).toHaveLength(60);
    expect(visitors.at(-1)!.isKnown).toBe(false);
  });
});
