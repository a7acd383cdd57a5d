import { LIMITS } from '@huzzah/protocol';
import { describe, expect, it } from 'vitest';
import { Outgoing } from './outgoing.js';
import { TestPage } from './test-page.js';

describe('what other nodes are told of a page', () => {
  it('OG-1: whole values and the newest changes, once; votes and owners of the last minute again where they are asked for', () => {
    const page = new TestPage();
    const news = new Outgoing();
    for (const committed of [page.post(), page.vote('c-1'), page.vote('c-1'), page.react(3)])
      news.committed(committed, 0);
    news.owned('ann', 0);
    const votes = { 'c-1': { up: 2, down: 0, version: 2 } };
    expect(news.take()).toMatchObject({ record: page.record, changes: [{ seq: 1 }], votes, owners: ['ann'] });
    expect(news.take()).toEqual({});
    expect(news.again(59_000)).toBe(true);
    expect(news.take()).toEqual({ record: page.record, votes, owners: ['ann'] });
    news.again(61_000);
    expect(news.take()).toEqual({ record: page.record });
    news.ask();
    expect(news.take()).toEqual({ isAsked: true });
    expect([news.isOver(59_000), news.isOver(61_000)]).toEqual([false, true]);
  });

  it('OG-2: one message is bounded, and so is what is kept', () => {
    const page = new TestPage();
    const news = new Outgoing();
    for (let i = 0; i < 100; i += 1) news.committed(page.post('글'.repeat(1_000)), 0);
    const { changes, record } = news.take();
    expect(changes!.at(-1)!.seq).toBe(100);
    expect(JSON.stringify(changes).length).toBeLessThan(66_000);
    expect(record!.seq).toBe(100);
    for (let i = 0; i < 3_000; i += 1) {
      news.owned(`v-${i}`, i);
      if (i % 10 === 0) news.take();
    }
    news.take();
    news.again(3_000);
    const { owners } = news.take();
    expect(owners!.length).toBeLessThanOrEqual(LIMITS.logLength);
    expect(owners!.at(-1)).toBe('v-2999');
  });

  it('OG-3: of a new epoch nothing of the old one is told', () => {
    const news = new Outgoing();
    const old = new TestPage('e');
    news.committed(old.post(), 0);
    news.committed(old.vote('c-1'), 0);
    const page = new TestPage('f', 4);
    news.committed(page.post(), 1);
    expect(news.take()).toEqual({ record: page.record, changes: [expect.objectContaining({ seq: 5 })] });
  });
});
