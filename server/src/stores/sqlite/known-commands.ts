import { LIMITS } from '@huzzah/protocol';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Command } from '../../core/records.js';
import type { CommentDrafts } from './comment-drafts.js';
import { NO_PAGE } from './page-reader.js';
import type { RecentCommands } from './recent-commands.js';
import type { RunningTime } from './running-time.js';

const MEMORY_US = LIMITS.commentCommandMemoryMs * 1_000;

/**
 * The commands on comments and visitors: a posting as long as its comment, which has its id; a
 * vote among the {@link RecentCommands}; any other for `LIMITS.commentCommandMemoryMs` by the
 * running time of the store. What is of late is known by the writer of marks too.
 */
export class KnownCommands {
  readonly #recent: RecentCommands;
  readonly #comments: CommentDrafts;
  readonly #time: RunningTime;
  readonly #read: StatementSync;
  readonly #readKept: StatementSync;
  readonly #save: StatementSync;
  readonly #blank: StatementSync;
  readonly #prune: StatementSync;

  constructor(database: DatabaseSync, recent: RecentCommands, comments: CommentDrafts, time: RunningTime) {
    this.#recent = recent;
    this.#comments = comments;
    this.#time = time;
    this.#read = database.prepare('SELECT fingerprint FROM comment_commands WHERE visitor_id = ? AND command_id = ?');
    this.#readKept = database.prepare('SELECT kept FROM comment_commands WHERE visitor_id = ? AND command_id = ?');
    this.#save = database.prepare('INSERT INTO comment_commands VALUES (?, ?, ?, ?, ?)');
    this.#blank = database.prepare("UPDATE comment_commands SET fingerprint = '' WHERE visitor_id = ?");
    this.#prune = database.prepare(
      `DELETE FROM comment_commands WHERE (visitor_id, command_id) IN
         (SELECT visitor_id, command_id FROM comment_commands WHERE ran_at < ? LIMIT ?)`,
    );
  }

  /** What a known command must be answered, `null` for a new one. */
  find(site: string, { visitorId, commandId, fingerprint }: Command): 'repeated' | 'conflict' | null {
    const known = this.#fingerprintOf(site, visitorId, commandId);
    if (known === undefined) return null;
    // Nothing is left to compare with where its visitor was erased, and a part where it came from another store.
    return known !== null && fingerprint.startsWith(known) ? 'repeated' : 'conflict';
  }

  /** Of a posting the comment is the lasting memory, of a vote the vote. */
  noteBriefly({ visitorId, commandId, fingerprint }: Command): void {
    this.#recent.note(visitorId, commandId, { pageId: NO_PAGE, kind: fingerprint });
  }

  /** @param kept what its reply is made of when it comes again */
  note(command: Command, kept = ''): void {
    this.noteBriefly(command);
    this.#save.run(command.visitorId, command.commandId, command.fingerprint, this.#time.us, kept);
  }

  /** What is kept with a known command. */
  keptWith({ visitorId, commandId }: Command): string {
    return (this.#readKept.get(visitorId, commandId)?.['kept'] ?? '') as string;
  }

  /** Forgets what the visitor asked for, but not that he did. */
  erase(visitorId: string): void {
    this.#blank.run(visitorId);
  }

  /** Lets go of `limit` rows of a kind that are past, at most; returns how many of the one that had most. */
  prune(limit: number): number {
    const pruned = Number(this.#prune.run(this.#time.us - MEMORY_US, limit).changes);
    return Math.max(pruned, this.#recent.prune(limit));
  }

  #fingerprintOf(site: string, visitorId: string, commandId: string): string | null | undefined {
    const recent = this.#recent.find(visitorId, commandId);
    // A mark's command has no fingerprint, and so is never the same.
    if (recent !== undefined) return recent.pageId === NO_PAGE ? recent.kind : null;
    const row = this.#read.get(visitorId, commandId);
    if (row !== undefined) return row['fingerprint'] as string;
    const posted = this.#comments.find(site, commandId);
    return posted?.record.author.id === visitorId ? posted.fingerprint : undefined;
  }
}
