import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ModelNetwork, settle } from './testing/model-network.js';
import { openThread } from './thread/open-thread.js';

function network(): ModelNetwork {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  onTestFinished(() => void vi.useRealTimers());
  return new ModelNetwork();
}

describe('a page', () => {
  it('CL-3: without its comments it joins without them, and no comment has it join again, but another epoch does', async () => {
    const net = network();
    net.page.subscribe(() => {});
    net.talk.post('c1', 'ana', null, 'text');
    net.connect();
    await net.flow();
    net.talk.post('c2', 'ana', null, 'text');
    net.loseBeat();
    net.talk.post('c3', 'ana', null, 'text');
    await net.flow();
    expect(net.served).toEqual([{ name: 'page.join', input: { page: 'p', limit: 0 } }]);
    net.restart();
    await net.flow();
    expect(net.served.length).toBe(2);
    expect(net.page.view.state).toBe('live');
  });

  it('CL-13: what comes at once with the reply to a join is taken after it', async () => {
    // As for one who has heard of comments before: late-news.test.ts has the others.
    await import('./thread/news.js');
    const net = network();
    const thread = openThread(net.page);
    thread.subscribe(() => {});
    net.connect();
    await settle();
    net.serve();
    net.talk.post('c1', 'ana', null, 'text');
    net.beat();
    net.deliver();
    net.deliver();
    await settle();
    expect(thread.view).toMatchObject({ commentCount: 1, items: [{ comment: { id: 'c1' } }] });
    expect(net.served.length).toBe(1);
    // And so where it joins again, for something is missing.
    net.talk.post('c2', 'ana', null, 'text');
    net.loseBeat();
    net.beat();
    while (net.served.length === 1) {
      net.deliver();
      await settle();
      net.serve();
    }
    net.talk.vote('c1', 'ana', 1);
    net.talk.post('c3', 'ana', null, 'text');
    net.beat();
    for (let i = 0; i < 5; i += 1) net.deliver();
    await settle();
    expect(thread.view.items.map(({ comment }) => comment.id)).toEqual(['c3', 'c2', 'c1']);
    expect(net.served.filter(({ name }) => name === 'page.join').length).toBe(2);
    await net.flow();
    expect(thread.view.items[2]!.comment.votes.up).toBe(1);
  });
});
