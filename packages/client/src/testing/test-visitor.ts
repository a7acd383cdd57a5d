/** What a test server holds on one visitor. */
import type { Visitor, VisitorErased, VisitorExport } from '@huzzah/protocol';
import type { TestPage } from './test-page.js';

export function exportVisitor(visitor: Visitor, pages: Iterable<TestPage>): VisitorExport {
  const all = [...pages];
  return {
    visitor,
    comments: all.flatMap(({ key, talk }) =>
      talk.ids.filter((id) => talk.isBy(id, visitor.id)).map((id) => ({ page: key, comment: talk.show(id, true) })),
    ),
    reactions: all.flatMap((page) => {
      const kind = page.mineOf(visitor.id);
      return kind === null ? [] : [{ page: page.key, kind, at: 0 }];
    }),
    votes: all.flatMap(({ key, talk }) =>
      Object.entries(talk.votesOf(visitor.id)).flatMap(([id, value]) =>
        value === 0 ? [] : { page: key, id, value, at: 0 },
      ),
    ),
    flags: all.flatMap(({ key, flags }) =>
      flags
        .filter(({ visitorId }) => visitorId === visitor.id)
        .map(({ id, reason }) => ({ page: key, id, reason, text: '', at: 0 })),
    ),
    before: null,
  };
}

/** Takes it all away, and says how much it was. */
export function eraseVisitor(visitor: Visitor, pages: Iterable<TestPage>): VisitorErased {
  const all = [...pages];
  const { comments, reactions, votes, flags } = exportVisitor(visitor, all);
  for (const page of all) page.forget(visitor.id);
  const erased = { comments: comments.length, reactions: reactions.length, votes: votes.length, flags: flags.length };
  return { erased };
}
