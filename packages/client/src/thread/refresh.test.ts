import { expect, it } from 'vitest';
import { openTalk, posts } from '../testing/open-talk.js';

it('TH-8: after a lost connection the votes on all that is shown are known again', async () => {
  const { network, thread, talk, flow } = await openTalk({ limit: 3 }, posts(12));
  const ups = () => thread.view.items.map(({ comment }) => comment.votes.up);
  void thread.showOlder();
  await flow();
  network.cut();
  talk.vote('c7', 'bo', 1);
  network.connect();
  await flow();
  expect(ups()).toEqual([0, 0, 0, 0, 0, 1]);
  void thread.showComment('c2');
  await flow();
  network.mostThreads = 1;
  network.cut();
  for (const { comment } of thread.view.items) talk.vote(comment.id, 'bo', 1);
  network.connect();
  await flow();
  await flow();
  expect(ups()).toEqual(ups().map(() => 1));
});
