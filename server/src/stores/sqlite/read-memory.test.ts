import { describe, expect, it } from 'vitest';
import type { PageRecord } from '../../core/records.js';
import type { Seen } from './messages.js';
import { PageCache } from './page-cache.js';
import { ReadMemory } from './read-memory.js';

const REF = { site: 'news', page: 'a' };

function recordAt(seq: number, votesVersion = 0): PageRecord {
  return { epoch: 'e', seq, version: 0, counts: {}, commentCount: 0, threadCount: 0, votesVersion };
}

/** A page of which things are read, one answer after the other. */
function stage(size = 100) {
  const pages = new PageCache(10);
  const memory = new ReadMemory(pages, size);
  const answers: ((seen: Seen<string[]>) => void)[] = [];
  const ask = () => new Promise<Seen<string[]>>((resolve) => answers.push(resolve));
  return {
    pages,
    answers,
    read: (what = 'list', ref = REF) => memory.read(ref, what, ask),
    commit: (record: PageRecord) => pages.learn([[REF, record]], pages.losses),
    answer: (record: PageRecord, ...value: string[]) => {
      pages.learn([[REF, record]], pages.losses);
      answers.shift()!({ record, value });
    },
  };
}

describe('what was read of late', () => {
  it('SQ-33: two thousand who ask for the same cost one read, and so do those who ask later', async () => {
    const { read, answer, answers } = stage();
    const asked = Array.from({ length: 2_000 }, () => read());
    expect(answers.length).toBe(1);
    answer(recordAt(3), 'one');
    expect(new Set((await Promise.all(asked)).flat())).toEqual(new Set(['one']));
    expect(await read()).toEqual(['one']);
    expect(answers.length).toBe(0);
    void read('other');
    void read('list', { ...REF, page: 'b' });
    expect(answers.length).toBe(2);
  });

  it('SQ-34: after a commit on the page it is read anew, also while it is being read', async () => {
    const { read, answer, answers, commit } = stage();
    const first = read();
    answer(recordAt(3), 'at 3');
    await first;
    for (const record of [recordAt(4), recordAt(4, 1), { ...recordAt(4, 1), epoch: 'f' }]) {
      commit(record);
      const next = read();
      expect(answers.length).toBe(1);
      answer(record, 'anew');
      expect(await next).toEqual(['anew']);
    }
    commit({ ...recordAt(5), epoch: 'f' });
    const [before, stillBefore] = [read(), read()];
    commit({ ...recordAt(6), epoch: 'f' });
    const after = read();
    expect(answers.length).toBe(2);
    answer({ ...recordAt(5), epoch: 'f' }, 'at 5');
    answer({ ...recordAt(6), epoch: 'f' }, 'at 6');
    expect(await Promise.all([before, stillBefore, after])).toEqual([['at 5'], ['at 5'], ['at 6']]);
    expect(await read()).toEqual(['at 6']);
    expect(answers.length).toBe(0);
  });

  it('SQ-34: what is asked for while pages are forgotten is read by each', async () => {
    const { pages, read, answer, answers } = stage();
    const first = read();
    pages.clear();
    const second = read();
    expect(answers.length).toBe(2);
    answer(recordAt(1), 'one');
    answer(recordAt(2), 'two');
    expect(await Promise.all([first, second])).toEqual([['one'], ['two']]);
  });

  it('SQ-35: a read that fails is asked for again, and its failure kept by nobody', async () => {
    const memory = new ReadMemory(new PageCache(10), 100);
    const failing = () => Promise.reject<Seen<string[]>>(new Error('no'));
    const asked = [memory.read(REF, 'list', failing), memory.read(REF, 'list', failing)];
    for (const failed of asked) await expect(failed).rejects.toThrow('no');
    expect(await memory.read(REF, 'list', async () => ({ record: recordAt(1), value: ['one'] }))).toEqual(['one']);
  });

  it('SQ-36: it holds a generation at least and two at most; what was asked for stays longest', async () => {
    const { read, answer, answers } = stage(6);
    const put = async (what: string) => {
      const reading = read(what);
      answer(recordAt(1), what, what);
      await reading;
    };
    for (const what of ['a', 'b', 'c', 'd']) await put(what);
    await read('a');
    for (const what of ['e', 'f']) await put(what);
    const isKept = (what: string) => {
      void read(what);
      return answers.splice(0).length === 0;
    };
    expect(['a', 'f'].map(isKept)).toEqual([true, true]);
    expect(['b', 'c'].map(isKept)).toEqual([false, false]);
  });
});
