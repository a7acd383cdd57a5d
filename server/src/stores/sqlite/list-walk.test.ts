import { SORTS } from '@huzzah/protocol';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { ListReader } from './list-reader.js';
import { migrate, MIGRATIONS } from './migrations.js';

describe('a list', () => {
  it('SQ-37: every order of every list walks an index, and sorts nothing', () => {
    const database = new DatabaseSync(':memory:');
    migrate(database, ':memory:', MIGRATIONS);
    const prepared: string[] = [];
    const watched = new Proxy(database, {
      get: (target, name) => {
        if (name !== 'prepare') return Reflect.get(target, name) as unknown;
        return (sql: string) => {
          prepared.push(sql);
          return target.prepare(sql);
        };
      },
    });
    new ListReader(watched);
    const plans = prepared.map((sql) => {
      const steps = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all();
      return steps.map(({ detail }) => String(detail)).join('; ');
    });
    // Two ways and a count in each order of the threads and in that of replies; a comment by id, by key, and its first replies.
    expect(plans.length).toBe(3 * (SORTS.length + 1) + 3);
    for (const plan of plans) {
      expect(plan).not.toMatch(/SCAN|TEMP B-TREE/);
      expect(plan).toMatch(/SEARCH comments USING (COVERING )?(INDEX|INTEGER PRIMARY KEY)/);
    }
    for (const index of ['threads_by_seq', 'threads_by_score', 'replies_by_seq']) {
      expect(plans.filter((plan) => plan.includes(index)).length).toBeGreaterThanOrEqual(2);
    }
  });
});
