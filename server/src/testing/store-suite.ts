import { LIMITS } from '@huzzah/protocol';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { StoreError } from '../core/ports.js';
import type { PageRef, ReactionWrite } from '../core/records.js';
import {
  A,
  B,
  blank,
  held,
  lawsIn,
  markOf,
  readPage,
  refused,
  set,
  tallyOf,
  type Law,
  type SuiteRunner,
} from './store-case.js';
import { Stopwatch } from './stopwatch.js';
import { commandLaws } from './store-commands-suite.js';
import { commentCommandLaws } from './store-comment-commands-suite.js';
import { commentLaws } from './store-comments-suite.js';
import { commitLaws } from './store-commits-suite.js';
import { listLaws } from './store-lists-suite.js';
import { talkLaws } from './store-talk-suite.js';
import { visitorLaws } from './store-visitors-suite.js';
import { voteLaws } from './store-votes-suite.js';
import type { StorePlace } from './store-place.js';

/** What S-9 grants, and what a busy machine adds. */
const PATIENCE_MS = LIMITS.storeWaitMs + 500;

/**
 * The laws of `Store`, a case or more for each, for any driver.
 *
 * @param makePlace gives each case a place of its own
 * @example storeSuite('redis', { describe, it, forAny }, () => RedisPlace.make())
 */
export function storeSuite(name: string, runner: SuiteRunner, makePlace: () => Promise<StorePlace>): void {
  runner.describe(`the laws of the store: ${name}`, () => {
    const law = lawsIn(runner, makePlace);
    markLaws(law);
    commandLaws(law, runner);
    commentLaws(law);
    commentCommandLaws(law);
    listLaws(law);
    voteLaws(law);
    visitorLaws(law);
    commitLaws(law);
    talkLaws(law, runner);
    endLaws(law);
  });
}

/** What is read, written and counted. */
function markLaws(law: Law): void {
  law('S-1: reading makes no page', async ({ store, restart }) => {
    const refs = Array.from({ length: 50 }, (_, index) => ({ ...A, page: `unread-${index}` }));
    const first = await store.readPages(refs);
    for (const record of first) assert.deepEqual({ ...record, epoch: '' }, blank(''));
    assert.equal(await markOf(store, A, 'anna'), null);
    assert.deepEqual(await (await restart()).readPages(refs), first);
  });

  law('S-2: a page has one epoch, before and after it is made', async ({ store, restart }) => {
    const unmade = await readPage(store, A);
    assert.match(unmade.epoch, /^.{1,64}$/);
    const { record } = await set(store, A, 'anna', 'like');
    assert.equal(record.epoch, unmade.epoch);
    store = await restart();
    assert.equal((await readPage(store, A)).epoch, unmade.epoch);
    assert.equal((await set(store, A, 'ben', 'like')).record.epoch, unmade.epoch);
  });

  law('S-3: a read sees every write that was acknowledged before it', async ({ store, restart }) => {
    const refs = Array.from({ length: 5 }, (_, index) => ({ ...A, page: `page-${index}` }));
    const react = async (ref: PageRef, visitorId: string) => {
      for (const kind of ['like', 'wow', null, 'like']) {
        const { record, mine } = await set(store, ref, visitorId, kind);
        const [seen, mark] = await Promise.all([readPage(store, ref), markOf(store, ref, visitorId)]);
        assert.ok(seen.version >= record.version, `version ${seen.version} after ${record.version}`);
        assert.equal(mark, mine);
      }
    };
    await Promise.all(refs.flatMap((ref) => ['anna', 'ben', 'carl', 'dora'].map((visitor) => react(ref, visitor))));
    const records = await store.readPages(refs);
    assert.deepEqual(records.map(held), Array(5).fill({ like: 4 }));
    store = await restart();
    assert.deepEqual(await store.readPages(refs), records);
    assert.equal(await markOf(store, refs[0]!, 'anna'), 'like');
  });

  law('S-3: pages are read in the order asked for, each as often as it is named', async ({ store }) => {
    const { record: a } = await set(store, A, 'anna', 'like');
    const { record: b } = await set(store, B, 'anna', 'wow');
    const unmade = { ...A, page: 'unmade' };
    assert.deepEqual(await store.readPages([B, unmade, A, B]), [b, blank(a.epoch), a, b]);
    assert.deepEqual(await store.readPages([]), []);
    const elsewhere = { ...A, site: 'shop' };
    assert.deepEqual(await readPage(store, elsewhere), blank(a.epoch));
  });

  law('S-4: after 200 changes at once by 20 visitors the counts are the holders', async ({ store, restart }) => {
    const visitors = Array.from({ length: 20 }, (_, index) => `visitor-${index}`);
    const kinds = ['like', 'wow', 'angry', null];
    await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        set(store, A, visitors[index % 20]!, kinds[(index * 7 + Math.floor(index / 20)) % 4]!),
      ),
    );
    const recount = async () => tallyOf(await Promise.all(visitors.map((visitor) => markOf(store, A, visitor))));
    const counted = await recount();
    assert.deepEqual(held(await readPage(store, A)), counted);
    store = await restart();
    assert.deepEqual(held(await readPage(store, A)), counted);
    assert.deepEqual(await recount(), counted);
  });

  law('S-5: no count is ever negative, whatever is undone, switched or sent again', async ({ store }) => {
    const undo: ReactionWrite = { ref: A, visitorId: 'anna', kind: null, commandId: randomUUID() };
    await store.setReaction(undo);
    const outcomes = await Promise.all(
      ['like', null, null, 'like', 'wow', null].flatMap((kind) =>
        ['anna', 'ben'].flatMap((visitor) => [set(store, A, visitor, kind), store.setReaction(undo)]),
      ),
    );
    for (const outcome of outcomes) {
      assert.ok('record' in outcome);
      for (const count of Object.values(outcome.record.counts)) assert.ok(count >= 0, `a count of ${count}`);
    }
    assert.deepEqual(held(await readPage(store, A)), {});
  });

  law('S-6: the version grows with each change of the counts, and never otherwise', async ({ store }) => {
    let { version } = await readPage(store, A);
    const expectChange = async (kind: string | null, isChange: boolean) => {
      const { record } = await set(store, A, 'anna', kind);
      assert.ok(isChange ? record.version > version : record.version === version, `${kind}: ${record.version}`);
      version = record.version;
    };
    await expectChange(null, false);
    await expectChange('like', true);
    await expectChange('like', false);
    await expectChange('wow', true);
    await set(store, B, 'anna', 'like');
    await expectChange('wow', false);
    await expectChange(null, true);
    await expectChange(null, false);
    assert.equal((await readPage(store, A)).version, version);
  });

  law('S-7: writes by one visitor to one page are applied in the order of the calls', async ({ store }) => {
    const kinds = Array.from({ length: 60 }, (_, index) => ['like', 'wow', null, 'angry', 'like'][index % 5]!);
    const outcomes = await Promise.all(kinds.map((kind) => set(store, A, 'anna', kind)));
    assert.deepEqual(
      outcomes.map(({ previous }) => previous),
      [null, ...kinds.slice(0, -1)],
    );
    assert.equal(await markOf(store, A, 'anna'), kinds.at(-1));
  });
}

/** What happens when the store cannot, or is closed. */
function endLaws(law: Law): void {
  law('S-9: what cannot be written is refused in time; reading goes on, and it heals', async ({ store, place }) => {
    const { record } = await set(store, A, 'anna', 'like');
    await store.check();
    if (place.stall === undefined) return;
    const wish: ReactionWrite = { ref: A, visitorId: 'anna', kind: 'wow', commandId: randomUUID() };
    const release = await place.stall();
    const watch = await Stopwatch.start();
    try {
      await Promise.all([refused(store.setReaction(wish)), refused(store.check())]);
      assert.ok(watch.ms <= PATIENCE_MS, `refused after ${watch.ms} ms`);
      assert.deepEqual(await store.readPages([A, B]), [record, blank(record.epoch)]);
      assert.equal(await markOf(store, A, 'anna'), 'like');
    } finally {
      await watch.stop();
      await release();
    }
    while ((await store.check().catch((error: unknown) => error)) instanceof StoreError);
    const outcome = await store.setReaction(wish);
    assert.ok('record' in outcome);
    assert.equal(outcome.mine, 'wow');
    assert.deepEqual(held(await readPage(store, A)), { wow: 1 });
  });

  law('S-10: closing answers all that was asked; later calls throw', async ({ store, place }) => {
    const asked = Array.from({ length: 50 }, (_, index) => set(store, A, `visitor-${index}`, 'like'));
    const read = markOf(store, B, 'anna');
    const closed = store.close();
    for (const { status } of await Promise.all(asked)) assert.equal(status, 'applied');
    assert.equal(await read, null);
    await closed;
    const write: ReactionWrite = { ref: A, visitorId: 'anna', kind: 'like', commandId: randomUUID() };
    for (const call of [
      () => store.readPages([A]),
      () => markOf(store, A, 'anna'),
      () => store.setReaction(write),
      () => store.check(),
    ]) {
      await refused(call());
    }
    await store.close();
    if (!place.isKept) return;
    const next = await place.open(() => undefined);
    assert.deepEqual(held(await readPage(next, A)), { like: 50 });
    await next.close();
  });
}
