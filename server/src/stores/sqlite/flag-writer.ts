import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { FlagOutcome, FlagWrite } from '../../core/records.js';
import type { CommentDrafts } from './comment-drafts.js';
import type { KnownCommands } from './known-commands.js';
import type { PageDrafts } from './page-drafts.js';

/** Keeps what visitors flag, within the transaction of a group. */
export class FlagWriter {
  readonly #pages: PageDrafts;
  readonly #comments: CommentDrafts;
  readonly #commands: KnownCommands;
  readonly #save: StatementSync;

  constructor(database: DatabaseSync, pages: PageDrafts, comments: CommentDrafts, commands: KnownCommands) {
    this.#pages = pages;
    this.#comments = comments;
    this.#commands = commands;
    this.#save = database.prepare('REPLACE INTO flags VALUES (?, ?, ?, ?, ?)');
  }

  flag(write: FlagWrite, now: number): FlagOutcome {
    const { ref, id, visitorId, reason, text } = write;
    const known = this.#commands.find(ref.site, write);
    if (known !== null) return { status: known };
    if (write.onlyIfKnown) return { status: 'unknown' };
    const comment = this.#comments.find(ref.site, id);
    const isHere = comment !== null && comment.pageId === this.#pages.of(ref).id;
    if (!isHere || comment.record.status !== 'published') return { status: 'not_found' };
    this.#save.run(visitorId, comment.key, reason, text, now);
    this.#commands.note(write);
    return { status: 'applied' };
  }
}
