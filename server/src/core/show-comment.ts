/** What of a comment is shown, and to whom. */
import type { Change, Comment } from '@huzzah/protocol';
import type { ChangeRecord, CommentRecord } from './records.js';

/**
 * As whom somebody sees a comment.
 * - `reader`: what is no longer published, or not yet, as removed: without text and author.
 * - `author`: what he has not removed, and others have not, with the reason why it is held.
 * - `owner`: all that is kept, for the export of what is held on him.
 */
export type Eyes = 'reader' | 'author' | 'owner';

export function showComment(record: CommentRecord, eyes: Eyes): Comment {
  const { id, seq, version, parentId, author, body, at, editedAt, status, removedBy, reason, votes, replyCount } =
    record;
  const shown = { id, seq, version, parentId, at, editedAt, votes, replyCount, pinned: false };
  const isSeen = status === 'published' || eyes === 'owner' || (eyes === 'author' && status !== 'removed');
  if (!isSeen) {
    return { ...shown, author: null, body: '', status: 'removed', removedBy: removedBy ?? 'moderator' };
  }
  return {
    ...shown,
    author,
    body,
    status,
    pinned: record.pinnedAt !== null,
    ...(removedBy !== null && { removedBy }),
    ...(reason !== null && status !== 'published' && { reason: { code: reason } }),
  };
}

/** With whose eyes the visitor sees this comment. */
export function eyesOf(visitorId: string, { author }: CommentRecord): Eyes {
  return author.id === visitorId ? 'author' : 'reader';
}

/** A change as every reader sees it. */
export function showChange({ seq, type, comment }: ChangeRecord): Change {
  return { seq, type, comment: showComment(comment, 'reader') };
}
