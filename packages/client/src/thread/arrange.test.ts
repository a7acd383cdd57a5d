import type { Comment } from '@huzzah/protocol';
import { describe, expect, it } from 'vitest';
import { arrange } from './arrange.js';
import { draft, foldList, NOTHING, put } from './thread-state.js';

const comment = (n: number, more: Partial<Comment> = {}): Comment => ({
  id: `c${n}`,
  seq: n,
  version: 1,
  parentId: null,
  author: { id: n % 10 === 0 ? 'me' : 'ana', name: 'Ana', role: 'visitor' },
  body: '',
  at: n,
  editedAt: null,
  status: 'published',
  votes: { up: 0, down: 0, version: 0 },
  pinned: false,
  replyCount: 0,
  ...more,
});
const reader = {
  visitor: { id: 'me', name: 'Me', role: 'visitor' as const },
  now: 150,
  editableMs: 100,
  own: undefined,
  target: undefined,
  loadingReplies: new Set<string>(),
};

describe('what there is to draw of a thread', () => {
  const comments = Array.from({ length: 300 }, (_, index) => comment(300 - index));
  comments.push(comment(301, { id: 'reply', parentId: 'c7' }));
  const list = { epoch: '', threadCount: 300, comments, before: null, myVotes: {}, asOf: 301 };
  const begin = () => {
    const state = foldList({ ...NOTHING, seq: 301 }, list, 'first', { sort: 'newest' });
    return { state, before: arrange(state, reader, []).items };
  };

  it('TH-40: news of votes makes anew what it changes, and its parent, and nothing else', () => {
    const { state, before } = begin();
    const voted = draft(state);
    for (const id of ['c100', 'reply'])
      put(voted, { ...state.known.get(id)!.comment, votes: { up: 1, down: 0, version: 1 } });
    const { items } = arrange(voted, reader, before);
    const other = items.filter((item, index) => item !== before[index]);
    expect(other.map(({ comment: { id } }) => id)).toEqual(['c100', 'c7']);
    expect(items.length).toBe(300);
  });

  it('TH-40: as time goes by nothing is made anew but what its author may no longer edit', () => {
    const { state, before } = begin();
    expect(arrange(state, { ...reader, now: 155 }, before).items).toBe(before);
    const { items } = arrange(state, { ...reader, now: 165 }, before);
    const other = items.filter((item, index) => item !== before[index]);
    expect(other.map(({ comment: { id } }) => id)).toEqual(['c60']);
  });
});
