import { describe, expect, it, vi } from 'vitest';
import { ModelNetwork } from '../testing/model-network.js';
import { openThread } from './open-thread.js';
import type { Thread } from './thread-view.js';

const shown = ({ view }: Thread) => view.items.map(({ comment }) => comment.id);

describe('a thread whose first news come', () => {
  // The first of these: nothing is loaded yet.
  it('EM-32: where one was missed meanwhile the page joins again', async () => {
    const network = new ModelNetwork();
    const thread = openThread(network.page, {});
    const stop = thread.subscribe(() => {});
    network.connect();
    await network.flow();
    network.talk.post('a', 'ana', null, 'a');
    network.loseBeat();
    network.talk.post('b', 'ana', null, 'b');
    await vi.waitFor(async () => {
      await network.flow();
      expect(shown(thread)).toEqual(['b', 'a']);
    });
    stop();
  });

  it('EM-32: what takes them in is loaded then, and takes in all that was heard meanwhile, once and in order', async () => {
    const network = new ModelNetwork();
    network.talk.post('old', 'ana', null, 'old');
    const thread = openThread(network.page, {});
    const stop = thread.subscribe(() => {});
    network.connect();
    await network.flow();
    expect(thread.view.isKnown).toBe(true);
    for (const id of ['a', 'b', 'c']) {
      network.talk.post(id, 'ana', null, id);
      await network.flow();
    }
    network.talk.edit('a', 'edited');
    await network.flow();
    await vi.waitFor(() => expect(shown(thread)).toEqual(['c', 'b', 'a', 'old']));
    await vi.waitFor(() => expect(thread.view.items[2]!.comment.body).toBe('edited'));
    expect(thread.view.commentCount).toBe(4);
    const joins = network.served.filter(({ name }) => name === 'page.join');
    expect(joins.filter(({ input }) => (input as { limit: number }).limit > 0).length).toBe(1);
    stop();
  });
});
