import type { CommentStatus, Role } from '@huzzah/protocol';
import type { CommentRecord } from '../../core/records.js';

/** The columns of a comment, in a statement that reads from {@link COMMENTS}. */
export const COMMENT_COLUMNS = `
  comments.key, comments.id, comments.page_id, comments.seq, version, parent,
  (SELECT top.id FROM comments AS top WHERE top.key = comments.parent) AS parent_id,
  author_id, author_role, text, name, body, fingerprint, comments.at, edited_at, status, comments.reason, removed_by,
  removed_from, pinned_at, up, down, votes_version, reply_count, is_listed`;

/** Comments with their texts. */
export const COMMENTS = 'comments LEFT JOIN texts ON texts.key = comments.text';

/** A comment as it is in the database. */
export interface CommentRow {
  readonly key: number;
  readonly id: string;
  readonly page_id: number;
  readonly seq: number | null;
  readonly version: number;
  readonly parent: number | null;
  readonly parent_id: string | null;
  readonly author_id: string;
  readonly author_role: Role;
  /** The key of the text that the next three are of; `null` where it was wiped, and so are they. */
  readonly text: number | null;
  readonly name: string | null;
  readonly body: string | null;
  readonly fingerprint: string | null;
  readonly at: number;
  readonly edited_at: number | null;
  readonly status: CommentStatus;
  readonly reason: string | null;
  readonly removed_by: CommentRecord['removedBy'];
  readonly removed_from: CommentStatus | null;
  readonly pinned_at: number | null;
  readonly up: number;
  readonly down: number;
  readonly votes_version: number;
  readonly reply_count: number;
  readonly is_listed: number;
}

export function recordOf(row: CommentRow): CommentRecord {
  return {
    id: row.id,
    seq: row.seq,
    version: row.version,
    parentId: row.parent_id,
    author: { id: row.author_id, name: row.name ?? '', role: row.author_role },
    body: row.body ?? '',
    at: row.at,
    editedAt: row.edited_at,
    status: row.status,
    removedBy: row.removed_by,
    reason: row.reason,
    votes: { up: row.up, down: row.down, version: row.votes_version },
    pinnedAt: row.pinned_at,
    replyCount: row.reply_count,
  };
}
