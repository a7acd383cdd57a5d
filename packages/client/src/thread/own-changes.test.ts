import { describe, expect, it, vi } from 'vitest';
import { settle } from '../testing/model-network.js';
import { openTalk, posts, shown } from '../testing/open-talk.js';

const MINUTE_MS = 60_000;

describe('one’s own changes', () => {
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
