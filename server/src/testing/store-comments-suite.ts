import { LIMITS } from '@huzzah/protocol';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Store } from '../core/ports.js';
import type { PageRecord } from '../core/records.js';
import { A, B, readPage, type Law } from './store-case.js';
import { applied, change, editBy, ids, part, post, postBy, readComment, walk } from './talk.js';

/** What the page counts. */
function counted({ seq, commentCount, threadCount }: PageRecord) {
  return { seq, commentCount, threadCount };
}

async function typesOf(store: Store): Promise<string[]> {
  return (await store.readChanges(A, 0))!.map(({ seq, type, comment }) => `${seq} ${type} ${comment.body}`);
}

/** Comments, and the log of their page. */
export function commentLaws(law: Law): void {
  law('S-11: a comment is kept as it was written, over a restart too', async ({ store, restart }) => {
    const written = postBy('anna', { body: 'First\n한글 👩‍👩‍👧' });
    const outcome = await store.writeComment(written);
    const comment = applied(outcome);
    const { at, ...rest } = comment;
    assert.ok(Math.abs(at - Date.now()) < 60_000, `at ${at}`);
    assert.deepEqual(rest, {
      id: written.commandId,
      seq: 1,
      version: 1,
      parentId: null,
      author: written.author,
      body: written.body,
      editedAt: null,
      status: 'published',
      removedBy: null,
      reason: null,
      votes: { up: 0, down: 0, version: 0 },
      pinnedAt: null,
      replyCount: 0,
    });
    const expectKept = async (opened: Store) => {
      const { commandId } = written;
      assert.deepEqual(await opened.readComments(A, [commandId, randomUUID()]), [comment, null]);
      assert.deepEqual(await opened.readComments(B, [commandId]), [null]);
      assert.deepEqual((await part(opened)).comments, [comment]);
      assert.deepEqual(await readPage(opened, A), (outcome as { record: PageRecord }).record);
      assert.deepEqual(counted(await readPage(opened, A)), { seq: 1, commentCount: 1, threadCount: 1 });
    };
    await expectKept(store);
    await expectKept(await restart());
  });

  law('S-11: 100 comments at once are all there, each counted once', async ({ store }) => {
    const [top, elsewhere] = [await post(store, 'anna'), await post(store, 'anna', { ref: B })];
    const posted = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        post(store, `visitor-${index % 7}`, index % 3 === 0 ? { parentId: top.id } : { ref: index % 2 ? A : B }),
      ),
    );
    const replies = posted.filter(({ parentId }) => parentId !== null);
    const onA = (await walk(store, { limit: 7 })).length;
    assert.equal((await readComment(store, top.id)).replyCount, replies.length);
    assert.equal((await walk(store, { parentId: top.id, limit: 9 })).length, replies.length);
    const [a, b] = await store.readPages([A, B]);
    assert.equal(a!.commentCount + b!.commentCount, posted.length + 2);
    assert.equal(a!.threadCount + LIMITS.listReplies, onA);
    assert.deepEqual(
      (await store.readChanges(B, 0))!.map(({ seq }) => seq),
      Array.from({ length: b!.seq }, (_, index) => index + 1),
    );
    assert.equal((await readComment(store, elsewhere.id, B)).replyCount, 0);
  });

  law('S-11: a reply to a reply answers the comment above both', async ({ store }) => {
    const top = await post(store, 'anna');
    const reply = await post(store, 'ben', { parentId: top.id });
    const second = await post(store, 'carl', { parentId: reply.id });
    assert.deepEqual([reply.parentId, second.parentId], [top.id, top.id]);
    assert.equal((await readComment(store, top.id)).replyCount, 2);
    await change(store, 'anna', 'remove', await readComment(store, top.id));
    assert.equal((await post(store, 'dora', { parentId: second.id })).parentId, top.id);
  });

  law(
    'S-11: an answer to what is elsewhere, unknown, held or removed is not_found, and leaves nothing',
    async (given) => {
      const { store } = given;
      const [elsewhere, pending] = [
        await post(store, 'anna', { ref: B }),
        await post(store, 'anna', { status: 'pending' }),
      ];
      const removed = await change(store, 'anna', 'remove', await post(store, 'anna'));
      const before = await readPage(store, A);
      for (const parentId of [elsewhere.id, pending.id, removed.id, randomUUID()]) {
        const write = postBy('ben', { parentId });
        assert.deepEqual(await store.writeComment(write), { status: 'not_found' });
        assert.deepEqual(await store.readComments(A, [write.commandId]), [null]);
      }
      assert.deepEqual(await readPage(store, A), before);
      const unmade = { ...A, page: 'unmade' };
      const refused = await store.writeComment(postBy('ben', { ref: unmade, parentId: elsewhere.id }));
      assert.deepEqual(refused, { status: 'not_found' });
      const again = postBy('ben', { parentId: pending.id });
      await store.writeComment(again);
      assert.equal(
        (await store.writeComment({ ...again, parentId: null })).status,
        'applied',
        'a refusal is remembered',
      );
    },
  );

  law('S-11: an edit is for the version that was looked at, and for what is there', async ({ store, restart }) => {
    const first = await post(store, 'anna', { body: 'One' });
    const second = await change(store, 'anna', 'edit', first, { body: 'Two' });
    assert.deepEqual({ ...second, editedAt: null }, { ...first, body: 'Two', version: 2 });
    assert.ok(second.editedAt! >= first.at);
    assert.deepEqual(await store.writeComment(editBy('anna', 'edit', first)), { status: 'stale' });
    for (const missing of [
      editBy('anna', 'edit', second, { ref: B }),
      editBy('anna', 'remove', { id: randomUUID(), version: 1 }),
    ]) {
      assert.deepEqual(await store.writeComment(missing), { status: 'not_found' });
    }
    assert.deepEqual(await store.writeComment(editBy('anna', 'restore', second)), { status: 'stale' });
    store = await restart();
    assert.deepEqual(await readComment(store, first.id), second);
    const removed = await change(store, 'anna', 'remove', second);
    for (const type of ['edit', 'remove'] as const) {
      assert.deepEqual(await store.writeComment(editBy('anna', type, removed)), { status: 'stale' });
    }
    assert.equal((await readComment(store, first.id)).body, 'Two', 'the text of what is removed is kept');
  });

  law('S-11: what is removed and restored is back in its place, with all its counts', async ({ store, restart }) => {
    const [, second] = [await post(store, 'anna'), await post(store, 'ben'), await post(store, 'carl')];
    const before = await part(store);
    const record = await readPage(store, A);
    const removed = await change(store, 'ben', 'remove', second);
    assert.deepEqual([removed.status, removed.removedBy, removed.version], ['removed', 'author', 2]);
    assert.deepEqual(counted(await readPage(store, A)), { seq: 4, commentCount: 2, threadCount: 2 });
    assert.equal((await part(store)).comments.length, 2);
    store = await restart();
    const restored = await change(store, 'ben', 'restore', removed);
    assert.deepEqual(restored, { ...second, version: 3 });
    assert.deepEqual(ids((await part(store)).comments), ids(before.comments));
    assert.deepEqual(counted(await readPage(store, A)), { ...counted(record), seq: 5 });
  });

  law('S-11: what is removed stays in the list while it has published replies', async ({ store }) => {
    const top = await post(store, 'anna');
    const reply = await post(store, 'ben', { parentId: top.id });
    const other = await post(store, 'carl', { parentId: top.id });
    const listed = async () => ids((await part(store)).comments);
    const whole = [top.id, reply.id, other.id];
    await change(store, 'anna', 'remove', top);
    assert.deepEqual(await listed(), whole);
    assert.deepEqual(counted(await readPage(store, A)), { seq: 4, commentCount: 2, threadCount: 1 });
    const gone = await change(store, 'ben', 'remove', reply);
    assert.deepEqual(await listed(), [top.id, other.id]);
    await change(store, 'carl', 'remove', other);
    assert.deepEqual(await listed(), []);
    assert.deepEqual(counted(await readPage(store, A)), { seq: 6, commentCount: 0, threadCount: 0 });
    await change(store, 'ben', 'restore', gone);
    assert.deepEqual(await listed(), [top.id, reply.id]);
    assert.deepEqual(counted(await readPage(store, A)), { seq: 7, commentCount: 1, threadCount: 1 });
    await change(store, 'anna', 'restore', await readComment(store, top.id));
    assert.deepEqual(await listed(), [top.id, reply.id]);
    assert.deepEqual(counted(await readPage(store, A)), { seq: 8, commentCount: 2, threadCount: 1 });
  });

  law('S-11: a held comment is its author’s alone, in no list, count or log', async ({ store, restart }) => {
    const published = await post(store, 'ben');
    const held = await post(store, 'anna', { status: 'pending' });
    const reply = await post(store, 'anna', { status: 'pending', parentId: published.id });
    assert.deepEqual([held.seq, held.status, held.reason], [null, 'pending', 'first']);
    store = await restart();
    assert.deepEqual(counted(await readPage(store, A)), { seq: 1, commentCount: 1, threadCount: 1 });
    assert.deepEqual((await part(store)).comments, [published]);
    assert.equal(await store.listComments({ ref: A, sort: 'newest', limit: 5, around: held.id }), null);
    assert.deepEqual(await typesOf(store), ['1 posted Hello']);
    assert.deepEqual((await store.readOwn(A, 'anna')).held, [reply, held]);
    for (const [ref, visitorId] of [
      [A, 'ben'],
      [B, 'anna'],
    ] as const) {
      assert.deepEqual((await store.readOwn(ref, visitorId)).held, []);
    }
    const edited = await change(store, 'anna', 'edit', held, { body: 'Milder' });
    const removed = await change(store, 'anna', 'remove', edited);
    assert.deepEqual(ids((await store.readOwn(A, 'anna')).held), [reply.id]);
    const restored = await change(store, 'anna', 'restore', removed);
    assert.deepEqual([restored.status, restored.seq, restored.body], ['pending', null, 'Milder']);
    assert.deepEqual(ids((await store.readOwn(A, 'anna')).held), [reply.id, held.id]);
    assert.deepEqual(counted(await readPage(store, A)), { seq: 1, commentCount: 1, threadCount: 1 });
  });

  law('S-12: the log has every change that readers can see, without gaps, with the comment as it is', async (given) => {
    const { store, restart } = given;
    const first = await post(store, 'anna', { body: 'one' });
    await post(store, 'ben', { body: 'held', status: 'pending' });
    const edited = await change(store, 'anna', 'edit', first, { body: 'two' });
    await post(store, 'ben', { body: 'reply', parentId: first.id });
    const removed = await change(store, 'anna', 'remove', edited);
    await change(store, 'anna', 'restore', removed);
    const expected = ['1 posted two', '2 edited two', '3 posted reply', '4 removed two', '5 restored two'];
    assert.deepEqual(await typesOf(store), expected);
    const opened = await restart();
    assert.deepEqual(await typesOf(opened), expected);
    const changes = (await opened.readChanges(A, 3))!;
    assert.deepEqual(
      changes.map(({ comment }) => comment),
      Array(2).fill(await readComment(opened, first.id)),
    );
    assert.deepEqual(await opened.readChanges(A, 5), []);
    assert.deepEqual(await opened.readChanges(B, 0), []);
  });

  law(`S-12: the log reaches back ${LIMITS.logLength} changes, and no further than it has come`, async ({ store }) => {
    const surplus = 5;
    await Promise.all(Array.from({ length: LIMITS.logLength + surplus }, () => post(store, 'anna')));
    const { seq } = await readPage(store, A);
    assert.equal(seq, LIMITS.logLength + surplus);
    const whole = (await store.readChanges(A, surplus))!;
    assert.deepEqual(
      whole.map((entry) => entry.seq),
      Array.from({ length: LIMITS.logLength }, (_, index) => surplus + index + 1),
    );
    for (const since of [surplus - 1, 0, seq + 1]) assert.equal(await store.readChanges(A, since), null, `${since}`);
    assert.deepEqual(await store.readChanges(A, seq), []);
  });

  law('S-3: what was read of comments sees every write that was acknowledged before', async ({ store }) => {
    const talk = async (visitorId: string) => {
      for (let round = 0; round < 8; round += 1) {
        const comment = await post(store, visitorId);
        const [{ comments }, changes, own] = await Promise.all([
          part(store),
          store.readChanges(A, comment.seq! - 1),
          readComment(store, comment.id),
        ]);
        assert.ok(ids(comments).includes(comment.id), 'not in the list');
        assert.equal(changes![0]!.comment.id, comment.id);
        const edited = await change(store, visitorId, 'edit', own, { body: `${round}` });
        const [seen] = (await part(store, { around: comment.id, limit: 1 })).comments;
        assert.equal(seen!.version, edited.version);
      }
    };
    await Promise.all(['anna', 'ben', 'carl', 'dora', 'emil'].map(talk));
  });
}
