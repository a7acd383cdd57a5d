import { PAGE_SETTINGS, SITE_LIMITS } from '@huzzah/protocol';
import { describe, expect, it } from 'vitest';
import { whyNot, type OwnAct } from './own-comment.js';
import type { CommentRecord } from './records.js';
import { eyesOf, showChange, showComment } from './show-comment.js';

const COMMENT: CommentRecord = {
  id: 'c',
  seq: 3,
  version: 2,
  parentId: null,
  author: { id: 'anna', name: 'Anna', role: 'visitor' },
  body: 'secret',
  at: 1_000_000,
  editedAt: null,
  status: 'published',
  removedBy: null,
  reason: null,
  votes: { up: 1, down: 0, version: 1 },
  pinnedAt: null,
  replyCount: 1,
};
const pending: Partial<CommentRecord> = { status: 'pending', seq: null, reason: 'first' };
const removed: Partial<CommentRecord> = { status: 'removed', removedBy: 'author' };
const act: Omit<OwnAct, 'type'> = {
  visitorId: 'anna',
  limits: SITE_LIMITS,
  settings: PAGE_SETTINGS,
  now: COMMENT.at + SITE_LIMITS.editWindowMs,
};

describe('one’s own comment', () => {
  it.each([
    ['as it is', {}, {}, ['ok', 'ok', 'conflict']],
    ['held', pending, {}, ['ok', 'ok', 'conflict']],
    ['removed by himself', removed, {}, ['not_found', 'not_found', 'ok']],
    ['removed by himself, its text gone', { ...removed, body: '' }, {}, ['not_found', 'not_found', 'not_found']],
    ['removed by a moderator', { ...removed, removedBy: 'moderator' }, {}, ['not_found', 'not_found', 'forbidden']],
    ['withheld', { status: 'withheld' }, {}, ['forbidden', 'forbidden', 'conflict']],
    ['rejected', { status: 'rejected', seq: null }, {}, ['forbidden', 'forbidden', 'conflict']],
    ['somebody else’s', {}, { visitorId: 'ben' }, ['forbidden', 'forbidden', 'forbidden']],
    ['somebody else’s, and held', pending, { visitorId: 'ben' }, ['not_found', 'not_found', 'not_found']],
    ['past its window', {}, { now: act.now + 1 }, ['forbidden', 'forbidden', 'conflict']],
    ['removed, past its window', removed, { now: act.now + 1 }, ['not_found', 'not_found', 'forbidden']],
    ['on a locked page', {}, { settings: { ...PAGE_SETTINGS, locked: true } }, ['locked', 'ok', 'conflict']],
  ] as const)('AU-1: is edited, removed and brought back as the rules say: %s', (_name, comment, more, expected) => {
    const said = (['edit', 'remove', 'restore'] as const).map(
      (type) => whyNot({ ...COMMENT, ...comment }, { ...act, ...more, type })?.code ?? 'ok',
    );
    expect(said).toEqual(expected);
  });

  it('AU-2: what is published everybody sees whole; what is not, readers see as removed', () => {
    const { id, body, author, status, votes } = COMMENT;
    for (const eyes of ['reader', 'author', 'owner'] as const) {
      const shown = showComment({ ...COMMENT, pinnedAt: 5, reason: 'first' }, eyes);
      expect(shown).toMatchObject({ id, body, author, status, votes, pinned: true, seq: 3, version: 2, replyCount: 1 });
      expect(shown).not.toHaveProperty('reason');
      expect(shown).not.toHaveProperty('removedBy');
    }
    for (const more of [pending, removed, { status: 'withheld' as const }, { status: 'rejected' as const }]) {
      const shown = showComment({ ...COMMENT, ...more }, 'reader');
      expect(shown).toMatchObject({ status: 'removed', body: '', author: null, pinned: false });
      expect(shown.removedBy).toBe(more.status === 'removed' ? 'author' : 'moderator');
      expect(
        JSON.stringify([shown, showChange({ seq: 3, type: 'removed', comment: { ...COMMENT, ...more } })]),
      ).not.toMatch(/secret|anna|first/i);
    }
  });

  it('AU-3: an author sees what is held, and why; what was removed only in his export', () => {
    const held = { ...COMMENT, ...pending };
    expect(eyesOf('anna', held)).toBe('author');
    expect(eyesOf('ben', held)).toBe('reader');
    expect(showComment(held, 'author')).toMatchObject({ status: 'pending', body: 'secret', reason: { code: 'first' } });
    expect(showComment({ ...COMMENT, ...removed }, 'author')).toMatchObject({ status: 'removed', body: '' });
    expect(showComment({ ...COMMENT, ...removed }, 'owner')).toMatchObject({ status: 'removed', body: 'secret' });
  });
});
