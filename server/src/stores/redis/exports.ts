import type { FlagReason, Vote } from '@huzzah/protocol';
import type { ExportRecord } from '../../core/records.js';
import { commentOf } from './comment-record.js';
import type { Connections } from './connections.js';
import type { Reply } from './lane.js';
import { unpack } from './msgpack.js';
import { refOf } from './page-record.js';
import { fieldOf } from './page-reads.js';
import { packVisitor, unpackId } from './short-ids.js';
import type { HeldPage, Visitors } from './visitors.js';

/** A part ends with the entry that brings it over so many bytes of JSON. */
const PART_BYTES = 20_480;
/** Entries that are read of a page at once. */
const ROWS = 25;
/** Pages that are asked at once. */
const PAGES = 50;

/** What is exported, in this order; in each the newest is first. */
const SECTIONS = ['comments', 'reactions', 'votes', 'flags'] as const;

type Section = (typeof SECTIONS)[number];
type Part = { -readonly [section in Section]: ExportRecord[section][number][] };

/** Behind an entry: its time, and its page's id with its comment's key. */
interface Place {
  readonly at: number;
  readonly key: Buffer;
}

interface Row extends Place {
  readonly entry: Part[Section][number];
}

const START: Place = { at: Number.MAX_SAFE_INTEGER, key: Buffer.alloc(0) };

/** Reads all that is held on a visitor, part by part. */
export class Exports {
  readonly #connections: Connections;
  readonly #visitors: Visitors;

  constructor(connections: Connections, visitors: Visitors) {
    this.#connections = connections;
    this.#visitors = visitors;
  }

  /** `null` where `from` is no place of an export. */
  async read(site: string, visitorId: string, from: string | null): Promise<ExportRecord | null> {
    const begun = from === null ? { section: SECTIONS[0], place: START } : parsePlace(from);
    if (begun === null) return null;
    const part: Part = { comments: [], reactions: [], votes: [], flags: [] };
    const pages = await this.#visitors.pages(site, visitorId);
    let bytes = 0;
    let { section, place } = begun;
    for (;;) {
      const { rows, isLast } = await this.#rows(visitorId, pages, section, place);
      for (const row of rows) {
        if (bytes >= PART_BYTES) return { ...part, next: showPlace(section, place) };
        bytes += Buffer.byteLength(JSON.stringify(row.entry));
        (part[section] as Row['entry'][]).push(row.entry);
        place = row;
      }
      if (!isLast) continue;
      const next = SECTIONS[SECTIONS.indexOf(section) + 1];
      if (next === undefined) return { ...part, next: null };
      [section, place] = [next, START];
    }
  }

  /** The next ones of all pages; not the last ones where of some page more may stand between them. */
  async #rows(
    visitorId: string,
    pages: readonly HeldPage[],
    section: Section,
    place: Place,
  ): Promise<{ readonly rows: Row[]; readonly isLast: boolean }> {
    const all: Row[][] = [];
    for (let at = 0; at < pages.length; at += PAGES) {
      const asked = pages.slice(at, at + PAGES).map((page) => this.#rowsOf(visitorId, page, section, place));
      all.push(...(await Promise.all(asked)));
    }
    const ends = all.flatMap((rows) => (rows.length === ROWS ? rows.at(-1)! : []));
    const rows = all.flat().toSorted(newestFirst);
    const known = rows.filter((row) => ends.every((end) => newestFirst(row, end) <= 0));
    return { rows: known, isLast: ends.length === 0 };
  }

  #rowsOf(visitorId: string, { keys }: HeldPage, section: Section, { at, key }: Place): Promise<Row[]> {
    const visitor = packVisitor(visitorId);
    return this.#connections.query(
      'held-by',
      [keys.page, keys.own, keys.comments, keys.votes(visitor), keys.flags],
      [fieldOf(visitor), visitor, section, keys.bytes, `${at}`, key, ROWS],
      (reply) => {
        const [text, ...found] = reply as [Buffer, ...Reply[]];
        return Array.from({ length: found.length / 3 }, (_, index) => {
          const [time, comment, entry] = found.slice(3 * index) as [Buffer, Buffer, Buffer];
          const place = { at: Number(time), key: Buffer.concat([keys.bytes, comment]) };
          return { ...place, entry: ENTRIES[section](refOf(text).page, comment, entry, Math.trunc(place.at)) };
        });
      },
    );
  }
}

/** What an entry is read as. */
const ENTRIES: {
  readonly [section in Section]: (page: string, key: Buffer, entry: Buffer, at: number) => Part[section][number];
} = {
  comments: (page, key, entry) => ({ page, comment: commentOf(key, entry) }),
  reactions: (page, _key, entry, at) => ({ page, kind: entry.toString(), at }),
  votes: (page, key, entry, at) => ({
    page,
    id: unpackId(Buffer.concat([key, entry.subarray(0, 2)])),
    value: Number(entry.toString('latin1', 2)) as Vote,
    at,
  }),
  flags(page, key, entry, at) {
    const [tail, reason, text] = unpack(entry) as [Buffer, Buffer, Buffer];
    const id = unpackId(Buffer.concat([key, tail]));
    return { page, id, reason: reason.toString() as FlagReason, text: text.toString(), at };
  },
};

function newestFirst(one: Place, other: Place): number {
  return other.at - one.at || Buffer.compare(other.key, one.key);
}

function showPlace(section: Section, { at, key }: Place): string {
  return `${section}.${at}.${key.toString('hex')}`;
}

function parsePlace(text: string): { readonly section: Section; readonly place: Place } | null {
  const [, section, at, key] = /^([a-z]+)\.(\d{1,16}(?:\.\d{1,6})?)\.([0-9a-f]*)$/.exec(text) ?? [];
  if (!SECTIONS.includes(section as Section)) return null;
  return { section: section as Section, place: { at: Number(at), key: Buffer.from(key!, 'hex') } };
}
