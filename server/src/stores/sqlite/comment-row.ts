import type { CommentStatus, Role } from '@huzzah/protocol';
import type { CommentRecord } from '../../core/records.js';

/** The columns of a comment, for whatever statement reads from `comments`. */
export const COMMENT_COLUMNS = `
  key, id, page_id, seq, version, parent, (SELECT top.id FROM comments AS top WHERE top.key = comments.parent) AS parent_id,
  author_id, author_name, author_role, body, at, edited_at, status, reason, removed_by, removed_from, pinned_at,
  up, down, votes_version, reply_count, is_listed, fingerprint`;

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
  readonly author_name: string;
  readonly author_role: Role;
  readonly body: string;
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
  readonly fingerprint: string;
}

export function recordOf(row: CommentRow): CommentRecord {
  return {
    id: row.id,
    seq: row.seq,
    version: row.version,
    parentId: row.parent_id,
    author: { id: row.author_id, name: row.author_name, role: row.author_role },
    body: row.body,
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
