import type { Vote } from '@huzzah/protocol';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { MemberWrite } from '../../core/records.js';
import type { CommentDrafts } from './comment-drafts.js';
import { countMark, logChange, type PageDrafts } from './page-drafts.js';
import type { VisitorWriter } from './visitor-writer.js';
import { countVote } from './vote-writer.js';

interface Parts {
  readonly pages: PageDrafts;
  readonly comments: CommentDrafts;
  readonly visitors: VisitorWriter;
}

/** Signs members on, within the transaction of a group: what a guest has left becomes theirs. */
export class MemberWriter {
  readonly #database: DatabaseSync;
  readonly #parts: Parts;
  readonly #find: StatementSync;
  readonly #isMember: StatementSync;

  constructor(database: DatabaseSync, parts: Parts) {
    this.#database = database;
    this.#parts = parts;
    this.#find = database.prepare('SELECT visitor_id FROM members WHERE site = ? AND member = ?');
    this.#isMember = database.prepare('SELECT 1 FROM members WHERE site = ? AND visitor_id = ?');
  }

  signOn({ site, member, name, guestId, freshId }: MemberWrite): string {
    const known = this.#find.get(site, member)?.['visitor_id'] as string | undefined;
    const isGuest = guestId !== null && this.#isMember.get(site, guestId) === undefined;
    const id = known ?? (isGuest ? guestId : freshId);
    if (known === undefined) this.#run('INSERT INTO members VALUES (?, ?, ?)', site, member, id);
    if (isGuest && id !== guestId) this.#merge(site, guestId, id);
    this.#parts.visitors.rename(site, id, name);
    return id;
  }

  #merge(site: string, from: string, to: string): void {
    this.#mergeComments(site, from, to);
    this.#mergeMarks(site, from, to);
    this.#mergeVotes(site, from, to);
    this.#mergeFlags(site, from, to);
    this.#run('UPDATE OR REPLACE comment_commands SET visitor_id = ? WHERE visitor_id = ?', to, from);
    this.#parts.visitors.forgetName(site, from);
  }

  /** Each that readers see is told to them: whose it is has changed. */
  #mergeComments(site: string, from: string, to: string): void {
    const { pages, comments } = this.#parts;
    for (const { key } of this.#all(
      'SELECT key FROM comments WHERE author_id = ? AND site = ? ORDER BY key',
      from,
      site,
    )) {
      const comment = comments.get(key as number);
      const { record } = comment;
      this.#run('UPDATE comments SET author_id = ? WHERE key = ?', to, comment.key);
      record.author = { ...record.author, id: to };
      if (record.status !== 'published') continue;
      record.version += 1;
      comments.stateChanged(comment);
      logChange(pages.get(comment.pageId), 'edited', comment);
    }
  }

  #mergeMarks(site: string, from: string, to: string): void {
    const { pages } = this.#parts;
    const marks = `SELECT theirs.page_id, theirs.kind, own.kind AS own FROM marks AS theirs
      JOIN pages ON pages.id = theirs.page_id AND site = ?
      LEFT JOIN marks AS own ON own.page_id = theirs.page_id AND own.visitor_id = ? WHERE theirs.visitor_id = ?`;
    for (const { page_id: pageId, kind, own } of this.#all(marks, site, to, from)) {
      if (own === null && kind !== null) {
        this.#run('DELETE FROM marks WHERE visitor_id = ? AND page_id = ?', to, pageId);
        this.#run('UPDATE marks SET visitor_id = ? WHERE visitor_id = ? AND page_id = ?', to, from, pageId);
        continue;
      }
      this.#run('DELETE FROM marks WHERE visitor_id = ? AND page_id = ?', from, pageId);
      countMark(pages.get(pageId as number), kind as string | null, null);
    }
  }

  #mergeVotes(site: string, from: string, to: string): void {
    const { pages, comments } = this.#parts;
    // Of comments that are his own now there is none to be.
    const votes = `SELECT votes.visitor_id, comment, value, author_id = ?1 OR EXISTS (
        SELECT 1 FROM votes AS own WHERE own.visitor_id = ?1 AND own.comment = votes.comment AND own.value <> 0
      ) AS is_lost FROM votes JOIN comments ON comments.key = comment
      WHERE site = ?3 AND (votes.visitor_id = ?2 OR (votes.visitor_id = ?1 AND author_id = ?1))`;
    for (const { visitor_id: holder, comment: key, value, is_lost: isLost } of this.#all(votes, to, from, site)) {
      if (isLost === 0) {
        this.#run('DELETE FROM votes WHERE visitor_id = ? AND comment = ?', to, key);
        this.#run('UPDATE votes SET visitor_id = ? WHERE visitor_id = ? AND comment = ?', to, from, key);
        continue;
      }
      this.#run('DELETE FROM votes WHERE visitor_id = ? AND comment = ?', holder, key);
      const comment = comments.get(key as number);
      countVote(pages.get(comment.pageId), comments, comment, value as Vote, 0);
    }
  }

  /** Of two flags on a comment either says what moderators have to look at: the later to come stays. */
  #mergeFlags(site: string, from: string, to: string): void {
    const flags = 'SELECT comment FROM flags JOIN comments ON comments.key = comment WHERE visitor_id = ? AND site = ?';
    const both = this.#all(
      `${flags} AND EXISTS (SELECT 1 FROM flags AS own WHERE own.comment = flags.comment AND own.visitor_id = ?)`,
      from,
      site,
      to,
    );
    for (const { comment } of both) this.#parts.visitors.forgetFlag(from, comment as number);
    for (const { comment } of this.#all(flags, from, site)) {
      this.#run('UPDATE flags SET visitor_id = ? WHERE visitor_id = ? AND comment = ?', to, from, comment);
    }
  }

  /** Prepared where it is needed: guests sign on once in a while. */
  #run(sql: string, ...values: readonly unknown[]): void {
    this.#database.prepare(sql).run(...(values as string[]));
  }

  #all(sql: string, ...values: string[]) {
    return this.#database.prepare(sql).all(...values);
  }
}
