import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { CommentWrite, VoteWrite } from '../core/records.js';
import { A, readPage, type Law } from './store-case.js';

const command = (visitorId: string) => ({ visitorId, commandId: randomUUID(), fingerprint: 'f' });

/** What becomes of commands that the rules refuse. */
export function refusedLaws(law: Law): void {
  law(
    'S-8: a command that is refused does nothing where it is new, and is answered where it is known',
    async (given) => {
      const { store, restart } = given;
      const anna = { id: 'anna', name: 'Anna', role: 'visitor' } as const;
      const post: CommentWrite = {
        ...command('anna'),
        ...{ type: 'post', ref: A, body: 'Hello', parentId: null, author: anna },
        ...{ isRename: true, status: 'published', reason: null },
      };
      const id = post.commandId;
      const edit: CommentWrite = { ...command('anna'), type: 'edit', ref: A, id, ifVersion: 1, body: 'Hi' };
      const vote: VoteWrite = { ...command('ben'), ref: A, id, value: 1 };
      const asked = [
        (more: object) => store.writeComment({ ...post, ...more }),
        (more: object) => store.writeComment({ ...edit, ...more }),
        (more: object) => store.setVote({ ...vote, ...more }),
        (more: object) => store.flagComment({ ...flag, ...more }),
        (more: object) => store.writeVisitor({ ...rename, ...more }),
        (more: object) => store.setReaction({ ...react, ...more }),
      ];
      const flag = { ...command('ben'), ref: A, id, reason: 'spam', text: '' } as const;
      const rename = { ...command('anna'), site: A.site, name: 'Ann' };
      const react = { ref: A, visitorId: 'anna', kind: 'like', commandId: randomUUID() };
      for (const ask of asked) assert.equal((await ask({ onlyIfKnown: true })).status, 'unknown');
      const { epoch, ...before } = await readPage(store, A);
      assert.deepEqual(before, { seq: 0, counts: {}, version: 0, commentCount: 0, threadCount: 0, votesVersion: 0 });
      assert.equal(await store.readVisitor(A.site, 'anna'), null);
      for (const ask of asked) assert.equal((await ask({})).status, 'applied');
      const after = await readPage(store, A);
      for (const ask of asked) {
        assert.equal((await ask({ onlyIfKnown: true })).status, 'repeated');
        assert.equal((await ask({ onlyIfKnown: true, fingerprint: 'g', kind: 'wow', value: -1 })).status, 'conflict');
      }
      assert.deepEqual(await (await restart()).readPages([A]), [after]);
      assert.equal(after.epoch, epoch);
    },
  );
}
