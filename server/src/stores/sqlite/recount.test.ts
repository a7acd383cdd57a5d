import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import type { Store } from '../../core/ports.js';
import { TalkModel } from '../../testing/talk-model.js';
import { TalkWriter, type TalkWrite } from '../../testing/talk-writes.js';
import { opened, scratchPath } from './scratch.test.util.js';

/** What is kept with each change, beside what a recount gives. */
const COUNTED = {
  pages: `SELECT pages.id, comment_count, thread_count, pages.seq,
      (SELECT count(*) FROM comments WHERE page_id = pages.id AND status = 'published') AS published,
      (SELECT count(*) FROM comments WHERE page_id = pages.id AND parent IS NULL AND is_listed) AS threads,
      (SELECT count(*) FROM changes WHERE page_id = pages.id) AS logged
    FROM pages WHERE comment_count <> published OR thread_count <> threads OR pages.seq <> logged`,
  comments: `SELECT top.id, up, down, reply_count, is_listed,
      (SELECT count(*) FROM votes WHERE comment = top.key AND value = 1) AS ups,
      (SELECT count(*) FROM votes WHERE comment = top.key AND value = -1) AS downs,
      (SELECT count(*) FROM comments WHERE parent = top.key AND status = 'published') AS replies
    FROM comments AS top WHERE up <> ups OR down <> downs OR reply_count <> replies
      OR is_listed <> (status = 'published' OR (parent IS NULL AND seq IS NOT NULL AND replies > 0))
      OR (removed_at IS NOT NULL) <> (status = 'removed' AND text IS NOT NULL)`,
  texts: `SELECT key FROM texts WHERE (trim(name || body || fingerprint) <> '') <> (
      key IN (SELECT text FROM comments WHERE text IS NOT NULL) OR key IN (SELECT text FROM flags) OR key IN (SELECT text FROM visitors))`,
} as const;

async function apply(store: Store, model: TalkModel, next: Exclude<TalkWrite, { type: 'restart' }>): Promise<void> {
  switch (next.type) {
    case 'comment':
      model.writeComment(next.write);
      return void (await store.writeComment(next.write));
    case 'vote':
      model.setVote(next.write);
      return void (await store.setVote(next.write));
    case 'flag':
      model.flagComment(next.write);
      return void (await store.flagComment(next.write));
    case 'visitor':
      model.writeVisitor(next.write);
      return void (await store.writeVisitor(next.write));
  }
}

describe('what the embedded store counts', () => {
  it('SQ-44: counts, lists and votes are as a recount gives them, in groups of any size', async () => {
    const path = scratchPath();
    const store = await opened(path);
    const model = new TalkModel();
    const refs = ['a', 'b'].map((page) => ({ site: 'news', page }));
    const writer = new TalkWriter(model, refs, 'recount');
    const asked: Promise<void>[] = [];
    for (let choice = 0; choice < 160; choice += 1) {
      for (const next of writer.from(choice * 6_151))
        if (next.type !== 'restart') asked.push(apply(store, model, next));
      if (choice % 20 === 19) await Promise.all(asked.splice(0));
    }
    expect(
      (await store.readPages(refs)).map(({ commentCount, threadCount }) => ({ commentCount, threadCount })),
    ).toEqual(refs.map((ref) => model.counts(ref)));
    const database = new DatabaseSync(path, { readOnly: true });
    for (const sql of Object.values(COUNTED)) expect(database.prepare(sql).all()).toEqual([]);
    expect(database.prepare('SELECT count(*) AS n FROM comments').get()!['n']).toBeGreaterThan(100);
    expect(database.prepare('PRAGMA integrity_check').get()).toMatchObject({ integrity_check: 'ok' });
    database.close();
  });
});
