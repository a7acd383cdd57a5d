import { describe, expect, it } from 'vitest';
import type { PageRecord } from '../../core/records.js';
import { PageCache } from './page-cache.js';

const ref = (page: string) => ({ site: 'news', page });
const record = (version: number, epoch = 'e'): PageRecord => ({
  epoch,
  seq: 0,
  counts: { like: version },
  version,
  commentCount: 0,
  threadCount: 0,
  votesVersion: 0,
});

describe('the pages in memory', () => {
  it('SQ-19: of two records of a page the newer stays, in whatever order they come', () => {
    const cache = new PageCache(10);
    cache.learn([[ref('a'), record(5)]], cache.losses);
    cache.learn([[ref('a'), record(4)]], cache.losses);
    expect(cache.get(ref('a'))).toEqual(record(5));
    cache.learn([[ref('a'), record(6)]], cache.losses);
    expect(cache.get(ref('a'))).toEqual(record(6));
    cache.learn([[ref('a'), { ...record(6), seq: 1 }]], cache.losses);
    expect(cache.get(ref('a'))?.seq).toBe(1);
    cache.learn([[ref('a'), record(1, 'f')]], cache.losses);
    expect(cache.get(ref('a'))?.epoch).toBe('f');
  });

  it('SQ-20: it holds a generation at least and two at most; what was asked for stays longest', () => {
    const cache = new PageCache(2);
    const kept = () => ['a', 'b', 'c', 'd', 'e', 'f'].filter((page) => cache.get(ref(page)) !== undefined);
    for (const page of ['a', 'b', 'c']) cache.learn([[ref(page), record(1)]], cache.losses);
    expect(kept()).toEqual(['a', 'b', 'c']);
    for (const page of ['d', 'e', 'f']) {
      expect(cache.get(ref('a'))).toBeDefined();
      cache.learn([[ref(page), record(1)]], cache.losses);
    }
    expect(kept().length).toBeLessThan(5);
    expect(kept()).toEqual(expect.arrayContaining(['a', 'f']));
  });

  it('SQ-21: an answer asked for before a page was forgotten does not bring back its older state', () => {
    const cache = new PageCache(1);
    const atAsking = cache.losses;
    for (const page of ['a', 'b', 'c', 'd', 'e']) cache.learn([[ref(page), record(5)]], cache.losses);
    cache.learn([[ref('a'), record(4)]], atAsking);
    expect(cache.get(ref('a'))).toBeUndefined();
    const beforeClearing = cache.losses;
    cache.clear();
    cache.learn([[ref('e'), record(1)]], beforeClearing);
    expect(cache.get(ref('e'))).toBeUndefined();
  });
});
