import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { change, editBy, flagBy, nameOf, post, postBy, voteBy } from '../../testing/talk.js';
import type { CommentRecord } from '../../core/records.js';
import { opened, otherProgram, scratchPath } from './scratch.test.util.js';

const SECRET = 'Quetzalcoatlus';

/** How often the secret is anywhere in the file, its log, or beside them. */
function traces(path: string): number {
  const files = ['', '-wal', '-shm', '-journal'].map((end) => path + end).filter((file) => existsSync(file));
  return files.map((file) => readFileSync(file, 'latin1').split(SECRET).length - 1).reduce((a, b) => a + b);
}

/** Numbers that look like chance, and are the same each time. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
}

describe('what visitors wrote', () => {
  it('SQ-38: of an erased visitor no byte is left in the file or its log, however often rows were moved', async () => {
    const path = scratchPath();
    const store = await opened(path);
    const pick = chance(7);
    const bodyOf = (isHis: boolean) => (isHis ? `${SECRET} ` : 'ordinary words ').repeat(1 + pick(120));
    const posted: CommentRecord[] = [];
    const act = async (index: number) => {
      const isHis = index % 3 === 0;
      const visitorId = isHis ? 'anna' : `visitor-${index % 5}`;
      const name = isHis ? `Anna ${SECRET}` : 'Somebody';
      const wish = {
        body: bodyOf(isHis),
        name,
        isRename: pick(3) === 0,
        status: pick(9) === 0 ? 'pending' : 'published',
      } as const;
      const outcome = await store.writeComment(postBy(visitorId, wish));
      if (outcome.status !== 'applied') throw new Error(outcome.status);
      const { comment } = outcome;
      posted.push(comment);
      const other = posted[pick(posted.length)]!;
      await Promise.all([
        store.setVote(voteBy(`voter-${index}`, other.id, 1)),
        store.writeComment(editBy(other.author.id, 'edit', other, { body: bodyOf(other.author.id === 'anna') })),
        store.flagComment(flagBy(visitorId, other.id, { text: isHis ? SECRET : 'no' })),
        pick(4) === 0 ? store.writeComment(editBy(visitorId, 'remove', comment)) : null,
      ]);
    };
    for (let round = 0; round < 60; round += 1) {
      await Promise.all(Array.from({ length: 15 }, (_, index) => act(round * 15 + index)));
    }
    expect(traces(path)).toBeGreaterThan(1_000);
    const outcome = await store.writeVisitor(nameOf('anna', null));
    expect(outcome).toMatchObject({ status: 'applied', erased: { comments: 300 } });
    // The log may have been scrubbed just before, for what was edited away.
    await vi.waitFor(
      async () => {
        await store.check();
        expect(traces(path)).toBe(0);
      },
      { timeout: 90_000, interval: 250 },
    );
    await store.close();
    expect(traces(path)).toBe(0);
    expect(readFileSync(path, 'latin1')).toContain('ordinary words');
  });

  it('SQ-47: what is edited away, flagged anew or named anew is gone with the next', async () => {
    const path = scratchPath();
    const store = await opened(path);
    const comment = await post(store, 'anna', { body: SECRET, name: SECRET, isRename: true });
    const other = await post(store, 'ben');
    await store.flagComment(flagBy('anna', other.id, { text: SECRET }));
    expect(traces(path)).toBeGreaterThan(0);
    await Promise.all([
      change(store, 'anna', 'edit', comment, { body: 'mild' }),
      store.flagComment(flagBy('anna', other.id, { text: 'mild' })),
      store.writeVisitor(nameOf('anna', 'Anna')),
    ]);
    await store.close();
    // The name that the comment was written under.
    expect(traces(path)).toBe(1);
  });

  it('SQ-48: while another program reads writing goes on, and the log is scrubbed when that has ended', async () => {
    const path = scratchPath();
    const store = await opened(path);
    const comment = await post(store, 'anna', { body: SECRET });
    const other = otherProgram(path);
    other.exec('BEGIN; SELECT * FROM pages');
    await change(store, 'anna', 'edit', comment, { body: 'mild' });
    await post(store, 'ben');
    expect(traces(path)).toBeGreaterThan(0);
    other.exec('COMMIT');
    await vi.waitFor(
      async () => {
        await store.check();
        expect(traces(path)).toBe(0);
      },
      { timeout: 90_000, interval: 250 },
    );
  });
});
