import { ADDRESS_FACTOR, RATES } from '@huzzah/protocol';
import { afterEach, expect, it, vi } from 'vitest';
import { Allowance } from '../core/allowance.js';
import { LiveSites } from '../core/live-sites.js';
import { plainSite } from '../core/sites.js';
import { MemoryRateLimiter } from '../stores/memory/memory-rate-limiter.js';
import { Addresses } from '../transport/addresses.js';
import { apiRoutes } from './api-routes.js';
import { makeApp } from './app.js';

afterEach(() => void vi.useRealTimers());

it('LM-21: over HTTP an address reads as often as ten visitors, and is told when to come again', async () => {
  // While it stands still nothing comes back.
  vi.useFakeTimers({ toFake: ['Date'] });
  const sites = new LiveSites();
  sites.replace(new Map([['news', plainSite('news', [])]]));
  const addresses = new Addresses(['127.0.0.1', '10.0.0.1']);
  const allowance = new Allowance(new MemoryRateLimiter(), new MemoryRateLimiter(), true);
  const app = await makeApp((error) => expect.unreachable(String(error)));
  apiRoutes(app, {
    engagement: { counts: () => Promise.resolve({}), snapshot: () => expect.unreachable() },
    conversation: { listFor: () => expect.unreachable() },
    turnedAway: { origin: () => {}, site: () => {} },
    sites,
    allowance,
    addresses,
  });
  const ask = (address: string) =>
    app.inject({ url: '/api/v1/sites/news/counts?page=a', headers: { 'x-forwarded-for': address } });
  expect((await ask('203.0.113.1')).statusCode).toBe(200);
  const key = addresses.keyOf({ headers: {}, socket: { remoteAddress: '203.0.113.1' } });
  // As ten visitors and more, over their connections.
  let taken = 0;
  while ((await allowance.takeRead('news', `v${taken % 20}`, key)) === null) taken += 1;
  expect(taken).toBe(RATES.read[0].burst * ADDRESS_FACTOR - 1);
  const refused = await ask('203.0.113.1');
  expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '1']);
  expect(refused.json()).toMatchObject({ error: { code: 'rate_limited' } });
  expect((await ask('203.0.113.2')).statusCode).toBe(200);
});
