import { SORTS } from '@huzzah/protocol';
import assert from 'node:assert/strict';
import type { Store } from '../core/ports.js';
import type { CommentRecord, Committed, PageRef } from '../core/records.js';
import { readPage, type Law, type SuiteRunner } from './store-case.js';
import { modelled, TalkModel, type ExpectedStatus, type ModelledComment } from './talk-model.js';
import { TalkWriter, type TalkWrite } from './talk-writes.js';
import { readComment, walk } from './talk.js';

type Write = Exclude<TalkWrite, { type: 'restart' }>;

/** What visitors do, in any order. */
export function talkLaws(law: Law, { forAny }: SuiteRunner): void {
  law('S-12: whatever is written, over restarts, is what a naive model has: lists, counts and log', async (given) => {
    let { store } = given;
    let runs = 0;
    await forAny(async (choices) => {
      const run = `run-${(runs += 1)}`;
      const refs = ['a', 'b'].map((page) => ({ site: 'news', page: `${run}-${page}` }));
      const model = new TalkModel();
      const firsts: Firsts = new Map();
      const writer = new TalkWriter(model, refs, run);
      for (const choice of choices) {
        for (const next of writer.from(choice)) {
          if (next.type === 'restart') store = await given.restart();
          else await expectSame(store, model, next, firsts);
        }
      }
      for (const ref of refs) await expectPage(store, model, ref, given.told);
      for (const visitorId of [0, 1, 2].map((index) => `${run}-${index}`)) {
        assert.equal((await store.readVisitor('news', visitorId))?.name ?? undefined, model.nameOf(visitorId));
      }
    }, 40);
  });
}

/** The comments of first replies, by their commands. */
type Firsts = Map<string, ModelledComment>;

/** Does the same with both. */
async function expectSame(store: Store, model: TalkModel, next: Write, firsts: Firsts): Promise<void> {
  const expectStatus = (status: string, expected: ExpectedStatus) => {
    if (expected === 'known') assert.ok(status === 'repeated' || status === 'conflict', status);
    else assert.equal(status, expected, JSON.stringify(next));
  };
  switch (next.type) {
    case 'comment': {
      const { write } = next;
      const outcome = await store.writeComment(write);
      expectStatus(outcome.status, model.writeComment(write));
      if (!('comment' in outcome)) return;
      const now = model.comment(outcome.comment.id)!;
      const key = `${write.commandId} ${write.visitorId}`;
      const first = firsts.get(key) ?? now;
      firsts.set(key, first);
      const { body, up, down } = now;
      // What is erased, and what a restoration brought back, is as it is now.
      const expected = body === '' ? now : { ...first, up, down, ...(write.type === 'restore' && { body }) };
      // A removed one's text is its store's own affair.
      const shown = (comment: ModelledComment) => ({ ...comment, ...(comment.status === 'removed' && { body: '' }) });
      assert.deepEqual(shown(modelled(outcome.comment)), shown(expected));
      return;
    }
    case 'vote': {
      const { write } = next;
      const outcome = await store.setVote(write);
      expectStatus(outcome.status, model.setVote(write));
      if ('mine' in outcome) assert.equal(outcome.mine, model.vote(write.id, write.visitorId));
      return;
    }
    case 'flag':
      return expectStatus((await store.flagComment(next.write)).status, model.flagComment(next.write));
    case 'visitor':
      return expectStatus((await store.writeVisitor(next.write)).status, model.writeVisitor(next.write));
  }
}

async function expectPage(store: Store, model: TalkModel, ref: PageRef, told: readonly Committed[]): Promise<void> {
  const { seq, commentCount, threadCount } = await readPage(store, ref);
  assert.deepEqual({ commentCount, threadCount }, model.counts(ref));
  for (const sort of SORTS) {
    for (const limit of [2, 100]) {
      assert.deepEqual((await walk(store, { ref, sort, limit })).map(modelled), model.list(ref, sort), sort);
    }
  }
  const log = model.log(ref);
  const changes = (await store.readChanges(ref, 0))!;
  assert.equal(seq, log.length);
  assert.deepEqual(
    changes.map((change) => [change.seq, change.type, change.comment.id]),
    log.map(([type, id], index) => [index + 1, type, id]),
  );
  const toldHere = told.filter((committed) => committed.ref.page === ref.page);
  assert.deepEqual(
    toldHere.flatMap((committed) => committed.changes.map((change) => [change.seq, change.type, change.comment.id])),
    changes.map((change) => [change.seq, change.type, change.comment.id]),
  );
  // Who follows the log alone ends with what is there.
  const followed = new Map(
    toldHere.flatMap((committed) => committed.changes.map(({ comment }) => [comment.id, comment])),
  );
  for (const comment of followed.values())
    assert.deepEqual(seen(comment), seen(await readComment(store, comment.id, ref)));
  for (const { comment } of changes) assert.deepEqual(modelled(comment), model.comment(comment.id));
}

/** What readers see: the text of what is no longer published may go without a change. */
function seen({ id, version, body, status }: CommentRecord) {
  return { id, version, status, body: status === 'published' ? body : '' };
}
