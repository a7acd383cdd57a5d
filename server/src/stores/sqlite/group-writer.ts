import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { CommentDrafts } from './comment-drafts.js';
import { CommentWriter } from './comment-writer.js';
import { failureOf, SQLITE, sqliteCode } from './failures.js';
import { FlagWriter } from './flag-writer.js';
import { KnownCommands } from './known-commands.js';
import { LogScrubber } from './log-scrubber.js';
import { MemberWriter } from './member-writer.js';
import type { Answer, Answers, WriteOperation } from './messages.js';
import { PageDrafts } from './page-drafts.js';
import type { PageReader } from './page-reader.js';
import { ReactionWriter } from './reaction-writer.js';
import { RecentCommands } from './recent-commands.js';
import { RunningTime } from './running-time.js';
import { SiteRows } from './site-rows.js';
import { Sweeper } from './sweeper.js';
import { Texts } from './texts.js';
import { Threads } from './threads.js';
import { VisitorWriter } from './visitor-writer.js';
import { VoteWriter } from './vote-writer.js';

/** Applies writes in groups: one transaction, one sync. */
export class GroupWriter {
  readonly #database: DatabaseSync;
  readonly #path: string;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #fillRoom: StatementSync;
  readonly #freeRoom: StatementSync;
  readonly #log: LogScrubber;
  readonly #recent: RecentCommands;
  readonly #texts: Texts;
  readonly #pages: PageDrafts;
  readonly #comments: CommentDrafts;
  readonly #reactions: ReactionWriter;
  readonly #commentWriter: CommentWriter;
  readonly #votes: VoteWriter;
  readonly #flags: FlagWriter;
  readonly #visitors: VisitorWriter;
  readonly #members: MemberWriter;
  readonly #sites: SiteRows;
  readonly #sweeper: Sweeper;

  /** @param path as shown in a fault */
  constructor(database: DatabaseSync, path: string, reader: PageReader) {
    this.#database = database;
    this.#path = path;
    this.#begin = database.prepare('BEGIN IMMEDIATE');
    this.#commit = database.prepare('COMMIT');
    this.#fillRoom = database.prepare('UPDATE store SET checked_at = ?, room = zeroblob(8192)');
    this.#freeRoom = database.prepare('UPDATE store SET room = NULL');
    const time = new RunningTime(database, () => performance.now());
    const recent = (this.#recent = new RecentCommands(database, time));
    const pages = (this.#pages = new PageDrafts(database, reader));
    const texts = (this.#texts = new Texts(database));
    const comments = (this.#comments = new CommentDrafts(database, texts));
    const commands = new KnownCommands(database, recent, comments, time);
    const threads = new Threads(comments);
    const visitors = new VisitorWriter(database, { pages, comments, commands, threads, texts });
    this.#visitors = visitors;
    this.#reactions = new ReactionWriter(database, pages, recent);
    this.#commentWriter = new CommentWriter({ pages, comments, commands, threads, visitors });
    this.#votes = new VoteWriter(database, pages, comments, commands);
    this.#flags = new FlagWriter(database, { pages, comments, commands, texts });
    this.#members = new MemberWriter(database, { pages, comments, visitors });
    this.#sites = new SiteRows(database);
    this.#sweeper = new Sweeper(database, texts, commands);
    this.#log = new LogScrubber(database);
  }

  /**
   * Applies the operations in their order, and returns what became of each once it is durable.
   * Where one cannot be applied the others are all the same.
   */
  write(operations: readonly WriteOperation[], now: number): Answers {
    if (operations.length === 0) return { answers: [], committed: [] };
    try {
      return this.#transact(operations, now);
    } catch (error) {
      if (operations.length === 1 || sqliteCode(error) === SQLITE.BUSY) {
        const failure = failureOf(error, this.#path);
        return { answers: operations.map(() => failure), committed: [] };
      }
      // By halves: one bad operation among 500 costs some twenty transactions rather than 500.
      const half = operations.length >> 1;
      const [first, second] = [operations.slice(0, half), operations.slice(half)].map((part) => this.write(part, now));
      return {
        answers: [...first!.answers, ...second!.answers],
        committed: [...first!.committed, ...second!.committed],
      };
    }
  }

  /** To be called between groups. */
  rest(): void {
    this.#log.scrub();
  }

  #transact(operations: readonly WriteOperation[], now: number): Answers {
    this.#begin.run();
    try {
      const answers = operations.map((operation) => this.#apply(operation, now));
      this.#comments.save(now);
      this.#pages.save();
      this.#recent.save();
      // Last: what it wipes may have been touched by this group.
      for (const [index, { type }] of operations.entries()) {
        if (type === 'sweep') answers[index] = this.#sweeper.sweep(now);
      }
      const { committed } = this.#pages;
      this.#commit.run();
      this.#recent.committed();
      if (this.#texts.takeHasBlanked()) this.#log.note();
      return { answers, committed };
    } catch (error) {
      this.#rollBack();
      throw error;
    } finally {
      this.#pages.clear();
      this.#comments.clear();
    }
  }

  #apply(operation: WriteOperation, now: number): Answer {
    switch (operation.type) {
      case 'set':
        return this.#reactions.set(operation.write, now);
      case 'comment':
        return this.#commentWriter.write(operation.write, now);
      case 'vote':
        return this.#votes.set(operation.write, now);
      case 'flag':
        return this.#flags.flag(operation.write, now);
      case 'visitor':
        return this.#visitors.write(operation.write);
      case 'member':
        return this.#members.signOn(operation.write);
      case 'site':
        return this.#sites.write(operation.write);
      case 'check':
        return this.#check(now);
      case 'sweep':
        return false;
    }
  }

  /** A full disk has room for the row as it was: so this asks for two pages more, and gives them back. */
  #check(now: number): null {
    this.#fillRoom.run(now);
    this.#freeRoom.run();
    return null;
  }

  #rollBack(): void {
    this.#recent.rolledBack();
    try {
      this.#database.exec('ROLLBACK');
    } catch {
      // It has not begun, or a full disk has rolled it back already.
    }
  }
}
