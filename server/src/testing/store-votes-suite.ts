import type { Vote } from '@huzzah/protocol';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Store } from '../core/ports.js';
import type { VoteWrite } from '../core/records.js';
import { A, B, readPage, type Law } from './store-case.js';
import { change, flagBy, ids, part, post, readComment, voteBy } from './talk.js';

async function vote(store: Store, write: VoteWrite) {
  const outcome = await store.setVote(write);
  assert.ok(outcome.status === 'applied' || outcome.status === 'repeated', `a vote is ${outcome.status}`);
  return outcome;
}

/** Votes, and flags. */
export function voteLaws(law: Law): void {
  law('S-13: a visitor has one vote on a comment: set, turned and taken back', async ({ store, restart }) => {
    const { id } = await post(store, 'anna');
    const expectVote = async (value: Vote, up: number, down: number) => {
      const { votes, mine, record } = await vote(store, voteBy('ben', id, value));
      assert.deepEqual([mine, votes.up, votes.down], [value, up, down]);
      assert.deepEqual((await readComment(store, id)).votes, votes);
      assert.deepEqual(await store.readVotes(A, 'ben', [id]), value === 0 ? {} : { [id]: value });
      assert.deepEqual(await readPage(store, A), record);
    };
    await expectVote(1, 1, 0);
    await expectVote(-1, 0, 1);
    store = await restart();
    await vote(store, voteBy('carl', id, 1));
    await expectVote(-1, 1, 1);
    await expectVote(0, 1, 0);
    await expectVote(0, 1, 0);
  });

  law('S-13: after 200 votes at once by 20 visitors the counts are the votes', async ({ store, restart }) => {
    const comments = [await post(store, 'anna'), await post(store, 'anna'), await post(store, 'anna')];
    const visitors = Array.from({ length: 20 }, (_, index) => `visitor-${index}`);
    const values: Vote[] = [1, -1, 0, 1, 1];
    await Promise.all(
      Array.from({ length: 200 }, (_, index) => {
        const { id } = comments[index % 3]!;
        return vote(store, voteBy(visitors[index % 20]!, id, values[(index * 7 + Math.floor(index / 20)) % 5]!));
      }),
    );
    const expectTrue = async () => {
      const mine = await Promise.all(
        visitors.map((visitor) =>
          store.readVotes(
            A,
            visitor,
            comments.map(({ id }) => id),
          ),
        ),
      );
      for (const { id } of comments) {
        const { up, down } = (await readComment(store, id)).votes;
        const held = mine.map((votes) => votes[id]);
        assert.deepEqual(
          [up, down],
          [held.filter((value) => value === 1).length, held.filter((value) => value === -1).length],
        );
      }
    };
    await expectTrue();
    store = await restart();
    await expectTrue();
  });

  law('S-13: versions grow with each change of the counts, and never otherwise', async ({ store }) => {
    const { id } = await post(store, 'anna');
    let known = {
      ofComment: (await readComment(store, id)).votes.version,
      ofPage: (await readPage(store, A)).votesVersion,
    };
    const expectChange = async (write: VoteWrite, isChange: boolean) => {
      const { votes, record } = await vote(store, write);
      assert.equal(votes.version > known.ofComment, isChange, `of the comment: ${votes.version}`);
      assert.equal(record.votesVersion > known.ofPage, isChange, `of the page: ${record.votesVersion}`);
      known = { ofComment: votes.version, ofPage: record.votesVersion };
    };
    const up = voteBy('ben', id, 1);
    await expectChange(voteBy('ben', id, 0), false);
    await expectChange(up, true);
    await expectChange(up, false);
    await expectChange(voteBy('ben', id, 1), false);
    await expectChange(voteBy('ben', id, -1), true);
    await expectChange(voteBy('ben', id, 0), true);
    const { seq, version } = await readPage(store, A);
    assert.deepEqual([seq, version], [1, 0], 'a vote is no change of the log or of the tally');
    assert.equal((await readComment(store, id)).version, 1, 'a vote is no change of the text');
  });

  law('S-13: nobody votes on his own, nor on what is not published, nor elsewhere', async ({ store }) => {
    const own = await post(store, 'anna');
    const held = await post(store, 'ben', { status: 'pending' });
    const removed = await change(store, 'ben', 'remove', await post(store, 'ben'));
    assert.deepEqual(await store.setVote(voteBy('anna', own.id, 1)), { status: 'forbidden' });
    for (const write of [
      voteBy('anna', held.id, 1),
      voteBy('anna', removed.id, 1),
      voteBy('anna', randomUUID(), 1),
      voteBy('ben', own.id, 1, { ref: B }),
    ]) {
      assert.deepEqual(await store.setVote(write), { status: 'not_found' });
    }
    assert.equal((await readPage(store, A)).votesVersion, 0);
  });

  law('S-13: a vote sent again has no second effect, over a restart too', async ({ store, restart }) => {
    const { id } = await post(store, 'anna');
    const [first, second] = [voteBy('ben', id, 1), voteBy('ben', id, -1)];
    await vote(store, first);
    const { votes, record } = await vote(store, second);
    const expectNoEffect = async (opened: Store) => {
      for (const write of [first, second]) {
        assert.deepEqual(await opened.setVote(write), { status: 'repeated', votes, mine: -1, record });
      }
      assert.deepEqual(await opened.setVote({ ...second, value: 1, fingerprint: 'other' }), { status: 'conflict' });
    };
    await expectNoEffect(store);
    await expectNoEffect(await restart());
  });

  law('S-13: votes stay through removal and restoration, and order the list', async ({ store }) => {
    const [low, high] = [await post(store, 'anna'), await post(store, 'anna')];
    await vote(store, voteBy('ben', high.id, 1));
    await vote(store, voteBy('ben', low.id, -1));
    const newest = await post(store, 'anna');
    const top = async () => ids((await part(store, { sort: 'top' })).comments);
    assert.deepEqual(await top(), [high.id, newest.id, low.id]);
    const removed = await change(store, 'anna', 'remove', await readComment(store, high.id));
    assert.deepEqual(await top(), [newest.id, low.id]);
    const restored = await change(store, 'anna', 'restore', removed);
    assert.equal(restored.votes.up, 1);
    assert.deepEqual(await top(), [high.id, newest.id, low.id]);
    await vote(store, voteBy('ben', low.id, 1));
    await vote(store, voteBy('carl', low.id, 1));
    assert.deepEqual(await top(), [low.id, high.id, newest.id]);
  });

  law('S-14: a flag is kept, and the second takes the place of the first', async ({ store, restart }) => {
    const { id } = await post(store, 'anna');
    const flag = flagBy('ben', id, { reason: 'spam', text: 'an advert' });
    assert.deepEqual(await store.flagComment(flag), { status: 'applied' });
    assert.deepEqual(await store.flagComment(flagBy('ben', id, { reason: 'abuse', text: 'of me' })), {
      status: 'applied',
    });
    store = await restart();
    assert.deepEqual(await store.flagComment(flag), { status: 'repeated' });
    assert.deepEqual(await store.flagComment({ ...flag, reason: 'other', fingerprint: 'other' }), {
      status: 'conflict',
    });
    const { flags } = (await store.exportVisitor(A.site, 'ben', null))!;
    assert.deepEqual(
      flags.map((kept) => ({ ...kept, at: 0 })),
      [{ page: A.page, id, reason: 'abuse', text: 'of me', at: 0 }],
    );
    const held = await post(store, 'anna', { status: 'pending' });
    for (const write of [flagBy('ben', held.id), flagBy('ben', randomUUID()), flagBy('ben', id, { ref: B })]) {
      assert.deepEqual(await store.flagComment(write), { status: 'not_found' });
    }
  });
}
