import type { CommentStatus } from '@huzzah/protocol';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { CommentRecord } from '../../core/records.js';
import { COMMENT_COLUMNS, COMMENTS, recordOf, type CommentRow } from './comment-row.js';
import type { Texts } from './texts.js';

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
  /** The key of its text, `null` where that was wiped. */
  text: number | null;
  /** Of what posted it; '' where the text was wiped. */
  fingerprint: string;
}

/** A comment that is not stored yet. */
export interface NewComment extends Omit<CommentDraft, 'key' | 'text'> {
  readonly site: string;
}

/** The comments of the group at hand, each read once and saved once. */
export class CommentDrafts {
  readonly #texts: Texts;
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

  constructor(database: DatabaseSync, texts: Texts) {
    this.#texts = texts;
    const select = `SELECT ${COMMENT_COLUMNS}, site FROM ${COMMENTS}`;
    this.#read = database.prepare(`${select} WHERE comments.key = ?`);
    this.#readById = database.prepare(`${select} WHERE site = ? AND id = ?`);
    this.#insert = database.prepare(
      `INSERT INTO comments (site, id, page_id, seq, version, parent, author_id, author_role, text, at,
         status, reason, up, down, votes_version, reply_count, is_listed)
       VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, ?)`,
    );
    this.#saveState = database.prepare(
      `UPDATE comments SET version = ?1, text = ?2, edited_at = ?3, status = ?4, reason = ?5, removed_by = ?6,
         removed_from = ?7, removed_at = CASE WHEN ?6 IS NULL OR ?2 IS NULL THEN NULL ELSE ifnull(removed_at, ?8) END,
         reply_count = ?9, is_listed = ?10
       WHERE key = ?11`,
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
    const { author, body } = record;
    const text = this.#texts.add({ name: author.name, body, fingerprint });
    const { lastInsertRowid } = this.#insert.run(
      site,
      record.id,
      pageId,
      record.seq,
      parent,
      author.id,
      author.role,
      text,
      record.at,
      record.status,
      record.reason,
      Number(isListed),
    );
    return this.#put(site, { key: Number(lastInsertRowid), text, ...comment });
  }

  setBody(comment: CommentDraft, body: string): void {
    const { record, fingerprint } = comment;
    this.#blank(comment);
    comment.text = this.#texts.add({ name: record.author.name, body, fingerprint });
    record.body = body;
    this.stateChanged(comment);
  }

  /** Text and name go, and so does what the posting is compared by. */
  wipe(comment: CommentDraft): void {
    const { record } = comment;
    this.#blank(comment);
    comment.text = null;
    comment.fingerprint = '';
    record.body = '';
    record.author = { ...record.author, name: '' };
    this.stateChanged(comment);
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
    for (const { key, record, text, removedFrom, isListed } of state) {
      this.#saveState.run(
        record.version,
        text,
        record.editedAt,
        record.status,
        record.reason,
        record.removedBy,
        removedFrom,
        now,
        record.replyCount,
        Number(isListed),
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
      text: row.text,
      fingerprint: row.fingerprint ?? '',
    });
  }

  #blank({ text }: CommentDraft): void {
    if (text !== null) this.#texts.blank(text);
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
