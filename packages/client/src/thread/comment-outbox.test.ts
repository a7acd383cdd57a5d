import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ModelNetwork, settle } from '../testing/model-network.js';
import { openTalk } from '../testing/open-talk.js';
import { openThread } from './open-thread.js';

const DAY_MS = 86_400_000;

async function openWriting() {
  const talk = await openTalk();
  const { network } = talk;
  const posts = () => network.served.filter(({ name }) => name === 'comment.post').map(({ input }) => input);
  return { ...talk, posts };
}

describe('the comment outbox', () => {
  it('WR-1: comments go in order, the next after the reply to the last, each under the id of its comment', async () => {
    const { network, thread, posts, flow } = await openWriting();
    const done = [thread.post({ body: 'one' })];
    await settle();
    vi.advanceTimersByTime(1);
    done.push(thread.post({ body: 'two', name: 'Ana' }));
    await settle();
    expect(thread.view.items.map(({ delivery, comment }) => [delivery, comment.body])).toEqual([
      ['sending', 'two'],
      ['sending', 'one'],
    ]);
    expect(thread.view.items[0]!.comment.author).toMatchObject({ id: 'me', name: 'Ana' });
    network.serve();
    await settle();
    expect(posts().length).toBe(1);
    await flow();
    const [one, two] = await Promise.all(done);
    expect(posts()).toEqual([
      { page: 'p', body: 'one', commandId: one!.id },
      { page: 'p', body: 'two', commandId: two!.id, name: 'Ana' },
    ]);
    expect(thread.view.items.map(({ delivery }) => delivery)).toEqual(['posted', 'posted']);
  });

  it('WR-2: a lost reply, and a store in trouble, are asked for again under the same id', async () => {
    const { network, thread, posts, flow } = await openWriting();
    const done = thread.post({ body: 'mine' });
    await settle();
    network.serve();
    network.cut();
    await settle();
    expect(thread.view.items[0]!.delivery).toBe('waiting');
    network.connect();
    await flow();
    const { id } = await done;
    expect(posts().map(({ commandId }) => commandId)).toEqual([id, id]);
    expect(network.talk.ids).toEqual([id]);
    network.refuseWith = 'store_unavailable';
    const again = thread.post({ body: 'again' });
    await flow();
    expect(thread.view.items[0]!.delivery).toBe('waiting');
    network.refuseWith = null;
    vi.advanceTimersByTime(2_000);
    await flow();
    await again;
    expect(network.talk.ids.length).toBe(2);
  });

  it('WR-3: a refused one is kept with its text, to be sent again under its id or discarded, and stops no other', async () => {
    const { network, thread, posts, flow } = await openWriting();
    network.refuseWith = { code: 'rejected', message: 'unable to post', reason: { code: 'links' } };
    const refused = thread.post({ body: 'mine' }).catch((error: unknown) => error);
    await flow();
    expect(await refused).toMatchObject({ code: 'rejected', error: { reason: { code: 'links' } } });
    network.refuseWith = null;
    await Promise.all([thread.post({ body: 'next' }), flow()]);
    const failed = thread.view.items.find(({ delivery }) => delivery === 'failed')!;
    expect(failed).toMatchObject({
      comment: { body: 'mine' },
      failure: { code: 'rejected', reason: { code: 'links' } },
      askedAt: 0,
    });
    thread.retry(failed.comment.id);
    await flow();
    expect(thread.view.items.map(({ delivery }) => delivery)).toEqual(['posted', 'posted']);
    expect(posts()[2]!.commandId).toBe(posts()[0]!.commandId);
    network.refuseWith = 'too_long';
    void thread.post({ body: 'long' }).catch(() => {});
    await flow();
    thread.discard(thread.view.items[0]!.comment.id);
    expect(thread.view.items.length).toBe(2);
  });

  it('WR-3: what waits and is discarded is not sent, and whoever waits for it is told', async () => {
    const { network, thread, posts, flow } = await openWriting();
    network.cut();
    const discarded = thread.post({ body: 'mine' }).catch((error: unknown) => error);
    await settle();
    thread.discard(thread.view.items[0]!.comment.id);
    expect(String(await discarded)).toContain('discarded');
    network.connect();
    await flow();
    expect(posts()).toEqual([]);
  });

  it('WR-4: too fast is said to who has just written, with the time to wait; what was written offline waits by itself', async () => {
    const { network, thread, posts, flow } = await openWriting();
    network.refuseWith = { code: 'slow_mode', message: 'unable to post; slow mode', retryAfterMs: 5_000 };
    const refused = thread.post({ body: 'fast' }).catch((error: unknown) => error);
    await flow();
    expect(await refused).toMatchObject({ code: 'slow_mode', retryAfterMs: 5_000 });
    expect(thread.view).toMatchObject({ mayPostAt: 5_000, items: [{ delivery: 'failed' }] });
    vi.advanceTimersByTime(5_001);
    await settle();
    expect(thread.view).toMatchObject({ mayPostAt: null, items: [{ delivery: 'failed' }] });
    thread.discard(thread.view.items[0]!.comment.id);
    network.cut();
    const done = thread.post({ body: 'offline' });
    await settle();
    network.connect();
    await flow();
    expect(posts().length).toBe(2);
    expect(thread.view).toMatchObject({ mayPostAt: null, items: [{ delivery: 'waiting', failure: null }] });
    network.refuseWith = null;
    vi.advanceTimersByTime(5_000);
    await flow();
    expect((await done).body).toBe('offline');
    expect(posts().length).toBe(3);
    // So does what was on its way, or behind it, when the connection was lost.
    const lost = [thread.post({ body: 'on its way' }), thread.post({ body: 'behind it' })];
    await settle();
    network.cut();
    await settle();
    network.connect();
    while (posts().length < 4) {
      await settle();
      network.serve();
    }
    network.refuseWith = { code: 'slow_mode', message: 'unable to post; slow mode', retryAfterMs: 5_000 };
    await flow();
    expect(posts().at(-1)!.body).toBe('behind it');
    network.refuseWith = null;
    vi.advanceTimersByTime(5_000);
    await flow();
    expect((await Promise.all(lost)).length).toBe(2);
  });

  it('WR-4: in slow mode the time of the next comment is known with the reply to the last', async () => {
    const { network, thread, flow } = await openWriting();
    network.settings = { ...network.settings, slowModeMs: 30_000 };
    await flow();
    void thread.post({ body: 'mine' });
    await flow();
    expect(thread.view).toMatchObject({ slowModeMs: 30_000, mayPostAt: 30_000 });
  });

  it('WR-5: one of another week is not sent by itself: it is shown with its text, and sent where its author says so', async () => {
    const { network, thread, posts, flow } = await openWriting();
    network.cut();
    const done = thread.post({ body: 'old' });
    await settle();
    vi.setSystemTime(8 * DAY_MS);
    network.connect();
    await flow();
    expect(posts()).toEqual([]);
    expect(thread.view.items[0]).toMatchObject({ delivery: 'failed', failure: null, comment: { body: 'old' } });
    thread.retry(thread.view.items[0]!.comment.id);
    await flow();
    expect((await done).body).toBe('old');
  });

  it('WR-6: the visitor is kept before the first is sent', async () => {
    const { network, thread, flow } = await openWriting();
    expect(network.isIdentityKept).toBe(false);
    void thread.post({ body: 'mine' });
    await settle();
    expect(network.isIdentityKept).toBe(true);
    await flow();
  });

  it('WR-7: what is not acknowledged where the connection ends is told so, and nothing is taken any more', async () => {
    const { network, thread, flow } = await openWriting();
    network.cut();
    const waiting = [thread.post({ body: 'mine' }), thread.vote('nobody', 1)].map((done) => done.catch(String));
    await settle();
    network.ended = new Error('the connection was closed');
    network.page.end(network.ended);
    expect(await Promise.all(waiting)).toEqual([
      'Error: the connection was closed',
      'Error: the connection was closed',
    ]);
    await expect(thread.post({ body: 'late' })).rejects.toThrow('closed');
    await flow();
  });

  it('WR-7: where the connection has ended a draft, and who comes to look, are no fault of the page', async () => {
    const { network, thread, flow } = await openWriting();
    const faults: unknown[] = [];
    const fault = (reason: unknown) => faults.push(reason);
    process.on('unhandledRejection', fault);
    onTestFinished(() => void process.off('unhandledRejection', fault));
    network.cut();
    network.ended = new Error('the connection was closed');
    network.page.end(network.ended);
    thread.drafts.write(null, 'late');
    // Something may be kept, and there is nobody to send it.
    vi.stubGlobal('indexedDB', {});
    const later = new ModelNetwork();
    later.ended = network.ended;
    onTestFinished(openThread(later.page).subscribe(() => {}));
    await flow();
    await new Promise(setImmediate);
    expect(faults).toEqual([]);
  });
});
