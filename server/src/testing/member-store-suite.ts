import assert from 'node:assert/strict';
import type { CommitListener, MemberStore, Store } from '../core/ports.js';
import type { Committed } from '../core/records.js';
import { A, B, held, markOf, readPage, set, type SuiteRunner } from './store-case.js';
import type { StorePlace } from './store-place.js';
import { flagBy, post, readComment, voteBy } from './talk.js';

/** Where a driver under test lives that knows members. */
export interface MemberStorePlace extends StorePlace {
  open(onCommit: CommitListener): Promise<Store & MemberStore>;
}

/** The laws of `MemberStore`, for any driver; as `storeSuite`. */
export function memberStoreSuite(
  name: string,
  { describe, it }: Pick<SuiteRunner, 'describe' | 'it'>,
  makePlace: () => Promise<MemberStorePlace>,
): void {
  type Given = { store: Store & MemberStore; told: Committed[]; restart: () => Promise<Store & MemberStore> };
  const law = (title: string, run: (given: Given) => Promise<void>) =>
    it(title, async () => {
      const place = await makePlace();
      const told: Committed[] = [];
      const open = () => place.open((committed) => told.push(structuredClone(committed)));
      let store = await open();
      const restart = async () => {
        if (!place.isKept) return store;
        await store.close();
        return (store = await open());
      };
      try {
        await run({ store, told, restart });
      } finally {
        await store.close();
        await place.remove();
      }
    });

  let made = 0;
  const signOn = (store: MemberStore, member: string, guestId: string | null, called = member) =>
    store.signOn({ site: A.site, member, name: called, guestId, freshId: `fresh-${(made += 1)}` });

  describe(`the laws of the store of members: ${name}`, () => {
    law('S-21: a member takes over the first guest’s id and keeps it, and no other’s', async ({ store, restart }) => {
      await set(store, A, 'guest', 'like');
      assert.equal(await signOn(store, 'anna', 'guest'), 'guest');
      assert.deepEqual(await store.readVisitor(A.site, 'guest'), { name: 'anna', isPublished: false, isMember: true });
      assert.equal(await markOf(store, A, 'guest'), 'like');
      store = await restart();
      assert.equal(await signOn(store, 'anna', 'other', 'Anna'), 'guest');
      assert.equal((await store.readVisitor(A.site, 'guest'))?.name, 'Anna');
      assert.equal((await store.readVisitor(A.site, 'other')) ?? null, null);
      assert.match(await signOn(store, 'ben', 'guest'), /^fresh-/, 'the id of a member is no guest’s');
      assert.match(await signOn(store, 'carl', null), /^fresh-/);
      const elsewhere = { site: 'shop', member: 'anna', name: 'Anna', guestId: null, freshId: 'of-the-shop' };
      assert.equal(await store.signOn(elsewhere), 'of-the-shop', 'a site knows its own');
      const many = await Promise.all(Array.from({ length: 20 }, (_, n) => signOn(store, 'dora', `guest-${n}`)));
      assert.equal(new Set(many).size, 1);
    });

    law('S-21: an erased member is no longer known', async ({ store }) => {
      await signOn(store, 'anna', 'guest');
      const erasure = {
        site: A.site,
        visitorId: 'guest',
        commandId: crypto.randomUUID(),
        fingerprint: 'x',
        name: null,
      };
      await store.writeVisitor(erasure);
      assert.equal(await store.readVisitor(A.site, 'guest'), null);
      assert.equal(await signOn(store, 'anna', 'next'), 'next');
    });

    law(
      'S-22: what a guest wrote, marked, voted and flagged becomes the member’s, told to every page, and his own stays',
      async ({ store, told, restart }) => {
        const id = await signOn(store, 'anna', 'anna-1');
        await set(store, A, id, 'like');
        await set(store, A, 'guest', 'wow');
        await set(store, B, 'guest', 'wow');
        const [byAnna, byGuest, byBen, held0] = [
          await post(store, id),
          await post(store, 'guest', { name: 'Guest' }),
          await post(store, 'ben'),
          await post(store, 'guest', { status: 'pending' }),
        ];
        await store.setVote(voteBy('guest', byBen.id, 1));
        await store.setVote(voteBy('guest', byAnna.id, 1));
        await store.setVote(voteBy(id, byGuest.id, 1));
        await store.flagComment(flagBy('guest', byBen.id));
        const before = await readPage(store, A);
        told.length = 0;
        assert.equal(await signOn(store, 'anna', 'guest'), id);
        store = await restart();
        assert.equal(await store.readVisitor(A.site, 'guest'), null);
        assert.deepEqual([await markOf(store, A, id), await markOf(store, B, id)], ['like', 'wow']);
        assert.deepEqual([held(await readPage(store, A)), held(await readPage(store, B))], [{ like: 1 }, { wow: 1 }]);
        const [mine, bens, own] = [
          await readComment(store, byGuest.id),
          await readComment(store, byBen.id),
          await readComment(store, byAnna.id),
        ];
        assert.deepEqual(mine, {
          ...byGuest,
          author: { ...byGuest.author, id },
          version: byGuest.version + 1,
          votes: mine.votes,
        });
        assert.deepEqual([mine.votes.up, own.votes.up, bens.votes.up], [0, 0, 1]);
        assert.deepEqual(await store.readVotes(A, id, [byBen.id, byGuest.id, byAnna.id]), { [byBen.id]: 1 });
        assert.deepEqual(
          (await store.readOwn(A, id)).held.map((comment) => comment.id),
          [held0.id],
        );
        const { comments, flags } = (await store.exportVisitor(A.site, id, null))!;
        assert.deepEqual([comments.length, flags.length], [3, 1]);
        const news = told.filter(({ ref }) => ref.page === A.page);
        assert.deepEqual(
          news.flatMap(({ changes }) => changes.map(({ seq, type, comment }) => [seq, type, comment.author.id])),
          [[before.seq + 1, 'edited', id]],
        );
        assert.ok(news.at(-1)!.record.version > before.version);
      },
    );

    law(
      'S-22: a command of the guest’s is known as the member’s, and signing on again changes nothing',
      async ({ store, told }) => {
        const id = await signOn(store, 'anna', 'anna-1');
        const wish = { ref: A, visitorId: 'guest', kind: 'wow', commandId: crypto.randomUUID() };
        await store.setReaction(wish);
        const posted = await post(store, 'guest');
        await signOn(store, 'anna', 'guest');
        assert.equal((await store.setReaction({ ...wish, visitorId: id })).status, 'repeated');
        assert.equal((await readComment(store, posted.id)).author.id, id);
        const before = [await readPage(store, A), await readPage(store, B)];
        told.length = 0;
        assert.equal(await signOn(store, 'anna', 'guest'), id);
        assert.equal(await signOn(store, 'anna', null), id);
        assert.deepEqual([await readPage(store, A), await readPage(store, B)], before);
        assert.deepEqual(told, []);
      },
    );
  });
}
