import type { DatabaseSync } from 'node:sqlite';
import type { Giver, Holdings, HoldingType, Marker, Taker } from '../../core/holdings.js';
import { refKey } from '../../core/ref-key.js';
import type { PageRef } from '../../core/records.js';
import { connectWriter, type Connection } from './connection.js';
import { failureOf } from './failures.js';
import { SqliteGiver } from './giver.js';
import { OpenError } from './open-error.js';
import { Statements } from './statements.js';
import { Texts } from './texts.js';
import { UnfinishedMark } from './unfinished.js';

/** Pages whose ids are kept at hand. */
const KNOWN_PAGES = 10_000;

/** Why something is not taken, `null` where it is. */
type Take<Type extends HoldingType> = (holding: Holdings[Type], epoch: string) => string | null;

/** Opens a file to be filled, made where there is none; no server can have it meanwhile. Throws an {@link OpenError}. */
export function openSqliteTaker(path: string): SqliteTaker {
  return new SqliteTaker(path, connectWriter(path, undefined, true));
}

/** Fills a database: what comes between two marks is one transaction, so that a kill leaves nothing halfway. */
class SqliteTaker implements Taker {
  readonly #path: string;
  readonly #connection: Connection;
  readonly #database: DatabaseSync;
  readonly #sql: Statements;
  readonly #texts: Texts;
  readonly #mark: UnfinishedMark;
  readonly #pages = new Map<string, number>();

  constructor(path: string, connection: Connection) {
    this.#path = path;
    this.#connection = connection;
    this.#database = connection.database;
    this.#sql = new Statements(connection.database);
    this.#texts = new Texts(connection.database);
    this.#mark = new UnfinishedMark(connection.database);
  }

  async begin(): Promise<Marker | null> {
    const marker = this.#mark.read();
    const { page, name, member, site } = await new SqliteGiver(this.#database).count();
    if (marker === null && page + name + member + site > 0) {
      const reason = `it holds ${page} pages, ${name} names and ${site} sites already`;
      throw new OpenError(this.#path, reason, 'name a file that is not there yet');
    }
    return marker;
  }

  async take<Type extends HoldingType>(type: Type, holdings: readonly Holdings[Type][], epoch: string) {
    const take = this.#takes[type] as Take<Type>;
    return this.#try(() => {
      if (!this.#database.isTransaction) this.#database.exec('BEGIN IMMEDIATE');
      return holdings.flatMap((holding) => {
        const why = take(holding, epoch);
        return why === null ? [] : [{ holding, why }];
      });
    });
  }

  async save(marker: Marker): Promise<void> {
    this.#try(() => {
      if (!this.#database.isTransaction) this.#database.exec('BEGIN IMMEDIATE');
      this.#mark.write(marker);
      this.#database.exec('COMMIT');
    });
  }

  async giver(): Promise<Giver> {
    return new SqliteGiver(this.#database);
  }

  async end(): Promise<void> {
    this.#try(() => this.#mark.remove());
  }

  async close(): Promise<void> {
    this.#connection.close();
  }

  readonly #takes: { readonly [Type in HoldingType]: Take<Type> } = {
    page: ({ ref, seq, version, counts, ...more }, epoch) => {
      this.#sql.run(
        `INSERT OR IGNORE INTO pages (site, page, epoch, seq, version, counts, comment_count, thread_count, votes_version)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        ...[ref.site, ref.page, epoch, seq, version, JSON.stringify(Object.fromEntries(counts))],
        ...[more.commentCount, more.threadCount, more.votesVersion],
      );
      return null;
    },
    comment: (comment) => this.#takeComment(comment),
    pin: ({ ref, id, at }) =>
      this.#with(ref, id, (key) => this.#sql.run('UPDATE comments SET pinned_at = ? WHERE key = ?', at, key)),
    reaction: ({ ref, visitorId, kind, command, at }) => {
      const page = this.#pageOf(ref);
      if (page === undefined) return NO_PAGE;
      this.#sql.run('REPLACE INTO marks VALUES (?, ?, ?, ?, ?)', visitorId, page, kind, command, at);
      return null;
    },
    vote: ({ ref, id, visitorId, value, command, at }) =>
      this.#with(ref, id, (key) =>
        this.#sql.run('REPLACE INTO votes VALUES (?, ?, ?, ?, ?)', visitorId, key, value, command, at),
      ),
    flag: ({ ref, id, visitorId, reason, text, at }) =>
      this.#with(ref, id, (key) => {
        const body = this.#texts.add({ body: text });
        this.#sql.run('REPLACE INTO flags VALUES (?, ?, ?, ?, ?)', visitorId, key, reason, body, at);
      }),
    name: ({ site, visitorId, name }) => {
      this.#sql.run('REPLACE INTO visitors VALUES (?, ?, ?)', site, visitorId, this.#texts.add({ name }));
      return null;
    },
    member: ({ site, member, visitorId }) => {
      this.#sql.run('INSERT OR IGNORE INTO members VALUES (?, ?, ?)', site, member, visitorId);
      const row = this.#sql.get('SELECT member FROM members WHERE site = ? AND visitor_id = ?', site, visitorId);
      return row?.['member'] === member ? null : 'this visitor is another member already';
    },
    site: ({ id, spec }) => {
      this.#sql.run('REPLACE INTO sites VALUES (?, ?)', id, spec);
      return null;
    },
  };

  #takeComment(comment: Holdings['comment']): string | null {
    const { ref, id, parentId, name, body, print } = comment;
    const page = this.#pageOf(ref);
    if (page === undefined) return NO_PAGE;
    const parent = parentId === null ? null : this.#keyOf(ref, parentId);
    if (parent === undefined) return 'what it answers was left out';
    // Another store has one id once a page, this one once a site.
    const taken = this.#sql.get('SELECT page_id FROM comments WHERE site = ? AND id = ?', ref.site, id)?.['page_id'];
    if (taken !== undefined) return taken === page ? null : 'a comment of another page of the site has its id';
    const text = body === null ? null : this.#texts.add({ name, body, fingerprint: print });
    this.#sql.run(
      `INSERT INTO comments (site, id, page_id, seq, version, parent, author_id, author_role, text, at, edited_at,
         status, reason, removed_by, removed_from, removed_at, up, down, votes_version, reply_count, is_listed)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[ref.site, id, page, comment.seq, comment.version, parent, comment.authorId, comment.role, text],
      ...[comment.at, comment.editedAt, comment.status, comment.reason, comment.removedBy, comment.removedFrom],
      ...[comment.removedAt, comment.up, comment.down, comment.votesVersion, comment.replyCount],
      Number(comment.isListed),
    );
    return null;
  }

  #with(ref: PageRef, id: string, act: (key: number) => unknown): string | null {
    const key = this.#keyOf(ref, id);
    if (key === undefined) return 'its comment was left out';
    act(key);
    return null;
  }

  #keyOf(ref: PageRef, id: string): number | undefined {
    const row = this.#sql.get('SELECT key, page_id FROM comments WHERE site = ? AND id = ?', ref.site, id);
    return row !== undefined && row['page_id'] === this.#pageOf(ref) ? (row['key'] as number) : undefined;
  }

  #pageOf(ref: PageRef): number | undefined {
    const key = refKey(ref);
    const known = this.#pages.get(key);
    if (known !== undefined) return known;
    const row = this.#sql.get('SELECT id FROM pages WHERE site = ? AND page = ?', ref.site, ref.page);
    if (row === undefined) return undefined;
    if (this.#pages.size >= KNOWN_PAGES) this.#pages.clear();
    this.#pages.set(key, row['id'] as number);
    return row['id'] as number;
  }

  /** A full disk, for one, in the words of the store; what was not saved is not there. */
  #try<Result>(act: () => Result): Result {
    try {
      return act();
    } catch (error) {
      const { message, fault = message } = failureOf(error, this.#path);
      throw new Error(fault, { cause: error });
    }
  }
}

const NO_PAGE = 'its page was left out';
