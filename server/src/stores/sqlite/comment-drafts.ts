import type { CommentStatus } from '@huzzah/protocol';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { CommentRecord } from '../../core/records.js';
import { COMMENT_COLUMNS, recordOf, type CommentRow } from './comment-row.js';

/** A comment that the group at hand has touched. Its record is changed in place: all answers show the last. */
export interface CommentDraft {
  readonly key: number;
  readonly pageId: number;
  /** The key of the comment that it answers. */
  readonly parent: number | null;
  readonly record: { -readonly [key in keyof CommentRecord]: CommentRecord[key] };
  isListed: boolean;
  /** Where it is removed: what it was before. */
  removedFrom: CommentStatus | null;
  /** Of what posted it. */
  fingerprint: string;
}

/** A comment that is not stored yet. */
export interface NewComment extends Omit<CommentDraft, 'key'> {
  readonly site: string;
}

/** The comments of the group at hand, each read once and saved once. */
export class CommentDrafts {
  readonly #read: StatementSync;
  readonly #readById: StatementSync;
  readonly #insert: StatementSync;
  readonly #saveState: StatementSync;
  readonly #saveVotes: StatementSync;
  readonly #saveReplyCount: StatementSync;
  #byKey = new Map<number, CommentDraft>();
  #byId = new Map<string, CommentDraft>();
  /** Only what has changed is written: each of these touches other indexes. */
  readonly #changed = {
    state: new Set<CommentDraft>(),
    votes: new Set<CommentDraft>(),
    replyCount: new Set<CommentDraft>(),
  };

  constructor(database: DatabaseSync) {
    this.#read = database.prepare(`SELECT ${COMMENT_COLUMNS}, site FROM comments WHERE key = ?`);
    this.#readById = database.prepare(`SELECT ${COMMENT_COLUMNS} FROM comments WHERE site = ? AND id = ?`);
    this.#insert = database.prepare(
      `INSERT INTO comments (site, id, page_id, seq, version, parent, author_id, author_name, author_role, body, at,
         status, reason, up, down, votes_version, reply_count, is_listed, fingerprint)
       VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, ?, ?)`,
    );
    this.#saveState = database.prepare(
      `UPDATE comments SET version = ?, author_name = ?, body = ?, edited_at = ?, status = ?, reason = ?, removed_by = ?,
         removed_from = ?, removed_at = CASE WHEN ?7 IS NULL OR ?3 = '' THEN NULL ELSE ifnull(removed_at, ?) END,
         reply_count = ?, is_listed = ?, fingerprint = ?
       WHERE key = ?`,
    );
    this.#saveVotes = database.prepare('UPDATE comments SET up = ?, down = ?, votes_version = ? WHERE key = ?');
    this.#saveReplyCount = database.prepare('UPDATE comments SET reply_count = ? WHERE key = ?');
  }

  find(site: string, id: string): CommentDraft | null {
    return this.#byId.get(`${id}${site}`) ?? this.#keep(site, this.#readById.get(site, id));
  }

  /** One that is known to be there. */
  get(key: number): CommentDraft {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const row = this.#read.get(key)!;
    return this.#keep(row['site'] as string, row)!;
  }

  add({ site, ...comment }: NewComment): CommentDraft {
    const { pageId, parent, record, isListed, fingerprint } = comment;
    const { author } = record;
    const { lastInsertRowid } = this.#insert.run(
      site,
      record.id,
      pageId,
      record.seq,
      parent,
      author.id,
      author.name,
      author.role,
      record.body,
      record.at,
      record.status,
      record.reason,
      Number(isListed),
      fingerprint,
    );
    return this.#put(site, { key: Number(lastInsertRowid), ...comment });
  }

  /** Text, status and all that goes with them. */
  stateChanged(comment: CommentDraft): void {
    this.#changed.state.add(comment);
  }

  votesChanged(comment: CommentDraft): void {
    this.#changed.votes.add(comment);
  }

  replyCountChanged(comment: CommentDraft): void {
    this.#changed.replyCount.add(comment);
  }

  save(now: number): void {
    const { state, votes, replyCount } = this.#changed;
    for (const { key, record, removedFrom, isListed, fingerprint } of state) {
      this.#saveState.run(
        record.version,
        record.author.name,
        record.body,
        record.editedAt,
        record.status,
        record.reason,
        record.removedBy,
        removedFrom,
        now,
        record.replyCount,
        Number(isListed),
        fingerprint,
        key,
      );
    }
    for (const comment of replyCount) {
      if (!state.has(comment)) this.#saveReplyCount.run(comment.record.replyCount, comment.key);
    }
    for (const { key, record } of votes) {
      this.#saveVotes.run(record.votes.up, record.votes.down, record.votes.version, key);
    }
  }

  /** Forgets them: the next group begins. */
  clear(): void {
    this.#byKey = new Map();
    this.#byId = new Map();
    for (const changed of Object.values(this.#changed)) changed.clear();
  }

  #keep(site: string, found: ReturnType<StatementSync['get']>): CommentDraft | null {
    if (found === undefined) return null;
    const row = found as unknown as CommentRow;
    return this.#put(site, {
      key: row.key,
      pageId: row.page_id,
      parent: row.parent,
      record: recordOf(row),
      isListed: row.is_listed === 1,
      removedFrom: row.removed_from,
      fingerprint: row.fingerprint,
    });
  }

  #put(site: string, comment: CommentDraft): CommentDraft {
    const { record, key } = comment;
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    this.#byKey.set(key, comment);
    this.#byId.set(`${record.id}${site}`, comment);
    return comment;
  }
}
