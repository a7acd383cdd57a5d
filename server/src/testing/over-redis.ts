import { HAS_REDIS } from './redis-server.js';
import type { SuiteRunner } from './store-case.js';

/** Defines tests that need a `redis-server`; where there is none, one that says so. */
export function overRedis(
  { describe, it }: Pick<SuiteRunner, 'describe' | 'it'>,
  rule: string,
  define: () => void,
): void {
  if (HAS_REDIS) return describe('over Redis', define);
  it(`${rule}: not tested`, async () => {
    console.warn(`${rule} and what follows: there is no redis-server to test with: apt-get install redis-server`);
  });
}
