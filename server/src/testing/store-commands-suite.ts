import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Store } from '../core/ports.js';
import { A, B, blank, held, markOf, readPage, set, type Law, type SuiteRunner } from './store-case.js';
import { StoreModel, writesFrom } from './store-model.js';

/** What a commandId is good for. */
export function commandLaws(law: Law, { forAny }: SuiteRunner): void {
  law('S-8: a known commandId has no second effect, over a restart too', async ({ store, restart }) => {
    const [first, second] = [randomUUID(), randomUUID()];
    await set(store, A, 'anna', 'like', first);
    await set(store, A, 'anna', 'wow', second);
    const { record } = await set(store, A, 'ben', 'like');
    const expectNoEffect = async (opened: Store) => {
      const repeated = { status: 'repeated', record, mine: 'wow', previous: 'wow' };
      assert.deepEqual(await set(opened, A, 'anna', 'wow', second), repeated);
      assert.deepEqual(await set(opened, A, 'anna', 'like', first), repeated);
    };
    await expectNoEffect(store);
    await expectNoEffect(await restart());
  });

  law('S-8: a known commandId with another page or kind is a conflict', async ({ store, restart }) => {
    const [first, second] = [randomUUID(), randomUUID()];
    await set(store, A, 'anna', 'like', first);
    const { record } = await set(store, A, 'anna', null, second);
    const others = [
      { ref: A, kind: 'wow' },
      { ref: B, kind: 'like' },
      { ref: B, kind: null },
      { ref: { ...A, site: 'shop' }, kind: 'like' },
    ];
    const expectConflicts = async (opened: Store) => {
      for (const commandId of [first, second]) {
        for (const other of others) {
          const outcome = await opened.setReaction({ ...other, visitorId: 'anna', commandId });
          assert.deepEqual(outcome, { status: 'conflict' });
        }
      }
      assert.deepEqual(await opened.readPages([A, B]), [record, blank(record.epoch)]);
      assert.equal(await markOf(opened, A, 'anna'), null);
    };
    await expectConflicts(store);
    await expectConflicts(await restart());
  });

  law('S-8: a command sent 30 times at once is applied once', async ({ store }) => {
    const commandId = randomUUID();
    const outcomes = await Promise.all(Array.from({ length: 30 }, () => set(store, A, 'anna', 'like', commandId)));
    assert.equal(outcomes.filter(({ status }) => status === 'applied').length, 1);
    assert.deepEqual(held(await readPage(store, A)), { like: 1 });
  });

  law('S-8: a commandId is its visitor’s own', async ({ store }) => {
    const commandId = randomUUID();
    await set(store, A, 'anna', 'like', commandId);
    assert.equal((await set(store, B, 'ben', 'wow', commandId)).status, 'applied');
  });

  law('S-8: any sequence of writes does what a naive model does', async ({ store }) => {
    let runs = 0;
    await forAny(async (choices) => {
      const run = (runs += 1);
      const refs = ['a', 'b', 'c'].map((page) => ({ site: 'news', page: `${run}-${page}` }));
      const model = new StoreModel();
      for (const write of writesFrom(choices, refs)) {
        const { record, ...outcome } = { record: null, ...(await store.setReaction(write)) };
        const expected = model.write(write);
        assert.deepEqual(outcome, expected.status === 'conflict' ? { status: 'conflict' } : expected);
        if (record !== null) assert.deepEqual(held(record), model.counts(write.ref));
      }
      const records = await store.readPages(refs);
      assert.deepEqual(
        records.map(held),
        refs.map((ref) => model.counts(ref)),
      );
    }, 100);
  });
}
