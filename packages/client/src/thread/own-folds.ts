import type { Comment, CommentChanged, CommentVoted } from '@huzzah/protocol';
import { draft, put, type ThreadState } from './thread-state.js';

/** Takes the reply to one of the visitor's own commands on a comment; the same state where it is of another epoch. */
export function foldReply(state: ThreadState, id: string, reply: CommentChanged | CommentVoted): ThreadState {
  if (reply.epoch !== state.epoch) return state;
  return 'votes' in reply ? foldVoted(state, id, reply) : foldOwn(state, reply.comment);
}

/** Takes the reply to a command on one's own comment. */
function foldOwn(state: ThreadState, comment: Comment): ThreadState {
  const next = draft(state);
  next.held = state.held.filter(({ id }) => id !== comment.id);
  // An old one that is not known belongs to a part of the list that was not asked for; of a new one all replies are to come.
  const isNews = next.known.has(comment.id) || (comment.seq ?? 0) > state.seq;
  if (comment.status !== 'published' && comment.status !== 'removed') next.held = [comment, ...next.held];
  else if (isNews) put(next, comment, Infinity);
  return next;
}

/** Takes the reply to one's own vote. */
function foldVoted(state: ThreadState, id: string, { votes, mine }: CommentVoted): ThreadState {
  const next = draft(state);
  const known = next.known.get(id);
  if (known) {
    put(next, { ...known.comment, votes });
    // His vote is this, also where the counts have gone on since.
    next.known.set(id, { ...next.known.get(id)!, myVote: mine });
  }
  return next;
}
