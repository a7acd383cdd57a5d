import type { Vote } from '@huzzah/protocol';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { erasedOf, keptOfErased } from '../../core/first-reply.js';
import type { VisitorOutcome, VisitorWrite } from '../../core/records.js';
import type { CommentDrafts } from './comment-drafts.js';
import type { KnownCommands } from './known-commands.js';
import { countMark, type PageDrafts } from './page-drafts.js';
import type { Texts } from './texts.js';
import type { Threads } from './threads.js';
import { countVote } from './vote-writer.js';

interface Parts {
  readonly pages: PageDrafts;
  readonly comments: CommentDrafts;
  readonly commands: KnownCommands;
  readonly threads: Threads;
  readonly texts: Texts;
}

const NOTHING = { comments: 0, reactions: 0, votes: 0, flags: 0 };

/** Names visitors and erases them, within the transaction of a group. */
export class VisitorWriter {
  readonly #parts: Parts;
  readonly #readName: StatementSync;
  readonly #saveName: StatementSync;
  readonly #readComments: StatementSync;
  readonly #readMarks: StatementSync;
  readonly #readVotes: StatementSync;
  readonly #deleteName: StatementSync;
  readonly #deleteMember: StatementSync;
  readonly #deleteMark: StatementSync;
  readonly #deleteVote: StatementSync;
  readonly #readFlag: StatementSync;
  readonly #readFlags: StatementSync;
  readonly #deleteFlag: StatementSync;

  constructor(database: DatabaseSync, parts: Parts) {
    this.#parts = parts;
    this.#readName = database.prepare('SELECT text FROM visitors WHERE site = ? AND id = ?');
    this.#saveName = database.prepare('REPLACE INTO visitors VALUES (?, ?, ?)');
    this.#readComments = database.prepare(
      'SELECT key FROM comments WHERE author_id = ? AND site = ? AND text IS NOT NULL ORDER BY key',
    );
    this.#readMarks = database.prepare(
      'SELECT page_id, kind FROM marks JOIN pages ON pages.id = page_id WHERE visitor_id = ? AND site = ?',
    );
    this.#readVotes = database.prepare(
      'SELECT comment, value FROM votes JOIN comments ON comments.key = comment WHERE visitor_id = ? AND site = ?',
    );
    this.#deleteName = database.prepare('DELETE FROM visitors WHERE site = ? AND id = ?');
    this.#deleteMember = database.prepare('DELETE FROM members WHERE site = ? AND visitor_id = ?');
    this.#deleteMark = database.prepare('DELETE FROM marks WHERE visitor_id = ? AND page_id = ?');
    this.#deleteVote = database.prepare('DELETE FROM votes WHERE visitor_id = ? AND comment = ?');
    this.#readFlag = database.prepare('SELECT text FROM flags WHERE visitor_id = ? AND comment = ?');
    this.#readFlags = database.prepare(
      'SELECT comment FROM flags JOIN comments ON comments.key = comment WHERE visitor_id = ? AND site = ?',
    );
    this.#deleteFlag = database.prepare('DELETE FROM flags WHERE visitor_id = ? AND comment = ?');
  }

  write(write: VisitorWrite): VisitorOutcome {
    const { site, visitorId, name } = write;
    const { commands } = this.#parts;
    const known = commands.find(site, write);
    if (known === 'conflict') return { status: 'conflict' };
    if (known === 'repeated') return { status: 'repeated', erased: erasedOf(commands.keptWith(write)) };
    if (write.onlyIfKnown) return { status: 'unknown' };
    const erased = name === null ? this.#erase(site, visitorId) : NOTHING;
    if (name !== null) this.rename(site, visitorId, name);
    commands.note(write, name === null ? keptOfErased(erased) : '');
    return { status: 'applied', erased };
  }

  rename(site: string, visitorId: string, name: string): void {
    this.#blankName(site, visitorId);
    this.#saveName.run(site, visitorId, this.#parts.texts.add({ name }));
  }

  forgetName(site: string, visitorId: string): void {
    this.#blankName(site, visitorId);
    this.#deleteName.run(site, visitorId);
  }

  forgetFlag(visitorId: string, comment: number): void {
    this.#parts.texts.blank(this.#readFlag.get(visitorId, comment)!['text'] as number);
    this.#deleteFlag.run(visitorId, comment);
  }

  #erase(site: string, visitorId: string) {
    this.#parts.commands.erase(visitorId);
    this.#deleteMember.run(site, visitorId);
    this.forgetName(site, visitorId);
    return {
      comments: this.#eraseComments(site, visitorId),
      reactions: this.#eraseMarks(site, visitorId),
      votes: this.#eraseVotes(site, visitorId),
      flags: this.#eraseFlags(site, visitorId),
    };
  }

  #blankName(site: string, visitorId: string): void {
    const row = this.#readName.get(site, visitorId);
    if (row !== undefined) this.#parts.texts.blank(row['text'] as number);
  }

  #eraseComments(site: string, visitorId: string): number {
    const { pages, comments, threads } = this.#parts;
    let count = 0;
    for (const { key } of this.#readComments.all(visitorId, site)) {
      const comment = comments.get(key as number);
      const { record } = comment;
      // Erased twice in this group.
      if (comment.text === null) continue;
      comments.wipe(comment);
      count += 1;
      if (record.status === 'removed') continue;
      comment.removedFrom = record.status;
      record.removedBy = 'author';
      threads.setStatus(pages.get(comment.pageId), comment, 'removed');
    }
    return count;
  }

  #eraseMarks(site: string, visitorId: string): number {
    const { pages } = this.#parts;
    let count = 0;
    for (const row of this.#readMarks.all(visitorId, site)) {
      const [pageId, kind] = [row['page_id'] as number, row['kind'] as string | null];
      this.#deleteMark.run(visitorId, pageId);
      countMark(pages.get(pageId), kind, null);
      count += Number(kind !== null);
    }
    return count;
  }

  #eraseVotes(site: string, visitorId: string): number {
    const { pages, comments } = this.#parts;
    let count = 0;
    for (const row of this.#readVotes.all(visitorId, site)) {
      const comment = comments.get(row['comment'] as number);
      const value = row['value'] as Vote;
      this.#deleteVote.run(visitorId, comment.key);
      countVote(pages.get(comment.pageId), comments, comment, value, 0);
      count += Number(value !== 0);
    }
    return count;
  }

  #eraseFlags(site: string, visitorId: string): number {
    const rows = this.#readFlags.all(visitorId, site);
    for (const { comment } of rows) this.forgetFlag(visitorId, comment as number);
    return rows.length;
  }
}
