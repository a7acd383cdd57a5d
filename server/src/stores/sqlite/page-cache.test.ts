import { describe, expect, it } from 'vitest';
import type { PageRecord } from '../../core/ports.js';
import { PageCache } from './page-cache.js';

const ref = (page: string) => ({ site: 'news', page });
const record = (version: number, epoch = 'e'): PageRecord => ({ epoch, seq: 0, counts: { like: version }, version });

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

  it('SQ-20: it holds as many as it may; the least recently used go first', () => {
    const cache = new PageCache(2);
    for (const page of ['a', 'b']) cache.learn([[ref(page), record(1)]], cache.losses);
    cache.get(ref('a'));
    cache.learn([[ref('c'), record(1)]], cache.losses);
    expect(['a', 'b', 'c'].filter((page) => cache.get(ref(page)))).toEqual(['a', 'c']);
  });

  it('SQ-21: an answer asked for before a page was forgotten does not bring back its older state', () => {
    const cache = new PageCache(1);
    const atAsking = cache.losses;
    cache.learn([[ref('a'), record(5)]], cache.losses);
    cache.learn([[ref('b'), record(1)]], cache.losses);
    cache.learn([[ref('a'), record(4)]], atAsking);
    expect(cache.get(ref('a'))).toBeUndefined();
    const beforeClearing = cache.losses;
    cache.clear();
    cache.learn([[ref('b'), record(1)]], beforeClearing);
    expect(cache.get(ref('b'))).toBeUndefined();
  });
});
