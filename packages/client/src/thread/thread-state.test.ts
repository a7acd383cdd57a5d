import { PAGE_SETTINGS, type Comment, type Joined } from '@huzzah/protocol';
import { describe, expect, it } from 'vitest';
import { foldPulse } from './news.js';
import { foldJoined, foldList, hasNews, hold } from './thread-state.js';

const comment = (id: string, seq: number, more: Partial<Comment> = {}): Comment => ({
  id,
  seq,
  version: 1,
  parentId: null,
  author: { id: 'ana', name: 'Ana', role: 'visitor' },
  body: id,
  at: seq,
  editedAt: null,
  status: 'published',
  votes: { up: 0, down: 0, version: 0 },
  pinned: false,
  replyCount: 0,
  ...more,
});

const joined: Joined = {
  page: 'p',
  epoch: 'e1',
  seq: 2,
  tally: { counts: {}, version: 0 },
  occupancy: { visitors: 1, connections: 1 },
  commentCount: 2,
  threadCount: 2,
  mine: null,
  settings: PAGE_SETTINGS,
  held: [],
  myVotes: {},
  pinned: [],
  comments: [comment('b', 2)],
  asOf: 2,
  before: 'cursor',
};

describe('what is known of a thread', () => {
  const state = foldJoined(joined, 'newest');

  it('TH-1: a list that was read before what pulses have told changes nothing that they told', () => {
    const removed = comment('a', 1, { version: 2, status: 'removed', author: null, body: '' });
    const told = foldPulse(state, {
      page: 'p',
      epoch: 'e1',
      head: 3,
      threadCount: 1,
      commentCount: 1,
      changes: [{ seq: 3, type: 'removed', comment: removed }],
    });
    const late = { epoch: 'e1', threadCount: 2, comments: [comment('a', 1)], before: null, myVotes: {}, asOf: 2 };
    const next = foldList(told, late, 'older', { sort: 'newest' });
    expect(next.known.get('a')!.comment.status).toBe('removed');
    expect(next).toMatchObject({ threadCount: 1, commentCount: 1, before: null });
  });

  it('TH-1: replies are counted once, whichever comes first, the list or the change', () => {
    const reply = { seq: 3, type: 'posted' as const, comment: comment('r', 3, { parentId: 'a' }) };
    const pulse = { page: 'p', epoch: 'e1', head: 3, changes: [reply] };
    const list = (asOf: number) => ({
      epoch: 'e1',
      threadCount: 2,
      comments: [comment('a', 1, { replyCount: asOf === 3 ? 1 : 0 })],
      before: null,
      myVotes: {},
      asOf,
    });
    const older = { sort: 'newest' as const };
    const counts = [2, 3].flatMap((asOf) => [
      foldPulse(foldList(state, list(asOf), 'older', older), pulse),
      foldList(foldPulse(state, pulse), list(asOf), 'older', older),
    ]);
    expect(counts.map(({ known }) => known.get('a')!.comment.replyCount)).toEqual([1, 1, 1, 1]);
  });

  it('TH-1: it is a value: nothing that is known is changed in place', () => {
    const before = structuredClone(state);
    const change = { seq: 3, type: 'edited' as const, comment: comment('b', 2, { version: 2, body: 'other' }) };
    foldPulse(state, {
      page: 'p',
      epoch: 'e1',
      head: 3,
      changes: [change],
      votes: { b: { up: 1, down: 0, version: 1 } },
    });
    hold(state, true);
    foldList(state, { epoch: 'e1', threadCount: 2, comments: [], before: null, myVotes: {}, asOf: 3 }, 'first', {
      sort: 'top',
    });
    expect(state).toEqual(before);
    expect(hasNews(state, { page: 'p', epoch: 'e1', head: 2, occupancy: { visitors: 2, connections: 2 } })).toBe(false);
  });
});
