import { LIMITS } from '@huzzah/protocol';
import type { Worker } from 'node:worker_threads';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Store } from '../../core/ports.js';
import type { PageRecord } from '../../core/records.js';
import { A } from '../../testing/store-case.js';
import { list, post } from '../../testing/talk.js';
import { markOf, opened, otherProgram, PAGE, recount, scratchPath, wish } from './scratch.test.util.js';

const FULL = { name: 'StoreError', code: 'storage_full' };
const UNAVAILABLE = { name: 'StoreError', code: 'store_unavailable' };

/** Collects the threads that are started during the test: the writer first, then the reader. */
function startedThreads(): Worker[] {
  const threads: Worker[] = [];
  const note = (thread: Worker) => threads.push(thread);
  process.on('worker', note);
  onTestFinished(() => {
    process.off('worker', note);
  });
  return threads;
}

/** Ends the thread in the moment that it is handed the next group, before any answer can come. */
function endWithNextGroup(thread: Worker): Promise<number> {
  const post = thread.postMessage.bind(thread);
  return new Promise((resolve) => {
    thread.postMessage = (group: unknown) => {
      post(group);
      resolve(thread.terminate());
    };
  });
}

const SOON = { timeout: 90_000 };
const heals = (store: Store) => vi.waitFor(() => store.check(), SOON);

describe('the embedded store in trouble', () => {
  it('SQ-5: a full disk refuses writes, all or nothing, and checks; reading goes on, and it heals by itself', async () => {
    const path = scratchPath();
    const store = await opened(path, { maxPages: 120 });
    const ballast = otherProgram(path);
    ballast.exec('CREATE TABLE ballast (bytes BLOB); INSERT INTO ballast VALUES (zeroblob(300000))');
    const wishes = Array.from({ length: 3_000 }, (_, index) => wish('like', `visitor-${index}`));
    const results: PromiseSettledResult<unknown>[] = [];
    // Not all at once: the last of them would be refused for their time where the disk is slow.
    for (let from = 0; from < wishes.length; from += 100) {
      const some = wishes.slice(from, from + 100).map((write) => store.setReaction(write));
      results.push(...(await Promise.allSettled(some)));
    }
    const refused = wishes.filter((_, index) => results[index]!.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThan(wishes.length);
    for (const result of results) if (result.status === 'rejected') expect(result.reason).toMatchObject(FULL);
    await expect(store.check()).rejects.toMatchObject(FULL);

    const [record] = await store.readPages([PAGE]);
    expect(record!.counts).toEqual({ like: wishes.length - refused.length });
    const marks = await Promise.all(refused.map(({ visitorId }) => markOf(store, PAGE, visitorId)));
    expect(new Set(marks)).toEqual(new Set([null]));

    ballast.exec('DROP TABLE ballast');
    await store.check();
    for (const write of refused.slice(0, 50))
      expect(await store.setReaction(write)).toMatchObject({ status: 'applied' });
    const { counted, said } = recount(path);
    expect(said).toEqual(counted);
  });

  it('SQ-6: an operation that cannot be applied does not fail those beside it, and is told as a fault', async () => {
    const path = scratchPath();
    const faults: string[] = [];
    const told: Record<string, number>[] = [];
    const store = await opened(path, {
      onFault: ({ message }) => faults.push(message),
      onCommit: ({ ref, record }) => ref.page === PAGE.page && told.push(record.counts),
    });
    const damaged = { ...PAGE, page: 'damaged' };
    await store.setReaction(wish('like', 'anna', damaged));
    otherProgram(path).exec(`UPDATE pages SET counts = '{"like":0}'`);
    const beside = Array.from({ length: 30 }, (_, index) => wish('like', `visitor-${index}`));
    const writes = [...beside.slice(0, 11), wish('wow', 'anna', damaged), ...beside.slice(11)];
    const results = await Promise.allSettled(writes.map((write) => store.setReaction(write)));
    expect(results.flatMap(({ status }, index) => (status === 'rejected' ? [index] : []))).toEqual([11]);
    expect(results[11]).toMatchObject({ reason: UNAVAILABLE });
    expect(faults).toEqual([expect.stringContaining('CHECK constraint failed')]);
    expect(await markOf(store, damaged, 'anna')).toBe('like');
    expect((await store.readPages([PAGE]))[0]!.counts).toEqual({ like: 30 });
    const counts = told.map(({ like }) => like!);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect(counts.at(-1)).toBe(30);
  });

  it('SQ-45: a listener that fails is told as a fault, and keeps no answer from anybody', async () => {
    const faults: string[] = [];
    const store = await opened(scratchPath(), {
      onFault: ({ message }) => faults.push(message),
      onCommit: () => {
        throw new Error('deaf');
      },
    });
    expect(await store.setReaction(wish('like'))).toMatchObject({ status: 'applied' });
    expect((await store.readPages([PAGE]))[0]!.counts).toEqual({ like: 1 });
    expect(faults).toEqual(['deaf']);
  });

  it('SQ-7: while another program holds the file, reading goes on', async () => {
    const path = scratchPath();
    const first = await opened(path);
    const cold = { ...PAGE, page: 'cold' };
    await first.setReaction(wish('wow', 'anna', cold));
    await first.close();
    const store = await opened(path);
    await store.setReaction(wish('like'));
    const other = otherProgram(path);
    other.exec('BEGIN IMMEDIATE');
    const records = await store.readPages([PAGE, cold]);
    expect(records.map(({ counts }) => counts)).toEqual([{ like: 1 }, { wow: 1 }]);
    // Asked after a write that waits, a read is answered before it: of several, for a machine may stand still.
    const ends: string[][] = [];
    do {
      const order: string[] = [];
      const refused = expect(store.setReaction(wish('wow'))).rejects.toMatchObject(UNAVAILABLE);
      const write = refused.then(() => order.push('write'));
      const read = markOf(store, cold, 'anna').then((kind) => order.push(`read ${kind}`));
      await Promise.all([write, read]);
      ends.push(order);
    } while (ends.length < 20 && ends.at(-1)![0] === 'write');
    expect(ends.at(-1)).toEqual(['read wow', 'write']);
    other.exec('ROLLBACK');
    await heals(store);
  });

  it('SQ-31: a page that was read or written of late is read from memory, without any thread', async () => {
    const threads = startedThreads();
    const store = await opened(scratchPath(), { onFault: () => undefined });
    const written = await store.setReaction(wish('like'));
    const unmade = { ...PAGE, page: 'unmade' };
    const read = await store.readPages([unmade]);
    const talk = { ...A, page: 'talk' };
    await post(store, 'anna', { ref: talk });
    const readTalk = () =>
      Promise.all([list(store, { ref: talk }), store.readComments(talk), store.readChanges(talk, 0)]);
    const known = await readTalk();
    await threads[1]!.terminate();
    expect(await store.readPages([PAGE, unmade])).toEqual([(written as { record: PageRecord }).record, ...read]);
    expect(await readTalk()).toEqual(known);
    expect(await store.readVotes(talk, 'ben', ['any'])).toEqual({});
    expect(threads.length).toBe(2);
  });

  it('SQ-30: what was refused for its time, and written after all, is read and told', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const path = scratchPath();
    const told: PageRecord[] = [];
    const store = await opened(path, { onCommit: ({ record }) => told.push(record) });
    await store.setReaction(wish('like'));
    const refused = expect(store.setReaction(wish('wow'))).rejects.toThrow(/not answered within/);
    // The time passes in one turn of the loop: the group is sent in it, and no answer can come.
    vi.advanceTimersByTime(LIMITS.storeWaitMs + 100);
    await refused;
    await vi.waitFor(async () => expect((await store.readPages([PAGE]))[0]!.counts).toMatchObject({ wow: 1 }), SOON);
    expect(told.map(({ version }) => version)).toEqual([1, 2]);
  });

  it('SQ-8: a thread that dies refuses what was with it, and is started again; nothing acknowledged is lost', async () => {
    const path = scratchPath();
    const threads = startedThreads();
    const faults: Error[] = [];
    const store = await opened(path, { onFault: (fault) => faults.push(fault) });
    const [writer, reader] = threads;
    await store.setReaction(wish('like', 'anna'));
    const other = otherProgram(path);
    other.exec('BEGIN IMMEDIATE');
    await markOf(store, PAGE, 'anna');
    const lost = wish('like', 'ben');
    // At once: a writer that is let wait for the file says after a second that another program holds it.
    const ended = endWithNextGroup(writer!);
    await expect(store.setReaction(lost)).rejects.toThrow(/it has ended/);
    await Promise.all([ended, reader!.terminate()]);
    other.exec('ROLLBACK');
    await heals(store);
    expect(await vi.waitFor(() => markOf(store, PAGE, 'anna'), SOON)).toBe('like');
    expect(threads.length).toBe(4);
    expect(faults.length).toBe(2);
    expect(await store.setReaction(lost)).toMatchObject({ mine: 'like', record: { counts: { like: 2 } } });
  });

  it('SQ-9: a store in memory that has lost its thread begins a new epoch', async () => {
    const threads = startedThreads();
    const store = await opened(':memory:', { onFault: () => undefined });
    const { epoch } = (await store.readPages([PAGE]))[0]!;
    await store.setReaction(wish('like'));
    await threads[0]!.terminate();
    await heals(store);
    const [record] = await store.readPages([PAGE]);
    expect(record).toMatchObject({ version: 0, counts: {} });
    expect(record!.epoch).not.toBe(epoch);
  });

  it('SQ-10: a clock that jumps makes no command new', async () => {
    const clock = { at: Date.now(), now: () => clock.at };
    const store = await opened(scratchPath(), { clock });
    const [first, second] = [wish('like'), wish('wow')];
    await store.setReaction(first);
    await store.setReaction(second);
    for (const jump of [3_600_000, -7_200_000, 86_400_000]) {
      clock.at += jump;
      await store.check();
      expect(await store.setReaction(first)).toMatchObject({ status: 'repeated', mine: 'wow' });
    }
  });

  it('SQ-11: reading, checking, refusals and the wish for no mark make no page', async () => {
    const path = scratchPath();
    const store = await opened(path);
    const unread = { ...PAGE, page: 'unread' };
    const write = wish('like');
    await store.setReaction(write);
    await store.setReaction({ ...write, ref: unread });
    const nothing = wish(null, 'anna', unread);
    for (const status of ['applied', 'repeated']) expect(await store.setReaction(nothing)).toMatchObject({ status });
    await store.readPages([unread]);
    await markOf(store, unread, 'anna');
    await store.check();
    const rows = (table: string) => otherProgram(path).prepare(`SELECT count(*) AS n FROM ${table}`).get()!['n'];
    expect({ pages: rows('pages'), marks: rows('marks'), commands: rows('commands') }).toEqual({
      pages: 1,
      marks: 1,
      commands: 2,
    });
  });
});
