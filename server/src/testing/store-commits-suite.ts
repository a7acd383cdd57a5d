import assert from 'node:assert/strict';
import type { Committed } from '../core/records.js';
import { A, B, readPage, set, type Law } from './store-case.js';
import { applied, change, flagBy, nameOf, part, post, postBy, readComment, voteBy } from './talk.js';

/** What a store tells of its commits. */
export function commitLaws(law: Law): void {
  law('S-18: every commit is told before its writes are acknowledged, once, in order', async ({ store, told }) => {
    const seqs = () => told.flatMap(({ changes }) => changes.map(({ seq }) => seq));
    await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        if (index % 3 === 0) {
          const { record } = await set(store, A, `visitor-${index}`, 'like');
          assert.ok(
            told.some((committed) => committed.record.version >= record.version),
            'not told',
          );
          return;
        }
        const { seq } = await post(store, 'anna');
        assert.ok(seqs().includes(seq!), 'not told');
      }),
    );
    assert.deepEqual(
      seqs(),
      Array.from({ length: 40 }, (_, index) => index + 1),
    );
    const isInOrder = (of: (committed: Committed) => number) =>
      told.every((committed, index) => index === 0 || of(committed) >= of(told[index - 1]!));
    assert.ok(isInOrder(({ record }) => record.seq) && isInOrder(({ record }) => record.version));
    assert.deepEqual(told.at(-1)!.record, await readPage(store, A));
  });

  law(
    'S-18: a commit tells the page, its new changes and the votes that have changed, whole',
    async ({ store, told }) => {
      const last = () => told.at(-1)!;
      const comment = await post(store, 'anna');
      const record = await readPage(store, A);
      assert.deepEqual(last(), { ref: A, record, changes: [{ seq: 1, type: 'posted', comment }], votes: {} });
      const outcome = await store.setVote(voteBy('ben', comment.id, 1));
      assert.ok(outcome.status === 'applied');
      const voted = { ref: A, record: outcome.record, changes: [], votes: { [comment.id]: outcome.votes } };
      assert.deepEqual(last(), voted);
      const reply = applied(await store.writeComment(postBy('ben', { parentId: comment.id })));
      assert.deepEqual(last().changes, [{ seq: 2, type: 'posted', comment: reply }]);
      const removed = await change(store, 'ben', 'remove', reply);
      assert.deepEqual(last().changes, [{ seq: 3, type: 'removed', comment: removed }]);
      await set(store, B, 'anna', 'like');
      const { counts, ...rest } = last().record;
      assert.deepEqual(
        { ...last(), record: rest, counts: { ...counts } },
        {
          ref: B,
          record: { ...rest },
          counts: { like: 1 },
          changes: [],
          votes: {},
        },
      );
    },
  );

  law('S-18: what changes nothing on a page is not told; what is asked for again tells it as it is', async (given) => {
    const { store, told } = given;
    const written = postBy('anna');
    const comment = applied(await store.writeComment(written));
    const count = told.length;
    const held = await post(store, 'anna', { status: 'pending' });
    await change(store, 'anna', 'edit', held);
    await store.flagComment(flagBy('ben', comment.id));
    await store.writeVisitor(nameOf('anna', 'Anna'));
    await store.setVote(voteBy('anna', comment.id, 1));
    await store.setVote(voteBy('ben', comment.id, 0));
    await set(store, A, 'anna', null);
    await Promise.all([store.check(), part(store), readComment(store, comment.id)]);
    assert.equal(told.length, count);
    await store.writeComment(written);
    assert.deepEqual(told.slice(count), [{ ref: A, record: await readPage(store, A), changes: [], votes: {} }]);
  });
}
