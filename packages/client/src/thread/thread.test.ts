import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ModelNetwork, settle } from '../testing/model-network.js';
import { openThread } from './open-thread.js';
import type { ShownComment, Thread, ThreadOptions } from './thread-view.js';
// Loaded by the first that is written: here at once.
import './writer.js';

const MINUTE_MS = 60_000;

/** A thread over a network that works at once, before which `told` happened on the server. */
async function openTalk(options: ThreadOptions = {}, told: (network: ModelNetwork) => void = () => {}) {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: 0 });
  // The lock of all tabs would be one of all tests.
  vi.stubGlobal('navigator', {});
  onTestFinished(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
  const network = new ModelNetwork();
  told(network);
  const thread = openThread(network.page, options);
  onTestFinished(thread.subscribe(() => {}));
  network.connect();
  await network.flow();
  return { network, thread, talk: network.talk, flow: () => network.flow() };
}

function posts(count: number, prefix = 'c') {
  return ({ talk }: ModelNetwork) => {
    for (let i = 1; i <= count; i += 1) talk.post(`${prefix}${i}`, 'ana', null, `text ${i}`);
  };
}

/** What is shown, by its ids; one's own by its text. */
function shown({ view }: Thread): string[] {
  const name = ({ comment, isMine }: ShownComment) => (isMine ? comment.body : comment.id);
  return view.items.flatMap((item) => [name(item), ...item.replies.map((reply) => `  ${name(reply)}`)]);
}

describe('a thread', () => {
  it('TH-2: a part of the list is shown, and the numbers behind its ends are known', async () => {
    const { thread, flow } = await openTalk({ limit: 3 }, posts(8));
    expect(thread.view).toMatchObject({ isKnown: true, commentCount: 8, olderCount: 5, newerCount: 0, loading: null });
    expect(shown(thread)).toEqual(['c8', 'c7', 'c6']);
    const done = thread.showOlder();
    expect(thread.view.loading).toBe('older');
    await flow();
    await done;
    expect(shown(thread)).toEqual(['c8', 'c7', 'c6', 'c5', 'c4', 'c3']);
    void thread.showOlder();
    await flow();
    expect(thread.view).toMatchObject({ olderCount: 0, loading: null });
    expect(shown(thread).length).toBe(8);
  });

  it('TH-2: opened at a comment there is more on both sides, and a reply is with the comment that it answers', async () => {
    const { thread, flow } = await openTalk({ limit: 3 }, (network) => {
      posts(20)(network);
      for (let i = 1; i <= 5; i += 1) network.talk.post(`r${i}`, 'bo', 'c10', 'reply');
    });
    const found = thread.showComment('r5');
    await flow();
    expect(await found).toBe(true);
    expect(shown(thread)).toEqual(['c11', 'c10', '  r1', '  r2', '  r5', 'c9']);
    expect(thread.view).toMatchObject({ newerCount: 9, olderCount: 8 });
    expect(thread.view.items[1]!.moreReplies).toBe(2);
    void thread.showNewer();
    void thread.showReplies('c10');
    await flow();
    expect(shown(thread)).toEqual(['c14', 'c13', 'c12', 'c11', 'c10', '  r1', '  r2', '  r3', '  r5', 'c9']);
    expect(thread.view).toMatchObject({ newerCount: 6, olderCount: 8 });
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
    const { thread, talk, flow } = await openTalk({}, posts(1));
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
    await flow();
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
    network.restart();
    network.talk.post('other', 'ana', null, 'text');
    await flow();
    expect(shown(thread)).toEqual(['other']);
    expect(thread.view.commentCount).toBe(1);
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

  it('TH-11: an edit shows at once; refused it stays for its text, until it is discarded or sent again', async () => {
    const { network, thread, talk, flow } = await openTalk();
    void thread.post({ body: 'mine' });
    await flow();
    const { id } = thread.view.items[0]!.comment;
    const done = thread.edit(id, 'better');
    await settle();
    expect(thread.view.items[0]).toMatchObject({ delivery: 'sending', comment: { body: 'better' } });
    await flow();
    expect((await done).body).toBe('better');
    expect(talk.show(id).body).toBe('better');
    network.refuseWith = 'locked';
    for (const text of ['best', 'best of all']) {
      const refused = thread.edit(id, text).catch((error: unknown) => error);
      await flow();
      expect(await refused).toMatchObject({ code: 'locked' });
    }
    expect(thread.view.items[0]).toMatchObject({
      delivery: 'failed',
      failure: { code: 'locked' },
      comment: { body: 'best of all' },
    });
    network.refuseWith = null;
    thread.retry(id);
    await flow();
    expect(talk.show(id).body).toBe('best of all');
    network.refuseWith = 'locked';
    void thread.edit(id, 'worse').catch(() => {});
    await flow();
    thread.discard(id);
    expect(thread.view.items[0]).toMatchObject({ delivery: 'posted', comment: { body: 'best of all' } });
  });

  it('TH-12: a removal shows at once with its undo for 8 s, and is taken back by it', async () => {
    const { thread, talk, flow } = await openTalk({}, posts(1));
    void thread.post({ body: 'mine' });
    await flow();
    const { id } = thread.view.items[0]!.comment;
    const removed = thread.remove(id);
    await settle();
    expect(thread.view.items[0]).toMatchObject({ isMine: true, undoableUntil: 8_000, comment: { status: 'removed' } });
    await flow();
    expect((await removed).status).toBe('removed');
    expect(talk.status(id)).toBe('removed');
    expect(thread.view.items[0]).toMatchObject({ delivery: 'posted', undoableUntil: 8_000, editableUntil: null });
    const restored = thread.restore(id);
    await settle();
    expect(thread.view.items[0]).toMatchObject({ undoableUntil: null, comment: { status: 'published', body: 'mine' } });
    await flow();
    await restored;
    expect(talk.status(id)).toBe('published');
    void thread.remove(id);
    await flow();
    vi.advanceTimersByTime(8_001);
    expect(shown(thread)).toEqual(['c1']);
  });

  it('TH-13: a vote shows at once; of those that wait the last is sent; a refusal takes it back', async () => {
    const { network, thread, talk, flow } = await openTalk({}, posts(1));
    talk.vote('c1', 'bo', 1);
    await flow();
    const done = [thread.vote('c1', 1), thread.vote('c1', 0), thread.vote('c1', -1)];
    await settle();
    expect(thread.view.items[0]).toMatchObject({ myVote: -1, comment: { votes: { up: 1, down: 1 } } });
    await flow();
    await Promise.all(done);
    const votes = () => network.served.filter(({ name }) => name === 'comment.vote').map(({ input }) => input.value);
    expect(votes()).toEqual([1, -1]);
    expect(thread.view.items[0]).toMatchObject({ myVote: -1, comment: { votes: { up: 1, down: 1, version: 3 } } });
    network.refuseWith = 'rate_limited';
    const refused = thread.vote('c1', 1).catch((error: unknown) => error);
    await flow();
    expect(await refused).toMatchObject({ code: 'rate_limited' });
    expect(thread.view.items[0]).toMatchObject({ myVote: -1, comment: { votes: { up: 1, down: 1 } } });
  });

  it('TH-14: what is asked for offline waits, and a lost reply is asked for again with the same commandId', async () => {
    const { network, thread, talk, flow } = await openTalk({}, posts(1));
    void thread.post({ body: 'mine' });
    await flow();
    const { id } = thread.view.items[0]!.comment;
    network.cut();
    const done = [thread.edit(id, 'better'), thread.vote('c1', 1), thread.flag('c1', 'spam')];
    await settle();
    expect(thread.view.items[0]!.delivery).toBe('waiting');
    network.connect();
    for (let i = 0; i < 8; i += 1) {
      network.serve();
      await settle();
    }
    network.cut();
    await settle();
    network.connect();
    await flow();
    await Promise.all(done);
    const commands = network.served.filter(({ name }) => name === 'comment.edit').map(({ input }) => input.commandId);
    expect(commands.length).toBe(2);
    expect(commands[0]).toBe(commands[1]);
    expect(talk.show(id)).toMatchObject({ body: 'better', version: 2 });
    expect(talk.voteOf('c1', 'me')).toBe(1);
  });

  it('TH-15: the author may edit for as long as the site says, by the clock of this device', async () => {
    const { network, thread, talk, flow } = await openTalk();
    network.clockSkewMs = 5 * MINUTE_MS;
    vi.setSystemTime(5 * MINUTE_MS);
    talk.post('c1', 'me', null, 'mine');
    talk.post('c2', 'ana', null, 'text');
    await flow();
    expect(thread.view.items.map(({ editableUntil }) => editableUntil)).toEqual([null, 20 * MINUTE_MS]);
    vi.setSystemTime(20 * MINUTE_MS);
    network.page.connectionChanged();
    expect(thread.view.items.map(({ editableUntil }) => editableUntil)).toEqual([null, null]);
  });
});
