import { existsSync, realpathSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { printOf, tailOf, type Giver, type Holdings, type HoldingType, type Part } from '../../core/holdings.js';
import type { PageRef } from '../../core/records.js';
import { SQLITE, sqliteCode } from './failures.js';
import { claimFile } from './file-claim.js';
import { MIGRATIONS, readSchema } from './migrations.js';
import { OpenError } from './open-error.js';
import { UnfinishedMark } from './unfinished.js';

/** Rows of a part. */
const ROWS = 1_000;

type Row = Readonly<Record<string, string | number | null>>;

interface Section<Type extends HoldingType> {
  /** What is counted. */
  readonly count: string;
  /** The rows behind a place, whose parts are `?1`, `?2`; in the order of these columns. */
  readonly rows: string;
  readonly place: readonly string[];
  /** Before the first row. */
  readonly start: readonly (string | number)[];
  readonly read: (row: Row) => Holdings[Type];
}

const PAGE = 'pages.site, pages.page';
/** Of a comment, with its page. */
const OF_COMMENT = 'JOIN comments ON comments.key = comment JOIN pages ON pages.id = comments.page_id';

/** Each table is walked in the order of its key. */
const SECTIONS: { readonly [Type in HoldingType]: Section<Type> } = {
  page: {
    count: 'pages',
    rows: 'SELECT * FROM pages WHERE id > ?1 ORDER BY id',
    place: ['id'],
    start: [0],
    read: (row) => ({
      ref: refOf(row),
      seq: row['seq'] as number,
      version: row['version'] as number,
      counts: Object.entries(JSON.parse(row['counts'] as string) as Record<string, number>)
        .filter(([, count]) => count !== 0)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
      commentCount: row['comment_count'] as number,
      threadCount: row['thread_count'] as number,
      votesVersion: row['votes_version'] as number,
    }),
  },
  comment: {
    count: 'comments',
    rows: `SELECT ${PAGE}, comments.*, (SELECT top.id FROM comments AS top WHERE top.key = comments.parent) AS parent_id,
        name, body, fingerprint FROM comments JOIN pages ON pages.id = page_id LEFT JOIN texts ON texts.key = text
      WHERE comments.key > ?1 ORDER BY comments.key`,
    place: ['key'],
    start: [0],
    read: (row) => ({
      ref: refOf(row),
      id: row['id'] as string,
      seq: row['seq'] as number | null,
      version: row['version'] as number,
      parentId: row['parent_id'] as string | null,
      authorId: row['author_id'] as string,
      role: row['author_role'] as Holdings['comment']['role'],
      name: (row['name'] ?? '') as string,
      body: row['body'] as string | null,
      print: printOf((row['fingerprint'] ?? '') as string),
      at: row['at'] as number,
      editedAt: row['edited_at'] as number | null,
      status: row['status'] as Holdings['comment']['status'],
      reason: row['reason'] as string | null,
      removedBy: row['removed_by'] as Holdings['comment']['removedBy'],
      removedFrom: row['removed_from'] as Holdings['comment']['removedFrom'],
      removedAt: row['removed_at'] as number | null,
      up: row['up'] as number,
      down: row['down'] as number,
      votesVersion: row['votes_version'] as number,
      replyCount: row['reply_count'] as number,
      isListed: row['is_listed'] === 1,
    }),
  },
  pin: {
    count: 'comments WHERE pinned_at IS NOT NULL',
    rows: `SELECT ${PAGE}, key, comments.id, pinned_at FROM comments JOIN pages ON pages.id = page_id
      WHERE pinned_at IS NOT NULL AND key > ?1 ORDER BY key`,
    place: ['key'],
    start: [0],
    read: (row) => ({ ref: refOf(row), id: row['id'] as string, at: row['pinned_at'] as number }),
  },
  reaction: {
    count: 'marks',
    rows: `SELECT ${PAGE}, marks.* FROM marks JOIN pages ON pages.id = page_id
      WHERE (visitor_id, page_id) > (?1, ?2) ORDER BY visitor_id, page_id`,
    place: ['visitor_id', 'page_id'],
    start: ['', 0],
    read: (row) => ({
      ref: refOf(row),
      visitorId: row['visitor_id'] as string,
      kind: row['kind'] as string | null,
      command: tailOf(row['command_id'] as string),
      at: wholeSeconds(row['at'] as number),
    }),
  },
  vote: {
    count: 'votes',
    rows: `SELECT ${PAGE}, comments.id, visitor_id, comment, value, command_id, votes.at FROM votes ${OF_COMMENT}
      WHERE (visitor_id, comment) > (?1, ?2) ORDER BY visitor_id, comment`,
    place: ['visitor_id', 'comment'],
    start: ['', 0],
    read: (row) => ({
      ref: refOf(row),
      id: row['id'] as string,
      visitorId: row['visitor_id'] as string,
      value: row['value'] as Holdings['vote']['value'],
      command: tailOf(row['command_id'] as string),
      at: wholeSeconds(row['at'] as number),
    }),
  },
  flag: {
    count: 'flags',
    rows: `SELECT ${PAGE}, comments.id, visitor_id, comment, flags.reason, body, flags.at FROM flags ${OF_COMMENT}
      JOIN texts ON texts.key = flags.text WHERE (visitor_id, comment) > (?1, ?2) ORDER BY visitor_id, comment`,
    place: ['visitor_id', 'comment'],
    start: ['', 0],
    read: (row) => ({
      ref: refOf(row),
      id: row['id'] as string,
      visitorId: row['visitor_id'] as string,
      reason: row['reason'] as Holdings['flag']['reason'],
      text: row['body'] as string,
      at: row['at'] as number,
    }),
  },
  name: {
    count: 'visitors',
    rows: `SELECT site, id, name FROM visitors JOIN texts ON texts.key = text
      WHERE (site, id) > (?1, ?2) ORDER BY site, id`,
    place: ['site', 'id'],
    start: ['', ''],
    read: (row) => ({
      site: row['site'] as string,
      visitorId: row['id'] as string,
      name: row['name'] as string,
    }),
  },
  member: {
    count: 'members',
    rows: 'SELECT * FROM members WHERE (site, member) > (?1, ?2) ORDER BY site, member',
    place: ['site', 'member'],
    start: ['', ''],
    read: (row) => ({
      site: row['site'] as string,
      member: row['member'] as string,
      visitorId: row['visitor_id'] as string,
    }),
  },
  site: {
    count: 'sites',
    rows: 'SELECT * FROM sites WHERE id > ?1 ORDER BY id',
    place: ['id'],
    start: [''],
    read: (row) => ({ id: row['id'] as string, spec: row['spec'] as string }),
  },
};

function refOf(row: Row): PageRef {
  return { site: row['site'] as string, page: row['page'] as string };
}

function wholeSeconds(at: number): number {
  return at - (at % 1_000);
}

/** Gives what a database holds. */
export class SqliteGiver implements Giver {
  readonly #database: DatabaseSync;
  readonly #close: () => void;

  /** @param close what ends with it */
  constructor(database: DatabaseSync, close: () => void = () => undefined) {
    this.#database = database;
    this.#close = close;
  }

  async count(): Promise<Record<HoldingType, number>> {
    const counts = Object.entries(SECTIONS).map(([type, { count }]) => [
      type,
      this.#database.prepare(`SELECT count(*) AS count FROM ${count}`).get()!['count'],
    ]);
    return Object.fromEntries(counts) as Record<HoldingType, number>;
  }

  async *give<Type extends HoldingType>(type: Type, from: string | null): AsyncGenerator<Part<Type>> {
    const section = SECTIONS[type] as Section<Type>;
    const statement = this.#database.prepare(`${section.rows} LIMIT ${ROWS}`);
    let place = from === null ? section.start : (JSON.parse(from) as readonly (string | number)[]);
    for (let rows = behind(statement, place); rows.length > 0; rows = behind(statement, place)) {
      const last = rows.at(-1)!;
      place = section.place.map((column) => last[column] as string | number);
      yield { holdings: rows.map(section.read), left: [], place: JSON.stringify(place) };
    }
  }

  /** Nobody can: it has the file's lock. */
  async check(): Promise<void> {}

  async close(): Promise<void> {
    this.#close();
  }
}

function behind(statement: StatementSync, place: readonly (string | number)[]): Row[] {
  return statement.all(...place) as Row[];
}

/**
 * Opens a file to give what it holds, and changes nothing in it. Throws an {@link OpenError} where there is none, where
 * a server has it, or where it is none of this version.
 */
export function openSqliteGiver(path: string): SqliteGiver {
  if (!existsSync(path)) throw new OpenError(path, 'there is no such file', 'name the one that the server keeps');
  const claim = claimFile(path);
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { readOnly: true });
    const { version, isOurs } = readSchema(database);
    if (!isOurs) throw new OpenError(path, 'it is no store of Huzzah', 'name the file that the server keeps');
    if (version !== MIGRATIONS.length) {
      const mend =
        version > MIGRATIONS.length
          ? 'run the version that last used it'
          : `bring it forward first: huzzah doctor --store sqlite:${path}`;
      throw new OpenError(path, `its schema is number ${version}, not ${MIGRATIONS.length}`, mend);
    }
    new UnfinishedMark(database).mustBeFinished(path);
  } catch (error) {
    database?.close();
    claim();
    if (sqliteCode(error) !== SQLITE.NOTADB) throw error;
    throw new OpenError(path, 'it is not a SQLite database', 'name the file that the server keeps');
  }
  return new SqliteGiver(database, () => {
    database.close();
    claim();
  });
}

/** What a file is, by whatever name. */
export function fileIdentity(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}
