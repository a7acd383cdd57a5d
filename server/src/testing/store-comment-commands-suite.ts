import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Store } from '../core/ports.js';
import type { CommentWrite, EditWrite } from '../core/records.js';
import { A, B, readPage, set, type Law } from './store-case.js';
import { applied, change, editBy, flagBy, nameOf, post, postBy, readComment, voteBy } from './talk.js';

/** A write, and what it asks of a store. */
type Ask = (store: Store) => Promise<{ readonly status: string }>;

/** What a commandId is good for, of comments and visitors. */
export function commentCommandLaws(law: Law): void {
  law('S-8: a known command on a comment has no second effect, and gives it as the first time', async (given) => {
    let { store } = given;
    for (const status of ['published', 'pending'] as const) {
      const posted = postBy('anna', { body: 'One', status });
      const writes: CommentWrite[] = [posted];
      const firsts = [applied(await store.writeComment(posted))];
      const { id } = firsts[0]!;
      const act = async (type: EditWrite['type'], body?: string) => {
        const write = editBy('anna', type, firsts.at(-1)!, { ...(body !== undefined && { body }) });
        writes.push(write);
        firsts.push(applied(await store.writeComment(write)));
      };
      await act('edit', 'Two');
      if (status === 'published') await post(store, 'ben', { parentId: id });
      await act('edit', 'Three');
      await act('remove');
      await act('restore');
      if (status === 'published') await post(store, 'ben', { parentId: id });
      await act('remove');
      await store.setVote(voteBy('ben', id, 1));
      const last = await readComment(store, id);
      const expectNoEffect = async () => {
        const record = await readPage(store, A);
        for (const [index, write] of writes.entries()) {
          const comment = { ...firsts[index]!, votes: last.votes };
          const note = `${index} of a ${status} one`;
          assert.deepEqual(await store.writeComment(write), { status: 'repeated', comment, record }, note);
        }
        assert.deepEqual(await readPage(store, A), record);
        assert.deepEqual(await readComment(store, id), last);
      };
      await expectNoEffect();
      store = await given.restart();
      await expectNoEffect();
    }
  });

  law('S-8: of what was erased a known command brings nothing back', async ({ store }) => {
    const posted = postBy('anna', { body: 'One' });
    const edited = editBy('anna', 'edit', applied(await store.writeComment(posted)));
    await store.writeComment(edited);
    await store.writeVisitor(nameOf('anna', null));
    const comment = await readComment(store, posted.commandId);
    const record = await readPage(store, A);
    for (const write of [posted, edited]) {
      assert.deepEqual(await store.writeComment(write), { status: 'repeated', comment, record });
    }
  });

  law('S-8: a known commandId with other content is a conflict, whatever it was for', async ({ store, restart }) => {
    const others = await post(store, 'ben');
    const used: Record<string, (commandId: string) => Ask> = {
      post: (commandId) => (opened) => opened.writeComment(postBy('anna', { commandId })),
      edit: (commandId) => (opened) => opened.writeComment(editBy('anna', 'edit', mine, { commandId })),
      vote: (commandId) => (opened) => opened.setVote(voteBy('anna', others.id, 1, { commandId })),
      flag: (commandId) => (opened) => opened.flagComment(flagBy('anna', others.id, { commandId })),
      name: (commandId) => (opened) => opened.writeVisitor(nameOf('anna', 'Anna', { commandId })),
      mark: (commandId) => (opened) => opened.setReaction({ ref: A, visitorId: 'anna', kind: 'like', commandId }),
    };
    const mine = await post(store, 'anna');
    const commandIds = Object.entries(used).map(([name, ask]) => ({ name, ask, commandId: randomUUID() }));
    for (const { ask, commandId } of commandIds) assert.equal((await ask(commandId)(store)).status, 'applied');
    const expectConflicts = async (opened: Store) => {
      const before = await opened.readPages([A, B]);
      for (const { name, commandId } of commandIds) {
        for (const [other, ask] of Object.entries(used)) {
          const { status } = await ask(commandId)(opened);
          assert.equal(status, name === other ? 'repeated' : 'conflict', `${other} with the commandId of a ${name}`);
        }
        const elsewhere = postBy('anna', { ref: B, commandId });
        assert.deepEqual(await opened.writeComment(elsewhere), { status: 'conflict' });
        const further = postBy('anna', { body: 'Other', commandId });
        assert.deepEqual(await opened.writeComment(further), { status: 'conflict' });
      }
      assert.deepEqual(await opened.readPages([A, B]), before);
    };
    await expectConflicts(store);
    await expectConflicts(await restart());
  });

  law('S-8: a posting sent 30 times at once is one comment', async ({ store }) => {
    const write = postBy('anna');
    const outcomes = await Promise.all(Array.from({ length: 30 }, () => store.writeComment(write)));
    assert.equal(outcomes.filter(({ status }) => status === 'applied').length, 1);
    assert.equal(outcomes.filter(({ status }) => status === 'repeated').length, 29);
    assert.equal((await readPage(store, A)).commentCount, 1);
  });

  law(
    'S-8: the id of another visitor’s comment is a conflict on its page, and free on another site',
    async ({ store }) => {
      const taken = await post(store, 'anna', { body: 'Mine' });
      const grab = postBy('ben', { commandId: taken.id, body: 'Yours' });
      assert.deepEqual(await store.writeComment(grab), { status: 'conflict' });
      assert.deepEqual(await readComment(store, taken.id), taken);
      const shop = { ...A, site: 'shop' };
      const free = await post(store, 'ben', { commandId: taken.id, body: 'Yours', ref: shop });
      assert.deepEqual([free.id, free.body], [taken.id, 'Yours']);
      assert.equal((await readComment(store, taken.id)).body, 'Mine');
      // Of everything but a posting each visitor has his own.
      const commandId = randomUUID();
      for (const visitorId of ['ben', 'carl']) {
        assert.equal((await store.setVote(voteBy(visitorId, taken.id, 1, { commandId }))).status, 'applied');
      }
    },
  );

  law('S-8: a refused command is not remembered', async ({ store }) => {
    const comment = await post(store, 'anna');
    const stale = editBy('anna', 'edit', { ...comment, version: 7 });
    assert.deepEqual(await store.writeComment(stale), { status: 'stale' });
    assert.equal((await store.writeComment({ ...stale, ifVersion: 1 })).status, 'applied');
    const removed = await change(store, 'anna', 'remove', { ...comment, version: 2 });
    const [vote, flag] = [voteBy('ben', comment.id, 1), flagBy('ben', comment.id)];
    assert.deepEqual(
      [await store.setVote(vote), await store.flagComment(flag)],
      Array(2).fill({ status: 'not_found' }),
    );
    await change(store, 'anna', 'restore', removed);
    assert.deepEqual(
      [(await store.setVote(vote)).status, (await store.flagComment(flag)).status],
      ['applied', 'applied'],
    );
  });

  law('S-8: a mark and a comment do not share a commandId within the time of a retry', async ({ store }) => {
    const { id } = await post(store, 'anna');
    const mark = { ref: A, visitorId: 'anna', kind: 'like', commandId: id };
    assert.deepEqual(await store.setReaction(mark), { status: 'conflict' });
    const commandId = randomUUID();
    await set(store, A, 'anna', 'like', commandId);
    assert.deepEqual(await store.writeComment(postBy('anna', { commandId })), { status: 'conflict' });
  });

  law('S-8: what is asked only if it is known does nothing where it is not', async ({ store }) => {
    const { id, version } = await post(store, 'anna');
    const before = await readPage(store, A);
    const asks: Record<string, (onlyIfKnown: boolean) => Promise<{ readonly status: string }>> = {
      post: known((write) => store.writeComment(write), postBy('ben')),
      edit: known((write) => store.writeComment(write), editBy('anna', 'edit', { id, version })),
      vote: known((write) => store.setVote(write), voteBy('ben', id, 1)),
      flag: known((write) => store.flagComment(write), flagBy('ben', id)),
      name: known((write) => store.writeVisitor(write), nameOf('ben', 'Ben')),
      mark: known((write) => store.setReaction(write), {
        ref: A,
        visitorId: 'ben',
        kind: 'like',
        commandId: randomUUID(),
      }),
    };
    for (const [name, ask] of Object.entries(asks)) assert.equal((await ask(true)).status, 'unknown', name);
    assert.deepEqual(await readPage(store, A), before);
    assert.equal(await store.readVisitor(A.site, 'ben'), null);
    for (const [name, ask] of Object.entries(asks)) {
      assert.equal((await ask(false)).status, 'applied', name);
      assert.equal((await ask(true)).status, 'repeated', name);
    }
  });
}

/** A write that can be asked for both ways. */
function known<Write extends object>(ask: (write: Write) => Promise<{ readonly status: string }>, write: Write) {
  return (onlyIfKnown: boolean) => ask({ ...write, onlyIfKnown });
}
