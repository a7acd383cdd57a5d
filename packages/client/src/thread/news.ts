import type { Change, Joined, PagePulse, Vote } from '@huzzah/protocol';
import { compare, placeOf } from './places.js';
import { draft, put, putAll, toldBy, type Draft, type ThreadState } from './thread-state.js';

/** So much of what was told last is remembered, for lists that were read before it. */
const REMEMBERED = 500;

/** Takes the reply to a join that goes on from this state. */
export function foldResumed(state: ThreadState, joined: Joined): ThreadState {
  const { seq, pinned, myVotes } = joined;
  const next = draft(state);
  for (const change of joined.changes ?? []) foldChange(next, change, seq, myVotes[change.comment.id] ?? 0);
  putAll(next, pinned, seq, myVotes);
  return { ...next, ...toldBy(joined) };
}

/**
 * Takes the changes that follow ours without a gap, and what else is newer. Where the pulse's
 * `head` is above the state's `seq` then, something is missing.
 */
export function foldPulse(state: ThreadState, pulse: PagePulse): ThreadState {
  const { head = 0, changes, votes, held, settings, commentCount, threadCount } = pulse;
  const next = draft(state);
  for (const change of changes ?? []) foldChange(next, change, head);
  for (const [id, newer] of Object.entries(votes ?? {})) {
    const known = next.known.get(id);
    if (known) put(next, { ...known.comment, votes: newer });
    else next.voteLog = [...next.voteLog.slice(-REMEMBERED), [id, newer]];
  }
  next.held = held ?? next.held;
  next.settings = settings ?? next.settings;
  next.commentCount = commentCount ?? next.commentCount;
  next.threadCount = threadCount ?? next.threadCount;
  return next;
}

/** @param asOf how its comment was when sent */
function foldChange(next: Draft, { seq, type, comment }: Change, asOf: number, myVote?: Vote): void {
  if (seq !== next.seq + 1) return;
  next.seq = seq;
  const { id, parentId, replyCount } = comment;
  const isNews = type !== 'posted' && !next.known.has(id);
  put(next, comment, type === 'posted' ? Infinity : 0, {
    ...(myVote !== undefined && { myVote }),
    ...(isNews && { replyCount, countedTo: asOf }),
  });
  const more = type === 'removed' ? -1 : type === 'posted' || type === 'restored' ? 1 : 0;
  if (parentId !== null && more !== 0) {
    next.replyLog = [...next.replyLog.slice(-REMEMBERED), [seq, parentId, more]];
    const parent = next.known.get(parentId);
    if (parent && parent.countedTo < seq) {
      const replyCount = parent.comment.replyCount + more;
      next.known.set(parentId, { ...parent, comment: { ...parent.comment, replyCount } });
    }
  }
  if (type === 'posted' && parentId === null && next.first && compare(next.sort, placeOf(comment), next.first) < 0)
    next.skipped += 1;
  if (type === 'pinned' || type === 'unpinned') next.pinned = next.pinned.filter((other) => other !== id);
  if (type === 'pinned') next.pinned = [id, ...next.pinned];
}
