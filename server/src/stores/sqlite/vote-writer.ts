import type { Vote } from '@huzzah/protocol';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { VoteOutcome, VoteWrite } from '../../core/records.js';
import type { CommentDraft, CommentDrafts } from './comment-drafts.js';
import type { KnownCommands } from './known-commands.js';
import type { PageDraft, PageDrafts } from './page-drafts.js';

/** Sets votes on comments, within the transaction of a group. */
export class VoteWriter {
  readonly #pages: PageDrafts;
  readonly #comments: CommentDrafts;
  readonly #commands: KnownCommands;
  readonly #read: StatementSync;
  readonly #save: StatementSync;

  constructor(database: DatabaseSync, pages: PageDrafts, comments: CommentDrafts, commands: KnownCommands) {
    this.#pages = pages;
    this.#comments = comments;
    this.#commands = commands;
    this.#read = database.prepare('SELECT value, command_id FROM votes WHERE visitor_id = ? AND comment = ?');
    this.#save = database.prepare(
      `INSERT INTO votes VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET value = excluded.value, command_id = excluded.command_id, at = excluded.at`,
    );
  }

  set(write: VoteWrite, now: number): VoteOutcome {
    const { ref, id, visitorId, commandId, value } = write;
    const page = this.#pages.of(ref);
    const { record } = page;
    const found = this.#comments.find(ref.site, id);
    const comment = found?.pageId === page.id ? found : null;
    const vote = comment === null ? undefined : this.#read.get(visitorId, comment.key);
    const mine = (vote?.['value'] ?? 0) as Vote;
    // Of one that came from another store the last part is known.
    const isNewest = vote !== undefined && commandId.endsWith(vote['command_id'] as string);
    const newest = isNewest && (mine === value ? 'repeated' : 'conflict');
    const known = newest || this.#commands.find(ref.site, write);
    if (known === 'conflict') return { status: 'conflict' };
    if (known === null && write.onlyIfKnown) return { status: 'unknown' };
    if (comment === null) return { status: known === null ? 'not_found' : 'conflict' };
    if (known === 'repeated') {
      page.isRepeated = true;
      return { status: 'repeated', votes: comment.record.votes, mine, record };
    }
    if (comment.record.status !== 'published') return { status: 'not_found' };
    if (comment.record.author.id === visitorId) return { status: 'forbidden' };
    this.#commands.noteBriefly(write);
    if (vote !== undefined || value !== 0) this.#save.run(visitorId, comment.key, value, commandId, now);
    countVote(page, this.#comments, comment, mine, value);
    return { status: 'applied', votes: comment.record.votes, mine: value, record };
  }
}

/** One visitor's vote goes from `before` to `after`. */
export function countVote(
  page: PageDraft,
  comments: CommentDrafts,
  comment: CommentDraft,
  before: Vote,
  after: Vote,
): void {
  if (before === after) return;
  const { up, down, version } = comment.record.votes;
  comment.record.votes = {
    up: up + Number(after === 1) - Number(before === 1),
    down: down + Number(after === -1) - Number(before === -1),
    version: version + 1,
  };
  comments.votesChanged(comment);
  page.record.votesVersion += 1;
  page.voted.add(comment);
  page.isChanged = true;
}
