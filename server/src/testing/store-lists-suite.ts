import { LIMITS, SORTS } from '@huzzah/protocol';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Store } from '../core/ports.js';
import type { CommentRecord, ListPlace } from '../core/records.js';
import { A, B, readPage, type Law } from './store-case.js';
import { change, ids, list, part, post, tops, voteBy, walk } from './talk.js';

/** So many comments by Anna, oldest first, with scores that come and go, so that many are equal. */
async function thread(store: Store, count: number): Promise<CommentRecord[]> {
  const posted = await Promise.all(
    Array.from({ length: count }, (_, index) => post(store, 'anna', { body: `${index}` })),
  );
  await Promise.all(
    posted.flatMap(({ id }, index) =>
      Array.from({ length: index % 3 }, (_, voter) => store.setVote(voteBy(`voter-${voter}`, id, index % 5 ? 1 : -1))),
    ),
  );
  return (
    await store.readComments(
      A,
      posted.map(({ id }) => id),
    )
  ).map((comment) => comment!);
}

/** The order that the law asks for. */
function ordered(comments: readonly CommentRecord[], sort: (typeof SORTS)[number]): CommentRecord[] {
  const newest = comments.toSorted((a, b) => b.seq! - a.seq!);
  if (sort === 'newest') return newest;
  if (sort === 'oldest') return newest.toReversed();
  return newest.toSorted((a, b) => b.votes.up - b.votes.down - (a.votes.up - a.votes.down));
}

/** Parts of the comments of a page. */
export function listLaws(law: Law): void {
  law('S-15: each order is walked part by part, each comment once, and back again', async ({ store }) => {
    const comments = await thread(store, 23);
    for (const sort of SORTS) {
      const expected = ordered(comments, sort);
      for (const limit of [1, 4, 7, 23, 100]) {
        assert.deepEqual(await walk(store, { sort, limit }), expected, `${sort} by ${limit}`);
      }
      const limit = 4;
      const starts: (ListPlace | null)[] = [];
      for (let from: ListPlace | null = null, isFirst = true; isFirst || from !== null; isFirst = false) {
        starts.push(from);
        const found = await part(store, { sort, limit, from });
        const before = expected.slice(limit * (starts.length - 2), limit * (starts.length - 1));
        if (starts.length === 1) assert.equal(found.previous, null);
        else {
          const former = await part(store, { sort, limit, from: found.previous });
          assert.deepEqual(former.comments, before, `${sort}, before part ${starts.length}`);
        }
        from = found.next;
      }
      assert.equal(starts.length, Math.ceil(23 / limit));
    }
  });

  law('S-15: what comes and goes while one walks moves nothing else', async ({ store }) => {
    const comments = await thread(store, 12);
    for (const sort of ['newest', 'oldest'] as const) {
      const expected = ordered(tops(await walk(store, { sort })), sort);
      const first = await part(store, { sort, limit: 4 });
      await post(store, 'ben');
      const last = first.comments.at(-1)!;
      const removed = await change(store, 'anna', 'remove', last);
      const rest = await walk(store, { sort, limit: 4, from: first.next });
      assert.deepEqual(ids(rest).slice(0, 8), ids(expected).slice(4, 12));
      await change(store, 'anna', 'restore', removed);
    }
    assert.equal(comments.length, 12);
  });

  law(
    'S-15: a list holds the first replies of each comment, the parent’s list all of them',
    async ({ store, restart }) => {
      const comments = await thread(store, 3);
      const replies: CommentRecord[] = [];
      for (let index = 0; index < 5; index += 1) {
        replies.push(await post(store, 'ben', { parentId: comments[1]!.id, body: `reply ${index}` }));
      }
      await post(store, 'ben', { parentId: comments[1]!.id, status: 'pending' });
      await change(store, 'ben', 'remove', replies.shift()!);
      store = await restart();
      const parent = { ...comments[1]!, replyCount: 4 };
      const first = replies.slice(0, LIMITS.listReplies);
      const whole = [comments[2], parent, ...first, comments[0]];
      assert.deepEqual((await part(store)).comments, whole);
      assert.deepEqual((await part(store, { limit: 2 })).comments, whole.slice(0, -1), 'replies are not counted');
      for (const sort of SORTS) assert.deepEqual(await walk(store, { sort, limit: 3, parentId: parent.id }), replies);
      assert.deepEqual((await part(store, { parentId: comments[0]!.id })).comments, []);
      const around = await part(store, { parentId: parent.id, around: replies[3]!.id, limit: 1 });
      assert.deepEqual(around.comments, [replies[3]]);
      assert.deepEqual((await part(store, { parentId: parent.id, limit: 1, from: around.previous })).comments, [
        replies[2],
      ]);
    },
  );

  law('S-15: around a comment is the part that holds it, or what it answers', async ({ store }) => {
    const comments = await thread(store, 30);
    for (const sort of SORTS) {
      const expected = ordered(comments, sort);
      for (const [index, { id }] of expected.entries()) {
        const found = await part(store, { sort, limit: 5, around: id });
        assert.ok(ids(found.comments).includes(id), `${sort}, ${index}`);
        const [from, to] = [expected.findIndex((other) => other.id === found.comments[0]!.id), found.comments.length];
        assert.deepEqual(found.comments, expected.slice(from, from + to));
        assert.equal(found.skipped, null);
        assert.deepEqual(await part(store, { sort, limit: 5, around: id, isCounted: true }), {
          ...found,
          skipped: from,
        });
        assert.equal(found.seq, (await readPage(store, A)).seq);
        const after = await walk(store, { sort, limit: 5, from: found.next ?? null });
        if (found.next !== null) assert.deepEqual(after, expected.slice(from + to));
        if (from === 0) assert.equal(found.previous, null);
        else
          assert.deepEqual(
            (await part(store, { sort, limit: 5, from: found.previous })).comments.slice(0, from),
            expected.slice(Math.max(0, from - 5), from),
          );
      }
    }
    const [parent] = comments;
    const replies: CommentRecord[] = [];
    for (let index = 0; index < 4; index += 1) replies.push(await post(store, 'ben', { parentId: parent!.id }));
    for (const reply of replies) {
      const found = await part(store, { limit: 3, around: reply.id });
      assert.deepEqual(
        found.comments.filter(({ parentId }) => parentId === parent!.id),
        replies.filter((other, index) => index < LIMITS.listReplies || other === reply),
      );
      assert.ok(ids(found.comments).includes(parent!.id));
    }
  });

  law('S-15: what is not there has no list; a page without comments has an empty one', async ({ store }) => {
    const here = await post(store, 'anna');
    const reply = await post(store, 'ben', { parentId: here.id });
    const held = await post(store, 'anna', { status: 'pending' });
    const removed = await change(store, 'anna', 'remove', await post(store, 'anna'));
    const elsewhere = await post(store, 'anna', { ref: B });
    for (const id of [held.id, removed.id, elsewhere.id, randomUUID()]) {
      assert.equal(await list(store, { around: id }), null);
      assert.equal(await list(store, { parentId: id }), null);
      assert.equal(await list(store, { parentId: here.id, around: id }), null);
    }
    assert.equal(await list(store, { parentId: reply.id }), null, 'a reply has no replies');
    assert.equal(await list(store, { parentId: here.id, around: here.id }), null);
    const unmade = { ...A, page: 'unmade' };
    assert.deepEqual(await list(store, { ref: unmade }), {
      comments: [],
      next: null,
      previous: null,
      skipped: null,
      seq: 0,
    });
    for (const wish of [{ around: here.id }, { parentId: here.id }])
      assert.equal(await list(store, { ref: unmade, ...wish }), null);
    assert.deepEqual(await store.readComments(unmade, [here.id]), [null]);
    assert.deepEqual(await store.readComments(A), [], 'nothing is pinned');
  });
}
