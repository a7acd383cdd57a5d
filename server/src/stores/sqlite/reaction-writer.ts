import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { PageRecord, PageRef, ReactionOutcome, ReactionWrite } from '../../core/ports.js';
import { failureOf, SQLITE, sqliteCode } from './failures.js';
import type { Answer, WriteOperation } from './messages.js';
import type { PageReader } from './page-reader.js';
import type { RecentCommands } from './recent-commands.js';
import { refKey } from '../../core/ref-key.js';

interface WriterOptions {
  readonly database: DatabaseSync;
  readonly path: string;
  readonly pages: PageReader;
  readonly commands: RecentCommands;
}

/** A page that the group at hand has touched. Its record is changed in place: all answers show the last. */
interface PageDraft {
  /** `null` until it is made. */
  id: number | null;
  readonly record: { -readonly [key in keyof PageRecord]: PageRecord[key] } & {
    readonly counts: Record<string, number>;
  };
  isChanged: boolean;
}

/** Applies writes in groups: one transaction, one sync. */
export class ReactionWriter {
  readonly #options: WriterOptions;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #makePage: StatementSync;
  readonly #savePage: StatementSync;
  readonly #readMark: StatementSync;
  readonly #saveMark: StatementSync;
  readonly #fillRoom: StatementSync;
  readonly #freeRoom: StatementSync;
  #drafts = new Map<string, PageDraft>();

  constructor(options: WriterOptions) {
    const { database } = options;
    this.#options = options;
    this.#begin = database.prepare('BEGIN IMMEDIATE');
    this.#commit = database.prepare('COMMIT');
    this.#makePage = database.prepare("INSERT INTO pages VALUES (NULL, ?, ?, ?, 0, 0, '{}') RETURNING id");
    this.#savePage = database.prepare('UPDATE pages SET version = ?, counts = ? WHERE id = ?');
    this.#readMark = database.prepare('SELECT kind, command_id FROM marks WHERE page_id = ? AND visitor_id = ?');
    this.#saveMark = database.prepare(
      `INSERT INTO marks VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET kind = excluded.kind, command_id = excluded.command_id, at = excluded.at`,
    );
    this.#fillRoom = database.prepare('UPDATE store SET checked_at = ?, room = zeroblob(8192)');
    this.#freeRoom = database.prepare('UPDATE store SET room = NULL');
  }

  /**
   * Applies the operations in their order, and returns what became of each once it is durable.
   * Where one cannot be applied the others are all the same.
   */
  write(operations: readonly WriteOperation[], now: number): Answer[] {
    if (operations.length === 0) return [];
    try {
      return this.#transact(operations, now);
    } catch (error) {
      if (operations.length === 1 || sqliteCode(error) === SQLITE.BUSY) {
        const failure = failureOf(error, this.#options.path);
        return operations.map(() => failure);
      }
      // By halves: one bad operation among 500 costs some twenty transactions rather than 500.
      const half = operations.length >> 1;
      return [...this.write(operations.slice(0, half), now), ...this.write(operations.slice(half), now)];
    }
  }

  #transact(operations: readonly WriteOperation[], now: number): Answer[] {
    const { commands } = this.#options;
    this.#drafts = new Map();
    this.#begin.run();
    try {
      const answers = operations.map((operation) =>
        operation.type === 'set' ? this.#setReaction(operation.write, now) : this.#check(now),
      );
      for (const { id, record, isChanged } of this.#drafts.values()) {
        if (isChanged) this.#savePage.run(record.version, JSON.stringify(record.counts), id);
      }
      commands.save();
      this.#commit.run();
      commands.committed();
      return answers;
    } catch (error) {
      this.#rollBack();
      throw error;
    }
  }

  #setReaction({ ref, visitorId, kind, commandId }: ReactionWrite, now: number): ReactionOutcome {
    const { commands } = this.#options;
    const draft = this.#draftOf(ref);
    const { record } = draft;
    const mark = draft.id === null ? undefined : this.#readMark.get(draft.id, visitorId);
    const mine = (mark?.['kind'] ?? null) as string | null;
    const known =
      mark?.['command_id'] === commandId ? { pageId: draft.id, kind: mine } : commands.find(visitorId, commandId);
    if (known !== undefined) {
      const isHere = known.pageId === draft.id || known.pageId === refKey(ref);
      const isSame = isHere && known.kind === kind;
      return isSame ? { status: 'repeated', record, mine, previous: mine } : { status: 'conflict' };
    }
    if (kind !== null) draft.id ??= this.#makePage.get(ref.site, ref.page, record.epoch)!['id'] as number;
    commands.note(visitorId, commandId, { pageId: draft.id ?? refKey(ref), kind });
    if (mark !== undefined || kind !== null) this.#saveMark.run(draft.id, visitorId, kind, commandId, now);
    if (kind !== mine) {
      if (mine !== null) record.counts[mine] = (record.counts[mine] ?? 0) - 1;
      if (kind !== null) record.counts[kind] = (record.counts[kind] ?? 0) + 1;
      record.version += 1;
      draft.isChanged = true;
    }
    return { status: 'applied', record, mine: kind, previous: mine };
  }

  /** A full disk has room for the row as it was: so this asks for two pages more, and gives them back. */
  #check(now: number): null {
    this.#fillRoom.run(now);
    this.#freeRoom.run();
    return null;
  }

  #draftOf(ref: PageRef): PageDraft {
    const key = refKey(ref);
    let draft = this.#drafts.get(key);
    if (draft === undefined) {
      const { pages } = this.#options;
      const stored = pages.readPage(ref);
      const record = stored?.record ?? pages.blank;
      // Without a prototype: a kind may be called `constructor`.
      const counts = Object.assign(Object.create(null) as Record<string, number>, record.counts);
      draft = { id: stored?.id ?? null, record: { ...record, counts }, isChanged: false };
      this.#drafts.set(key, draft);
    }
    return draft;
  }

  #rollBack(): void {
    this.#options.commands.rolledBack();
    try {
      this.#options.database.exec('ROLLBACK');
    } catch {
      // It has not begun, or a full disk has rolled it back already.
    }
  }
}
