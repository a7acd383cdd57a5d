import { describe, expect, it, vi } from 'vitest';
import { ModelNetwork, settle } from '../testing/model-network.js';
import { openTalk, posts, shown } from '../testing/open-talk.js';
import { openThread } from './open-thread.js';

describe('a thread', () => {
  it('TH-2: a part of the list is shown, and the numbers behind its ends are known', async () => {
    const { thread, talk, flow } = await openTalk({ limit: 3 }, (network) => {
      network.talk.post('old', 'me', null, 'one’s own, of another time');
      posts(7)(network);
    });
    talk.edit('old', 'known now');
    await flow();
    expect(thread.view).toMatchObject({ isKnown: true, commentCount: 8, olderCount: 5, newerCount: 0, loading: null });
    expect(shown(thread)).toEqual(['c7', 'c6', 'c5']);
    const done = thread.showOlder();
    expect(thread.view.loading).toBe('older');
    await flow();
    await done;
    expect(shown(thread)).toEqual(['c7', 'c6', 'c5', 'c4', 'c3', 'c2']);
    void thread.showOlder();
    await flow();
    expect(thread.view).toMatchObject({ olderCount: 0, loading: null });
    expect(shown(thread).length).toBe(8);
  });

  it('TH-2: opened at a comment there is more on both sides, and a reply is with the comment that it answers', async () => {
    const { thread, talk, flow } = await openTalk({ limit: 3 }, (network) => {
      posts(20)(network);
      for (let i = 1; i <= 5; i += 1) network.talk.post(`r${i}`, 'bo', 'c10', 'reply');
    });
    const found = thread.showComment('r5');
    await flow();
    expect(await found).toBe(true);
    expect(shown(thread)).toEqual(['c11', 'c10', '  r1', '  r2', '  r5', 'c9']);
    expect(thread.view).toMatchObject({ newerCount: 9, olderCount: 8 });
    expect(thread.view.items[1]!.moreReplies).toBe(2);
    talk.edit('r4', 'between those that are shown');
    talk.post('new', 'bo', null, 'new');
    await flow();
    expect(shown(thread)).toEqual(['c11', 'c10', '  r1', '  r2', '  r5', 'c9']);
    expect(thread.view).toMatchObject({ newerCount: 10, olderCount: 8 });
    void thread.showNewer();
    void thread.showReplies('c10');
    await flow();
    expect(shown(thread)).toEqual(['c14', 'c13', 'c12', 'c11', 'c10', '  r1', '  r2', '  r3', '  r5', 'c9']);
    expect(thread.view).toMatchObject({ newerCount: 7, olderCount: 8 });
    const missing = thread.showComment('nobody');
    await flow();
    expect(await missing).toBe(false);
    expect(thread.view.isLoadFailed).toBe(false);
  });

  it('TH-2: a list that was cut for its size still reaches what is shown', async () => {
    const { network, thread, flow } = await openTalk({ limit: 4 }, posts(12));
    void thread.showComment('c3');
    await flow();
    network.mostThreads = 2;
    void thread.showNewer();
    await flow();
    expect(shown(thread)).toEqual(['c9', 'c8', 'c7', 'c6', 'c5', 'c4', 'c3', 'c2']);
  });

  it('TH-3: what others post waits while it is held, edits and removals do not, and one’s own never waits', async () => {
    const { thread, talk, flow } = await openTalk({}, posts(3));
    thread.hold(true);
    talk.post('new', 'bo', null, 'new');
    talk.post('answer', 'bo', 'c1', 'answer');
    talk.edit('c2', 'other');
    talk.remove('c3');
    void thread.post({ body: 'mine' });
    await flow();
    expect(shown(thread)).toEqual(['mine', 'c2', 'c1']);
    expect(thread.view).toMatchObject({ waitingCount: 2, olderCount: 0, commentCount: 5 });
    expect(thread.view.items[1]!.comment.body).toBe('other');
    thread.reveal();
    expect(thread.view.waitingCount).toBe(0);
    expect(shown(thread)).toEqual(['mine', 'new', 'c2', 'c1', '  answer']);
    talk.post('newer', 'bo', null, 'newer');
    await flow();
    expect(thread.view.waitingCount).toBe(1);
    thread.hold(false);
    expect(shown(thread)[0]).toBe('newer');
  });

  it('TH-3: what waits and is removed waits no more, and what was asked for does not wait', async () => {
    const { thread, talk, flow } = await openTalk({ sort: 'oldest', limit: 2 }, posts(3));
    thread.hold(true);
    talk.post('new', 'bo', null, 'new');
    talk.post('gone', 'bo', 'c1', 'gone');
    await flow();
    expect(thread.view).toMatchObject({ waitingCount: 1, olderCount: 2 });
    talk.remove('gone');
    await flow();
    expect(thread.view.waitingCount).toBe(0);
    void thread.showOlder();
    await flow();
    expect(shown(thread)).toEqual(['c1', 'c2', 'c3', 'new']);
    for (const id of ['first', 'second']) talk.post(id, 'bo', 'new', id);
    await flow();
    thread.reveal();
    talk.post('third', 'bo', 'new', 'behind those that a list holds');
    await flow();
    expect(thread.view.waitingCount).toBe(1);
    thread.setSort('newest');
    await flow();
    expect(thread.view.waitingCount).toBe(0);
    expect(shown(thread)).toEqual(['new', '  first', '  second', '  third', 'c3']);
  });

  it('TH-4: pinned ones come first, the newest pin before the others, also from behind the end', async () => {
    const { thread, talk, flow } = await openTalk({ limit: 2 }, (network) => {
      posts(5)(network);
      network.talk.pin('c1');
    });
    expect(shown(thread)).toEqual(['c1', 'c5', 'c4']);
    expect(thread.view.olderCount).toBe(2);
    talk.pin('c4');
    await flow();
    expect(shown(thread)).toEqual(['c4', 'c1', 'c5']);
    talk.unpin('c1');
    await flow();
    expect(shown(thread)).toEqual(['c4', 'c5']);
  });

  it('TH-5: what is not sent stands where it will, and a reply to what is not shown is in sight', async () => {
    const { network, thread, flow } = await openTalk({ limit: 2, sort: 'oldest' }, posts(4));
    network.cut();
    const unsent = [thread.post({ body: 'mine' }), thread.post({ body: 'to c1', parentId: 'c1' })];
    unsent.push(thread.post({ body: 'to c4', parentId: 'c4' }));
    await settle();
    expect(shown(thread)).toEqual(['c1', '  to c1', 'c2', 'mine', 'to c4']);
    const [first, , , last] = thread.view.items;
    expect(last).toMatchObject({ delivery: 'waiting', askedAt: 0, editableUntil: null, failure: null });
    expect(first!.replies[0]).toMatchObject({ delivery: 'waiting', isMine: true, comment: { author: { id: 'me' } } });
    expect(thread.view.commentCount).toBe(4);
    network.connect();
    await flow();
    await Promise.all(unsent);
    expect(thread.view.commentCount).toBe(7);
    expect(shown(thread)).toEqual(['c1', '  to c1', 'c2', 'mine']);
    thread.setSort('newest');
    await flow();
    expect(shown(thread)).toEqual(['mine', 'c4', '  to c4']);
  });

  it('TH-5: a held one is shown to its author, until it is published', async () => {
    const { network, thread, talk, flow } = await openTalk({}, posts(1));
    const done = thread.post({ body: 'held for a look' });
    await flow();
    const { id, status } = await done;
    expect(status).toBe('pending');
    expect(thread.view.items[0]).toMatchObject({
      isMine: true,
      delivery: 'posted',
      comment: { id, status: 'pending' },
    });
    expect(thread.view.commentCount).toBe(1);
    talk.approve(id);
    // All hear it before he hears that nothing of his is held any more.
    network.beat();
    network.deliver();
    await settle();
    expect(thread.view.items[0]!.comment).toMatchObject({ id, status: 'published', seq: 2 });
    expect(thread.view.commentCount).toBe(2);
  });

  it('TH-6: what has not changed is the same object', async () => {
    const { thread, talk, flow } = await openTalk({}, (network) => {
      posts(3)(network);
      network.talk.post('r1', 'bo', 'c1', 'reply');
    });
    const before = thread.view.items;
    talk.edit('c2', 'other');
    talk.post('r2', 'bo', 'c1', 'reply');
    await flow();
    const after = thread.view.items;
    expect(after[0]).toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
    expect(after[2]).not.toBe(before[2]);
    expect(after[2]!.replies[0]).toBe(before[2]!.replies[0]);
    expect(Object.isFrozen(thread.view)).toBe(true);
    thread.hold(true);
    talk.post('c4', 'bo', null, 'fourth');
    await flow();
    expect(thread.view.waitingCount).toBe(1);
    expect(thread.view.items).toBe(after);
  });

  it('TH-7: another order begins the list anew; a list that fails says so, and is asked for again', async () => {
    const { network, thread, talk, flow } = await openTalk({ limit: 2 }, posts(4));
    talk.vote('c2', 'bo', 1);
    thread.setSort('top');
    expect(thread.view).toMatchObject({ sort: 'top', loading: 'first' });
    expect(shown(thread)).toEqual(['c4', 'c3']);
    await flow();
    expect(shown(thread)).toEqual(['c2', 'c4']);
    // A vote moves nobody's line.
    talk.vote('c4', 'bo', 1);
    talk.vote('c4', 'cy', 1);
    await flow();
    expect(shown(thread)).toEqual(['c2', 'c4']);
    network.cut();
    await thread.showOlder();
    expect(thread.view).toMatchObject({ isLoadFailed: true, loading: null });
    network.connect();
    await flow();
    void thread.showOlder();
    await flow();
    expect(thread.view.isLoadFailed).toBe(false);
    expect(shown(thread)).toEqual(['c2', 'c4', 'c3', 'c1']);
  });

  it('TH-8: after a lost connection it goes on from what it knows; another order, or visitor, begins anew', async () => {
    const { network, thread, talk, flow } = await openTalk({ limit: 2 }, posts(3));
    const joins = () => network.served.filter(({ name }) => name === 'page.join').map(({ input }) => input.since);
    network.cut();
    talk.remove('c3');
    talk.post('c4', 'ana', null, 'text');
    talk.vote('c2', 'bo', 1);
    network.connect();
    await flow();
    expect(joins()).toEqual([undefined, { epoch: 'e1', seq: 3 }]);
    expect(shown(thread)).toEqual(['c4', 'c2']);
    expect(thread.view.items[1]!.comment.votes.up).toBe(1);
    network.cut();
    thread.setSort('oldest');
    network.connect();
    await flow();
    expect(joins()[2]).toBeUndefined();
    expect(shown(thread)).toEqual(['c1', 'c2']);
    network.cut();
    network.visitor = { id: 'another', name: 'another', role: 'visitor' };
    network.connect();
    await flow();
    expect(joins()[3]).toBeUndefined();
  });

  it('TH-9: a pulse that leaves a change out has the page join again with what it knows', async () => {
    const { network, thread, talk, flow } = await openTalk({}, posts(2));
    talk.remove('c1');
    network.loseBeat();
    talk.post('c3', 'ana', null, 'text');
    await flow();
    expect(network.served.at(-2)).toMatchObject({ name: 'page.join', input: { since: { epoch: 'e1', seq: 2 } } });
    expect(shown(thread)).toEqual(['c3', 'c2']);
    thread.hold(true);
    network.restart();
    network.talk.post('other', 'ana', null, 'text');
    await flow();
    expect(shown(thread)).toEqual(['other']);
    expect(thread.view).toMatchObject({ commentCount: 1, waitingCount: 0 });
    network.talk.post('next', 'ana', null, 'text');
    await flow();
    expect(thread.view.waitingCount).toBe(1);
  });

  it('TH-10: a page has one thread, which asks for nothing before it is shown, and keeps nothing after', async () => {
    const { network, thread, talk, flow } = await openTalk({}, posts(1));
    expect(openThread(network.page, { sort: 'top' })).toBe(thread);
    const alone = new ModelNetwork();
    const unseen = openThread(alone.page);
    const stopPage = alone.page.subscribe(() => {});
    alone.talk.post('c1', 'ana', null, 'text');
    alone.connect();
    await alone.flow();
    alone.talk.post('c2', 'ana', null, 'text');
    await alone.flow();
    expect(alone.served.map(({ name, input }) => [name, input.limit])).toEqual([['page.join', 0]]);
    expect(unseen.view.isKnown).toBe(false);
    const stop = unseen.subscribe(() => {});
    await alone.flow();
    expect(shown(unseen)).toEqual(['c2', 'c1']);
    expect(alone.served.length).toBe(2);
    stop();
    vi.advanceTimersByTime(1_000);
    await settle();
    expect(unseen.view).toMatchObject({ isKnown: false, items: [] });
    stopPage();
    talk.post('c2', 'ana', null, 'text');
    await flow();
    expect(shown(thread)).toEqual(['c2', 'c1']);
  });
});
