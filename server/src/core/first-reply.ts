/** What a repeated command is answered: what its first reply was, made anew of what is there, of the command, and of the little that is kept with it. */
import type { CommentRecord, CommentWrite, Erased } from './records.js';

/** What is kept with a change of a comment, as text. */
export function keptOf({ version, editedAt, replyCount }: CommentRecord): string {
  return [version, editedAt ?? '', replyCount].join();
}

/**
 * The comment as the write has left it. Votes and author are the present ones. So is what nobody keeps: a text that
 * was erased, and the one that a restoration has brought back.
 *
 * @param now the comment as it is
 * @param kept with the command; '' for a posting, and where nothing is kept any more
 */
export function asLeft(now: CommentRecord, write: CommentWrite, kept: string): CommentRecord {
  const isErased = now.body === '';
  if (isErased || (write.type !== 'post' && kept === '')) return now;
  const [version, editedAt, replyCount] = write.type === 'post' ? ['1', '', '0'] : kept.split(',');
  const isRemoved = write.type === 'remove';
  return {
    ...now,
    version: Number(version),
    editedAt: editedAt === '' ? null : Number(editedAt),
    replyCount: Number(replyCount),
    body: 'body' in write && write.body !== undefined ? write.body : now.body,
    status: isRemoved ? 'removed' : now.seq === null ? 'pending' : 'published',
    removedBy: isRemoved ? write.removedBy! : null,
    ...(write.type === 'post' && { pinnedAt: null }),
  };
}

/** What is kept with an erasure, as text. */
export function keptOfErased({ comments, reactions, votes, flags }: Erased): string {
  return [comments, reactions, votes, flags].join();
}

/** How much went with an erasure; nothing where nothing is kept of it. */
export function erasedOf(kept: string): Erased {
  const [comments = 0, reactions = 0, votes = 0, flags = 0] = kept === '' ? [] : kept.split(',').map(Number);
  return { comments, reactions, votes, flags };
}
