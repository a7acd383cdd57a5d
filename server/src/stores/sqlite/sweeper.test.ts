import { LIMITS } from '@huzzah/protocol';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { A } from '../../testing/store-case.js';
import { change, editBy, flagBy, post, postBy, readComment } from '../../testing/talk.js';
import { GroupReader } from './group-reader.js';
import { GroupWriter } from './group-writer.js';
import type { ReadOperation, Results, WriteOperation } from './messages.js';
import { migrate, MIGRATIONS } from './migrations.js';
import { PageReader } from './page-reader.js';
import { opened, scratchPath } from './scratch.test.util.js';

let writer: GroupWriter;
let reader: GroupReader;

beforeEach(() => {
  const database = new DatabaseSync(':memory:');
  migrate(database, ':memory:', MIGRATIONS);
  const pages = new PageReader(database);
  writer = new GroupWriter(database, ':memory:', pages);
  reader = new GroupReader(database, ':memory:', pages);
});

function write<T extends WriteOperation>(now: number, ...operations: T[]): Results[T['type']][] {
  return writer.write(operations, now).answers as Results[T['type']][];
}

function read<T extends ReadOperation>(operation: T): Results[T['type']] {
  return reader.read([operation])[0] as Results[T['type']];
}

/** Posts so many comments, and removes them. */
function remove(count: number, at: number): string[] {
  const posts = Array.from({ length: count }, () => postBy('anna', { body: 'Gone' }));
  write(at, ...posts.map((post) => ({ type: 'comment', write: post }) as const));
  const removals = posts.map(({ commandId: id }) => editBy('anna', 'remove', { id, version: 1 }));
  write(at, ...removals.map((removal) => ({ type: 'comment', write: removal }) as const));
  return posts.map(({ commandId }) => commandId);
}

const textsOf = (ids: readonly string[]) => read({ type: 'comments', ref: A, ids }).map((comment) => comment!.body);

describe('the sweep', () => {
  it('SQ-39: the text of what is removed is kept for its time, and goes then; what was restored stays', () => {
    const [gone, restored, later] = [remove(1, 1_000), remove(1, 1_000), remove(1, 5_000)];
    const restore = editBy('anna', 'restore', { id: restored[0]!, version: 2 });
    write(2_000, { type: 'comment', write: restore });
    const all = [...gone, ...restored, ...later];
    expect(write(LIMITS.removedKeptMs + 1_000, { type: 'sweep' })).toEqual([false]);
    expect(textsOf(all)).toEqual(['Gone', 'Gone', 'Gone']);
    write(LIMITS.removedKeptMs + 1_001, { type: 'sweep' });
    expect(textsOf(all)).toEqual(['', 'Gone', 'Gone']);
    write(LIMITS.removedKeptMs + 5_001, { type: 'sweep' });
    expect(textsOf(all)).toEqual(['', 'Gone', '']);
    const brought = editBy('anna', 'restore', { id: gone[0]!, version: 2 });
    expect(write(0, { type: 'comment', write: brought })).toEqual([{ status: 'not_found' }]);
  });

  it('SQ-39: flags go after their time', () => {
    const comment = postBy('anna');
    write(0, { type: 'comment', write: comment });
    write(1_000, { type: 'flag', write: flagBy('ben', comment.commandId, { text: 'rude' }) });
    const flags = () => read({ type: 'export', site: A.site, visitorId: 'ben', from: null })!.flags;
    write(LIMITS.flagsKeptMs + 1_000, { type: 'sweep' });
    expect(flags()).toMatchObject([{ text: 'rude' }]);
    write(LIMITS.flagsKeptMs + 1_001, { type: 'sweep' });
    expect(flags()).toEqual([]);
  });

  it('SQ-39: an open store sweeps by itself', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true, toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const clock = { at: 0, now: () => clock.at };
    const store = await opened(scratchPath(), { clock });
    const comment = await post(store, 'anna');
    await change(store, 'anna', 'remove', comment);
    clock.at += LIMITS.removedKeptMs + 1;
    await vi.advanceTimersByTimeAsync(60_000);
    await vi.waitFor(async () => expect((await readComment(store, comment.id)).body).toBe(''), { timeout: 90_000 });
  });

  it('SQ-40: a sweep takes a bounded step, and says whether more is due', () => {
    const ids = remove(1_200, 0);
    const now = LIMITS.removedKeptMs + 1;
    const left = () => textsOf(ids).filter((body) => body !== '').length;
    const steps = Array.from({ length: 4 }, () => [write(now, { type: 'sweep' })[0], left()]);
    expect(steps).toEqual([
      [true, 700],
      [true, 200],
      [false, 0],
      [false, 0],
    ]);
  });

  it('SQ-40: what a group touches beside a sweep is not undone by it', () => {
    const [id] = remove(1, 0);
    const restore = { type: 'comment', write: editBy('anna', 'restore', { id: id!, version: 2 }) } as const;
    const answers = writer.write([{ type: 'sweep' }, restore], LIMITS.removedKeptMs + 1).answers;
    expect(answers).toMatchObject([false, { status: 'applied', comment: { body: 'Gone', status: 'published' } }]);
    expect(textsOf([id!])).toEqual(['Gone']);
  });
});
