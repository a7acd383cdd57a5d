import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { HOLDING_TYPES, type Giver, type HoldingType, type Marker, type Taker } from '../core/holdings.js';
import { everything, fill, sorted, view, type All, type WholeStore } from './holdings.js';
import { A, readPage, set, type SuiteRunner } from './store-case.js';
import { post, postBy, readComment } from './talk.js';

/** Where a driver under test lives that gives and takes; empty at first. No two of these are open at once. */
export interface HoldingsPlace {
  open(): Promise<WholeStore>;
  giver(): Promise<Giver>;
  taker(): Promise<Taker>;
  /** Called at the end, with all closed. */
  remove(): Promise<void>;
}

const MARKER: Marker = { source: 'sqlite:/elsewhere.db', epoch: 'another', type: 'page', place: null, notes: { a: 1 } };

/** The laws of `Giver` and `Taker`, for any driver; as `storeSuite`. */
export function holdingsSuite(
  name: string,
  { describe, it }: Pick<SuiteRunner, 'describe' | 'it'>,
  makePlace: () => Promise<HoldingsPlace>,
): void {
  const inPlace = async <Result>(run: (place: HoldingsPlace) => Promise<Result>): Promise<Result> => {
    const place = await makePlace();
    try {
      return await run(place);
    } finally {
      await place.remove();
    }
  };
  /** What a store gives that was filled by commands, with what was found in it. */
  const written = () =>
    inPlace(async (place) => {
      const posting = postBy('anna', { body: 'Asked for again' });
      const reacting = { ref: A, visitorId: 'ben', kind: 'wow', commandId: randomUUID() };
      const { found, epoch } = await using(place.open(), async (store) => {
        await fill(store);
        await store.writeComment(posting);
        await store.setReaction(reacting);
        return { found: await view(store), epoch: (await readPage(store, A)).epoch };
      });
      const all = await using(place.giver(), everything);
      return { all, found, epoch, posting, reacting };
    });
  const take = (place: HoldingsPlace, all: All) =>
    using(place.taker(), async (taker) => {
      await taker.begin();
      await taker.save(MARKER);
      for (const type of HOLDING_TYPES) assert.deepEqual(await taker.take(type, all[type] as never, MARKER.epoch), []);
      await taker.save({ ...MARKER, type: 'site' });
    });
  const end = (place: HoldingsPlace) => using(place.taker(), (taker) => taker.end());

  describe(`the laws of what is moved: ${name}`, () => {
    it('MG-1: all that commands have written is given, counted before, and from any place on', async () => {
      const { all } = await written();
      for (const type of HOLDING_TYPES) assert.equal(all[type].length > 0, type !== 'pin', type);
      const comments = new Map(all.comment.map((comment) => [comment.status, comment]));
      assert.deepEqual([...comments.keys()].sort(), ['pending', 'published', 'removed']);
      assert.ok(all.comment.some(({ removedAt, removedFrom }) => removedAt !== null && removedFrom === 'published'));
      assert.ok(all.comment.some(({ body, print, name: by }) => body === null && print === '' && by === ''));
      assert.ok(all.reaction.some(({ kind }) => kind === null) && all.vote.some(({ value }) => value === 0));
      assert.deepEqual(all.member, [{ site: 'news', member: 'Of the “site”:1', visitorId: 'guest' }]);
      const parents = new Set<string>();
      for (const { ref, id, parentId } of all.comment) {
        assert.ok(
          parentId === null || parents.has(`${ref.page} ${parentId}`),
          'an answer comes behind what it answers',
        );
        parents.add(`${ref.page} ${id}`);
      }
      await inPlace(async (place) => {
        await using(place.open(), fill);
        await using(place.giver(), async (giver) => {
          const counts = await giver.count();
          for (const type of HOLDING_TYPES) await expectParts(giver, type, counts[type]);
        });
      });
    });

    it('MG-2: what is taken is given the same, and servers find it as it was, under a new epoch', async () => {
      const { all, found, epoch, posting, reacting } = await written();
      await inPlace(async (place) => {
        await take(place, all);
        await end(place);
        assert.deepEqual(sorted(await using(place.giver(), everything)), sorted(all));
        await using(place.open(), async (store) => {
          assert.deepEqual(await view(store), found);
          const { seq, version, epoch: now } = await readPage(store, A);
          assert.notEqual(now, epoch);
          assert.equal(await store.readChanges(A, 0), null, 'who was there before reads all anew');
          assert.equal((await store.writeComment(posting)).status, 'repeated');
          assert.equal((await store.writeComment({ ...posting, fingerprint: 'other' })).status, 'conflict');
          assert.equal((await store.setReaction(reacting)).status, 'repeated');
          const next = await post(store, 'anna', { parentId: posting.commandId });
          assert.equal(next.seq, seq + 1);
          assert.equal((await readComment(store, posting.commandId)).replyCount, 1);
          assert.equal((await store.readChanges(A, seq))?.length, 1);
          assert.equal((await set(store, A, 'ben', null)).record.version, version + 1);
        });
      });
    });

    it('MG-3: what is taken once more is there once', async () => {
      const { all, found } = await written();
      await inPlace(async (place) => {
        await take(place, all);
        await take(place, all);
        await end(place);
        assert.deepEqual(sorted(await using(place.giver(), everything)), sorted(all));
        await using(place.open(), async (store) => assert.deepEqual(await view(store), found));
      });
    });

    it('MG-4: until its end no server opens what is being filled, nor is it given; its marker is kept', async () => {
      await inPlace(async (place) => {
        await using(place.taker(), async (taker) => {
          assert.equal(await taker.begin(), null);
          await taker.save(MARKER);
        });
        const refusal = /not ended: go on with it: huzzah migrate --from sqlite:\/elsewhere\.db --to /;
        await assert.rejects(place.open(), { message: refusal });
        await assert.rejects(place.giver(), { message: refusal });
        await using(place.taker(), async (taker) => {
          assert.deepEqual(await taker.begin(), MARKER);
          await taker.end();
          assert.equal(await taker.begin(), null);
        });
        await using(place.open(), (store) => set(store, A, 'anna', 'like'));
      });
    });

    it('MG-5: what holds a page, a name or a site already is not filled', async () => {
      const writes: ((store: WholeStore) => Promise<unknown>)[] = [
        (store) => set(store, A, 'anna', 'like'),
        (store) => store.signOn({ site: 'news', member: 'm', name: 'M', guestId: null, freshId: 'fresh' }),
        (store) => store.writeSite({ id: 'news', before: null, after: '{}' }),
      ];
      for (const write of writes) {
        await inPlace(async (place) => {
          await using(place.open(), write);
          await using(place.taker(), (taker) =>
            assert.rejects(taker.begin(), { message: /it holds .* already: name / }),
          );
        });
      }
    });
  });
}

/** From behind each part come all that follow. */
async function expectParts(giver: Giver, type: HoldingType, count: number): Promise<void> {
  const parts: { place: string; length: number }[] = [];
  for await (const { holdings, place } of giver.give(type, null)) parts.push({ place, length: holdings.length });
  let rest = parts.reduce((sum, { length }) => sum + length, 0);
  assert.ok(rest <= count && (type === 'reaction' || rest === count), `${type}: ${rest} of ${count}`);
  for (const { place, length } of parts) {
    rest -= length;
    let found = 0;
    for await (const { holdings } of giver.give(type, place)) found += holdings.length;
    assert.equal(found, rest, `${type} behind ${place}`);
  }
}

async function using<Opened extends { close(): Promise<void> }, Result>(
  opening: Promise<Opened>,
  use: (opened: Opened) => Promise<Result>,
): Promise<Result> {
  const opened = await opening;
  try {
    return await use(opened);
  } finally {
    await opened.close();
  }
}
