import { describe, expect, it } from 'vitest';
import { ERRORS } from './errors.js';

describe('the table of codes', () => {
  it('ER-1: every code has a meaning that is a sentence, an error status and a rule for retries', () => {
    for (const [code, { meaning, http, retry }] of Object.entries(ERRORS)) {
      expect(meaning, code).toMatch(/^[A-Z].{20,}\.$/);
      expect(http, code).toBeGreaterThanOrEqual(400);
      expect(http, code).toBeLessThan(600);
      expect(['never', 'after', 'same'], code).toContain(retry);
    }
  });
});
