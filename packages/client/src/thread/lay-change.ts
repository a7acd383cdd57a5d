import type { Comment, Vote, Votes } from '@huzzah/protocol';
import type { AskedChange } from './own-changes.js';
import type { ShownComment } from './thread-view.js';

/**
 * A comment as it will be once the server has done this; the same object where it will look alike.
 *
 * @param before what it was before its author removed it, where that was just now
 */
export function layChange(
  shown: ShownComment,
  { type, input, ...progress }: AskedChange,
  before: Comment | undefined,
): ShownComment {
  const { comment, myVote } = shown;
  const { body = '', value = 0 } = input;
  switch (type) {
    case 'edit':
      return { ...shown, ...progress, comment: { ...comment, body, editedAt: progress.askedAt } };
    case 'remove':
      return { ...shown, ...progress, comment: { ...comment, body, status: 'removed', removedBy: 'author' } };
    case 'restore':
      return { ...shown, ...progress, comment: { ...comment, ...before } };
    case 'vote':
      return { ...shown, myVote: value, comment: { ...comment, votes: recounted(comment.votes, myVote, value) } };
    case 'flag':
      return shown;
  }
}

/** Votes once one visitor's is another. The version stays the truth's. */
function recounted({ up, down, version }: Votes, was: Vote, is: Vote): Votes {
  const more = (vote: Vote) => Number(is === vote) - Number(was === vote);
  return { up: up + more(1), down: down + more(-1), version };
}
