import type { FlagReason, Vote } from '@huzzah/protocol';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ExportRecord, VisitorRecord } from '../../core/records.js';
import { COMMENT_COLUMNS, COMMENTS, recordOf, type CommentRow } from './comment-row.js';

/** A part ends with the entry that brings it over so many bytes of JSON. */
const PART_BYTES = 20_480;
/** Rows that are read at once. */
const ROWS = 100;

/** What is exported, in this order. An entry's place is its `at` and `key`; the newest is first. */
const SECTIONS = {
  comments: `SELECT (SELECT page FROM pages WHERE pages.id = page_id) AS page, ${COMMENT_COLUMNS} FROM ${COMMENTS}
    WHERE author_id = ?1 AND comments.site = ?2 AND text IS NOT NULL AND (comments.at, comments.key) < (?3, ?4)
    ORDER BY comments.at DESC, comments.key DESC`,
  reactions: `SELECT page, kind, at, page_id AS key FROM marks JOIN pages ON pages.id = page_id
    WHERE visitor_id = ?1 AND site = ?2 AND kind IS NOT NULL AND (at, page_id) < (?3, ?4)
    ORDER BY at DESC, page_id DESC`,
  votes: `SELECT page, comments.id, value, votes.at, comments.key FROM votes
    JOIN comments ON comments.key = comment JOIN pages ON pages.id = page_id
    WHERE visitor_id = ?1 AND comments.site = ?2 AND value <> 0 AND (votes.at, comments.key) < (?3, ?4)
    ORDER BY votes.at DESC, comments.key DESC`,
  flags: `SELECT page, comments.id, flags.reason, body AS text, flags.at, comments.key FROM flags
    JOIN comments ON comments.key = comment JOIN pages ON pages.id = page_id JOIN texts ON texts.key = flags.text
    WHERE visitor_id = ?1 AND comments.site = ?2 AND (flags.at, comments.key) < (?3, ?4)
    ORDER BY flags.at DESC, comments.key DESC`,
} as const;

type Section = keyof typeof SECTIONS;
type Row = Record<string, unknown> & { readonly at: number; readonly key: number };
type Part = { -readonly [section in Section]: ExportRecord[section][number][] };

const NAMES = Object.keys(SECTIONS) as Section[];

/** What an entry is read as. */
const ENTRIES: { readonly [section in Section]: (row: Row) => Part[section][number] } = {
  comments: (row) => ({ page: row['page'] as string, comment: recordOf(row as unknown as CommentRow) }),
  reactions: ({ page, kind, at }) => ({ page: page as string, kind: kind as string, at }),
  votes: ({ page, id, value, at }) => ({ page: page as string, id: id as string, value: value as Vote, at }),
  flags: ({ page, id, reason, text, at }) => ({
    page: page as string,
    id: id as string,
    reason: reason as FlagReason,
    text: text as string,
    at,
  }),
};

/** Reads what is held on a visitor at a site. */
export class VisitorReader {
  readonly #name: StatementSync;
  readonly #isMember: StatementSync;
  readonly #isKnown: StatementSync;
  readonly #isPublished: StatementSync;
  readonly #sections: ReadonlyMap<Section, StatementSync>;

  constructor(database: DatabaseSync) {
    this.#name = database.prepare('SELECT name FROM visitors JOIN texts ON texts.key = text WHERE site = ? AND id = ?');
    this.#isMember = database.prepare('SELECT 1 FROM members WHERE site = ? AND visitor_id = ?');
    this.#isKnown = database.prepare(
      `SELECT 1 FROM comments WHERE author_id = ?1 AND site = ?2 AND text IS NOT NULL
       UNION ALL SELECT 1 FROM marks JOIN pages ON pages.id = page_id WHERE visitor_id = ?1 AND site = ?2
       UNION ALL SELECT 1 FROM votes JOIN comments ON comments.key = comment WHERE visitor_id = ?1 AND site = ?2
       UNION ALL SELECT 1 FROM flags JOIN comments ON comments.key = comment WHERE visitor_id = ?1 AND site = ?2 LIMIT 1`,
    );
    this.#isPublished = database.prepare(
      'SELECT 1 FROM comments WHERE author_id = ? AND site = ? AND seq IS NOT NULL AND text IS NOT NULL LIMIT 1',
    );
    this.#sections = new Map(NAMES.map((name) => [name, database.prepare(`${SECTIONS[name]} LIMIT ${ROWS}`)]));
  }

  read(site: string, visitorId: string): VisitorRecord | null {
    const row = this.#name.get(site, visitorId);
    const isMember = this.#isMember.get(site, visitorId) !== undefined;
    if (row === undefined && !isMember && this.#isKnown.get(visitorId, site) === undefined) return null;
    const isPublished = this.#isPublished.get(visitorId, site) !== undefined;
    return { name: (row?.['name'] ?? null) as string | null, isPublished, ...(isMember && { isMember }) };
  }

  /** `null` where `from` is no place of an export. */
  export(site: string, visitorId: string, from: string | null): ExportRecord | null {
    const begun = from === null ? START : parsePlace(from);
    if (begun === null) return null;
    const part: Part = { comments: [], reactions: [], votes: [], flags: [] };
    let bytes = 0;
    let { section, at, key } = begun;
    for (;;) {
      const rows = this.#sections.get(section)!.all(visitorId, site, at, key) as unknown as Row[];
      for (const row of rows) {
        if (bytes >= PART_BYTES) return { ...part, next: `${section}.${at}.${key}` };
        const entry = ENTRIES[section](row);
        bytes += Buffer.byteLength(JSON.stringify(entry));
        (part[section] as (typeof entry)[]).push(entry);
        ({ at, key } = row);
      }
      if (rows.length === ROWS) continue;
      const next = NAMES[NAMES.indexOf(section) + 1];
      if (next === undefined) return { ...part, next: null };
      ({ section, at, key } = { ...START, section: next });
    }
  }
}

interface Place {
  readonly section: Section;
  readonly at: number;
  readonly key: number;
}

const START: Place = { section: 'comments', at: Number.MAX_SAFE_INTEGER, key: Number.MAX_SAFE_INTEGER };

function parsePlace(text: string): Place | null {
  const [, section, at, key] = /^([a-z]+)\.(\d{1,15})\.(\d{1,15})$/.exec(text) ?? [];
  if (!NAMES.includes(section as Section)) return null;
  return { section: section as Section, at: Number(at), key: Number(key) };
}
