import assert from 'node:assert/strict';
import type { Store } from '../core/ports.js';
import type { ExportRecord } from '../core/records.js';
import { A, B, held as heldMarks, markOf, readPage, set, type Law } from './store-case.js';
import { change, editBy, flagBy, ids, nameOf, part, post, postBy, readComment, voteBy } from './talk.js';

const PART_BYTES = 24_576;

type Parts = Omit<ExportRecord, 'next'>;

/** All that is held on the visitor, part by part; none may be too large. */
async function exported(
  store: Store,
  visitorId: string,
  site = A.site,
): Promise<Parts & { readonly partCount: number }> {
  const all = { comments: [], reactions: [], votes: [], flags: [] } as { [name in keyof Parts]: Parts[name][number][] };
  let from: string | null = null;
  let partCount = 0;
  do {
    const found: ExportRecord | null = await store.exportVisitor(site, visitorId, from);
    assert.ok(found, 'no part');
    assert.ok(Buffer.byteLength(JSON.stringify(found)) <= PART_BYTES, 'a part is too large');
    for (const name of Object.keys(all) as (keyof Parts)[]) (all[name] as unknown[]).push(...found[name]);
    from = found.next;
    partCount += 1;
  } while (from !== null);
  return { ...all, partCount };
}

const NOTHING = { comments: [], reactions: [], votes: [], flags: [], partCount: 1 };
const NOTHING_ERASED = { comments: 0, reactions: 0, votes: 0, flags: 0 };

/** Who visitors are, and all that is held on them. */
export function visitorLaws(law: Law): void {
  law('S-16: a visitor is known by what is held on him, and named by what he has said', async ({ store, restart }) => {
    const expectKnown = async (visitorId: string, name: string | null, isPublished: boolean) =>
      assert.deepEqual(await store.readVisitor(A.site, visitorId), { name, isPublished });
    assert.equal(await store.readVisitor(A.site, 'anna'), null);
    await post(store, 'anna', { name: 'Guest', status: 'pending' });
    await expectKnown('anna', null, false);
    await post(store, 'anna', { name: 'Anna', isRename: true });
    store = await restart();
    await expectKnown('anna', 'Anna', true);
    assert.equal(await store.readVisitor('shop', 'anna'), null, 'a site knows its own');
    await set(store, A, 'ben', 'like');
    await expectKnown('ben', null, false);
    await store.writeVisitor(nameOf('carl', 'Carl'));
    await expectKnown('carl', 'Carl', false);
  });

  law('S-16: all that is held on a visitor is exported, newest first, in parts', async ({ store, restart }) => {
    const others = await post(store, 'ben');
    const body = 'x"'.repeat(500);
    for (let index = 0; index < 60; index += 1)
      await post(store, 'anna', { ref: index % 2 ? A : B, body: `${index} ${body}` });
    await post(store, 'anna', { body: 'held', status: 'pending' });
    await set(store, A, 'anna', 'like');
    await set(store, B, 'anna', 'wow');
    await set(store, B, 'anna', null);
    await store.setVote(voteBy('anna', others.id, -1));
    await store.flagComment(flagBy('anna', others.id, { reason: 'abuse', text: 'rude' }));
    await post(store, 'anna', { ref: { ...A, site: 'shop' } });
    store = await restart();
    const { comments, reactions, votes, flags, partCount } = await exported(store, 'anna');
    assert.deepEqual(
      comments.map(({ page, comment }) => [page, comment.body.split(' ')[0]]),
      [
        [A.page, 'held'],
        ...Array.from({ length: 60 }, (_, index) => [59 - index, (59 - index) % 2 ? A : B] as const).map(
          ([index, { page }]) => [page, `${index}`],
        ),
      ],
    );
    assert.ok(partCount >= 3, `${partCount} parts`);
    assert.deepEqual(comments[1]!.comment, await readComment(store, comments[1]!.comment.id, A));
    assert.deepEqual(
      reactions.map(({ page, kind }) => [page, kind]),
      [[A.page, 'like']],
    );
    assert.deepEqual(
      votes.map(({ page, id, value }) => [page, id, value]),
      [[A.page, others.id, -1]],
    );
    assert.deepEqual(
      flags.map(({ id, reason, text }) => [id, reason, text]),
      [[others.id, 'abuse', 'rude']],
    );
    for (const { at } of [...reactions, ...votes, ...flags]) assert.ok(Math.abs(at - Date.now()) < 600_000);
    assert.deepEqual(await exported(store, 'nobody'), NOTHING);
    for (const from of ['', '?', '{}', 'no place']) {
      assert.equal(await store.exportVisitor(A.site, 'anna', from), null, from);
    }
  });

  law('S-17: a visitor is renamed from now on; what he wrote keeps its name', async ({ store, restart }) => {
    const before = await post(store, 'anna', { name: 'Ann' });
    const rename = nameOf('anna', 'Anna');
    assert.deepEqual(await store.writeVisitor(rename), { status: 'applied', erased: NOTHING_ERASED });
    assert.deepEqual(await store.writeVisitor(nameOf('anna', 'Änna')), { status: 'applied', erased: NOTHING_ERASED });
    store = await restart();
    assert.deepEqual(await store.writeVisitor(rename), { status: 'repeated', erased: NOTHING_ERASED });
    assert.deepEqual(await store.writeVisitor({ ...rename, name: 'Ben', fingerprint: 'other' }), {
      status: 'conflict',
    });
    assert.equal((await store.readVisitor(A.site, 'anna'))?.name, 'Änna');
    assert.equal((await readComment(store, before.id)).author.name, 'Ann');
  });

  law('S-17: an erasure takes text, marks, votes, flags and name, and each page is told', async (given) => {
    let { store } = given;
    const others = await post(store, 'ben');
    const mine = await post(store, 'anna', { name: 'Anna', isRename: true, body: 'Secret' });
    const reply = await post(store, 'ben', { parentId: mine.id });
    const held = await post(store, 'anna', { body: 'Held secret', status: 'pending' });
    const posted = await post(store, 'anna', { ref: B, body: 'Removed secret' });
    const earlier = await change(store, 'anna', 'remove', posted, { ref: B });
    await store.setVote(voteBy('ben', mine.id, 1));
    await store.setVote(voteBy('anna', others.id, 1));
    await store.flagComment(flagBy('anna', others.id, { text: 'Flagged secret' }));
    await set(store, A, 'anna', 'like');
    await set(store, B, 'anna', 'wow');
    await set(store, A, 'ben', 'like');
    const elsewhere = await post(store, 'anna', { ref: { ...A, site: 'shop' }, body: 'Of another site' });
    const before = await readPage(store, A);
    const toldBefore = given.told.length;

    const erasure = nameOf('anna', null);
    const erased = { comments: 3, reactions: 2, votes: 1, flags: 1 };
    assert.deepEqual(await store.writeVisitor(erasure), { status: 'applied', erased });
    const told = given.told.slice(toldBefore);
    const expectErased = async () => {
      assert.equal(await store.readVisitor(A.site, 'anna'), null);
      assert.deepEqual(await exported(store, 'anna'), NOTHING);
      const comment = await readComment(store, mine.id);
      assert.deepEqual([comment.status, comment.removedBy, comment.body], ['removed', 'author', '']);
      assert.deepEqual(comment.author, { ...mine.author, name: '' });
      assert.equal((await readComment(store, held.id)).status, 'removed');
      assert.equal((await readComment(store, earlier.id, B)).body, '');
      assert.deepEqual(ids((await part(store)).comments), [mine.id, reply.id, others.id]);
      assert.deepEqual(await store.readOwn(A, 'anna'), { mine: null, held: [] });
      assert.equal(await markOf(store, B, 'anna'), null);
      assert.deepEqual(await store.readVotes(A, 'anna', [others.id]), {});
      assert.equal((await readComment(store, others.id)).votes.up, 0);
      assert.equal((await readComment(store, elsewhere.id, { ...A, site: 'shop' })).body, 'Of another site');
    };
    await expectErased();
    assert.deepEqual(new Set(told.map(({ ref }) => ref.page)), new Set([A.page, B.page]));
    const toldOfA = told.filter(({ ref }) => ref.page === A.page);
    assert.deepEqual(
      toldOfA.flatMap(({ changes }) => changes.map(({ seq, type, comment }) => [seq, type, comment.id, comment.body])),
      [[before.seq + 1, 'removed', mine.id, '']],
    );
    const { votes } = await readComment(store, others.id);
    assert.deepEqual(Object.assign({}, ...toldOfA.map((committed) => committed.votes)), { [others.id]: votes });
    const record = await readPage(store, A);
    assert.deepEqual(toldOfA.at(-1)!.record, record);
    assert.deepEqual(heldMarks(record), { like: 1 });

    store = await given.restart();
    await expectErased();
    assert.deepEqual(await store.writeVisitor(erasure), { status: 'repeated', erased });
    const again = nameOf('anna', null);
    assert.deepEqual(await store.writeVisitor(again), { status: 'applied', erased: NOTHING_ERASED });
    for (const [known, went] of [
      [erasure, erased],
      [again, NOTHING_ERASED],
    ] as const)
      assert.deepEqual(await store.writeVisitor(known), { status: 'repeated', erased: went });
    // What is still under way, or asked for again, brings nothing back.
    const late = postBy('anna', { body: 'Secret', commandId: mine.id });
    assert.notEqual((await store.writeComment({ ...late, fingerprint: 'other' })).status, 'applied');
    const restored = await store.writeComment(editBy('anna', 'restore', await readComment(store, mine.id)));
    assert.deepEqual(restored, { status: 'not_found' });
    await expectErased();
  });

  law('S-17: one who was erased may begin anew', async ({ store }) => {
    const first = await post(store, 'anna', { body: 'Before' });
    const erasures = [nameOf('anna', null), nameOf('anna', null)].map((write) => store.writeVisitor(write));
    const counts = (await Promise.all(erasures)).map((outcome) => 'erased' in outcome && outcome.erased.comments);
    assert.deepEqual(new Set(counts), new Set([0, 1]));
    const second = await post(store, 'anna', { name: 'Anna', isRename: true, body: 'After' });
    assert.equal((await store.readVisitor(A.site, 'anna'))?.name, 'Anna');
    assert.deepEqual(
      (await exported(store, 'anna')).comments.map(({ comment }) => comment.id),
      [second.id],
    );
    assert.deepEqual(ids((await part(store)).comments), [second.id]);
    assert.equal((await readComment(store, first.id)).body, '');
  });
}
