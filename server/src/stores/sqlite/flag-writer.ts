import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { FlagOutcome, FlagWrite } from '../../core/records.js';
import type { CommentDrafts } from './comment-drafts.js';
import type { KnownCommands } from './known-commands.js';
import type { PageDrafts } from './page-drafts.js';
import type { Texts } from './texts.js';

interface Parts {
  readonly pages: PageDrafts;
  readonly comments: CommentDrafts;
  readonly commands: KnownCommands;
  readonly texts: Texts;
}

/** Keeps what visitors flag, within the transaction of a group. */
export class FlagWriter {
  readonly #pages: PageDrafts;
  readonly #comments: CommentDrafts;
  readonly #commands: KnownCommands;
  readonly #texts: Texts;
  readonly #read: StatementSync;
  readonly #save: StatementSync;

  constructor(database: DatabaseSync, { pages, comments, commands, texts }: Parts) {
    this.#pages = pages;
    this.#comments = comments;
    this.#commands = commands;
    this.#texts = texts;
    this.#read = database.prepare('SELECT text FROM flags WHERE visitor_id = ? AND comment = ?');
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
    const former = this.#read.get(visitorId, comment.key);
    if (former !== undefined) this.#texts.blank(former['text'] as number);
    this.#save.run(visitorId, comment.key, reason, this.#texts.add({ body: text }), now);
    this.#commands.note(write);
    return { status: 'applied' };
  }
}
