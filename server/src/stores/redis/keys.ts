/** Every key of the store in Redis, made here and nowhere else. */
import { hash } from 'node:crypto';
import type { PageRef } from '../../core/records.js';
import { refKey } from '../../core/ref-key.js';

/**
 * What a key is called, its type and its time to live. `{…}` is what Redis Cluster puts keys by:
 * all of a page are on one master, and so are all of a bucket of visitors.
 *
 * | key | type | holds | time to live |
 * | --- | --- | --- | --- |
 * | `h:store` | hash | the epoch of pages that are not made, and the run ids of all masters seen | none |
 * | `h:sites` | hash | what owners have set of their sites, as JSON | none |
 * | `h:check:{n}` | string | the time of the last check | 1 min |
 * | `h:leases` | sorted set | the nodes that live, by the end of their lease | none; each 6 s |
 * | `h:rate:c:DIGEST` | string | how often something was done, or when its bucket is full again | as the rate says |
 * | `h:rate:s:DIGEST` | set | who has done something | as the rate says |
 * | `h:due` | sorted set | pages by the time at which something on them has been kept long enough | none |
 * | `h:erasures` | sorted set | erasures that are under way, or are looked at once more, by time | none |
 * | `h:merges` | sorted set | likewise, guests who become members, as JSON | none |
 * | `h:migration` | string | how far a migration into this store has come, as JSON | none; till it ends |
 * | `h:{page}` | string | the page, as JSON | none |
 * | `h:{page}:m` | hash | what a visitor holds there: his mark, and his comments | none |
 * | `h:{page}:c` | hash | comments, as MessagePack | none; a removed one's text 30 days |
 * | `h:{page}:t` | sorted set | threads by `seq` | none |
 * | `h:{page}:s` | sorted set | threads by score, then `seq` | none |
 * | `h:{page}:r` | sorted set | replies, by what they answer, then `seq` | none |
 * | `h:{page}:h` | sorted set | what is held, by author, in order of writing | none |
 * | `h:{page}:l` | list | the newest changes | none; 1,000 of them |
 * | `h:{page}:f` | hash | flags | none; each 90 days |
 * | `h:{page}:x` | sorted set | removed comments and flags, by the time at which they go | none |
 * | `h:{page}:o` | hash | who is there: visitors by the number of nodes that each is at | 1 min |
 * | `h:{page}:on` | hash | the nodes that have somebody there, with their connections | 1 min |
 * | `h:{page}:ov:NODE` | set | the visitors there at one node | 10 min |
 * | `h:{page}:v:VISITOR` | hash | his votes | none |
 * | `h:{page}:k:COMMAND` | string | in a cluster: that this command was done here | 2 min, or a day |
 * | `h:{page}:a:VISITOR` | hash | the guests who have become this member of late, and where their commands are | a day |
 * | `h:{bucket}:s:SITE` | hash | the pages on which a visitor of the bucket holds something | none |
 * | `h:{bucket}:p:SITE:VISITOR` | hash | the same, of one with many pages | none |
 * | `h:{bucket}:n:SITE:VISITOR` | string | his name | none |
 * | `h:{bucket}:a:SITE:VISITOR` | set | the guests who have become this member of late | a day |
 * | `h:{bucket}:m:SITE:VISITOR` | string | the member that he is, or is about to become | none |
 * | `h:{bucket}:i:SITE:MEMBER` | string | the visitor that a member is | none |
 * | `h:{bucket}:k:COMMAND` | string | that he gave this command, and what for | 2 min, or a day |
 */
export const STORE_KEYS = {
  store: 'h:store',
  sites: 'h:sites',
  leases: 'h:leases',
  due: 'h:due',
  erasures: 'h:erasures',
  merges: 'h:merges',
  migration: 'h:migration',
} as const;

/** A key: text, or bytes where a part of it is an id in its short form. */
export type Key = string | Buffer;

/** So many slots are tried by a check: more than a cluster has masters. */
const CHECK_KEYS = 16;

/** Bytes of a page's id: 72 bits of a digest; among a hundred million pages two are alike with 1 : 1,000,000. */
const PAGE_ID_BYTES = 9;

/** Visitors of a site lie in so many hashes: up to 2 million in Redis' compact form. */
const BUCKET_BITS = 12;

/** Ids that are kept at hand: a digest costs as much as all else that is done for a reaction before it is sent. */
const KNOWN_IDS = 10_000;
const known = new Map<string, string>();

/** A page, as its keys name it. */
export function pageIdOf(ref: PageRef): string {
  const key = refKey(ref);
  let id = known.get(key);
  if (id === undefined) {
    id = hash('sha256', key, 'buffer').subarray(0, PAGE_ID_BYTES).toString('base64url');
    if (known.size >= KNOWN_IDS) known.clear();
    known.set(key, id);
  }
  return id;
}

/** What a rate is counted under; it names an address, and so is a digest. */
export function rateKey(key: string, hasMembers: boolean): string {
  return `h:rate:${hasMembers ? 's' : 'c'}:${hash('sha256', key, 'base64url').slice(0, 22)}`;
}

export function checkKeys(): string[] {
  return Array.from({ length: CHECK_KEYS }, (_, index) => `h:check:{${index}}`);
}

/** The keys of a page, by its id. */
export class PageKeys {
  readonly id: string;
  readonly page: string;

  constructor(id: string) {
    this.id = id;
    this.page = `h:{${id}}`;
  }

  /** The id as the index of a visitor has it. */
  get bytes(): Buffer {
    return Buffer.from(this.id, 'base64url');
  }

  static of(ref: PageRef): PageKeys {
    return new PageKeys(pageIdOf(ref));
  }

  get own(): string {
    return `${this.page}:m`;
  }

  get comments(): string {
    return `${this.page}:c`;
  }

  get threads(): string {
    return `${this.page}:t`;
  }

  get top(): string {
    return `${this.page}:s`;
  }

  get replies(): string {
    return `${this.page}:r`;
  }

  get held(): string {
    return `${this.page}:h`;
  }

  get log(): string {
    return `${this.page}:l`;
  }

  get flags(): string {
    return `${this.page}:f`;
  }

  get due(): string {
    return `${this.page}:x`;
  }

  votes(visitor: Buffer): Buffer {
    return Buffer.concat([Buffer.from(`${this.page}:v:`), visitor]);
  }

  /** The guests who have become this member. */
  former(visitor: Buffer): Buffer {
    return Buffer.concat([Buffer.from(`${this.page}:a:`), visitor]);
  }

  /** What the keys of commands begin with, in a cluster. */
  get commands(): string {
    return this.page + COMMAND_END;
  }

  command(visitor: Buffer, commandId: Buffer): Buffer {
    return Buffer.concat([Buffer.from(this.commands), commandId, visitor]);
  }
}

/** The keys of a visitor of a site. */
export class VisitorKeys {
  readonly bucket: string;
  readonly #site: string;
  readonly #tag: string;
  readonly #visitor: Buffer;

  /** @param visitor in its short form */
  constructor(site: string, visitor: Buffer) {
    this.#site = site;
    this.#tag = bucketOf(visitor);
    this.bucket = this.#tag + bucketEnd(site);
    this.#visitor = visitor;
  }

  get pages(): Buffer {
    return Buffer.concat([Buffer.from(this.#tag + pagesEnd(this.#site)), this.#visitor]);
  }

  get name(): Buffer {
    return Buffer.concat([Buffer.from(`${this.#tag}:n:${this.#site}:`), this.#visitor]);
  }

  /** The guests who have become this member. */
  get former(): Buffer {
    return Buffer.concat([Buffer.from(`${this.#tag}:a:${this.#site}:`), this.#visitor]);
  }

  get member(): Buffer {
    return Buffer.concat([Buffer.from(`${this.#tag}:m:${this.#site}:`), this.#visitor]);
  }

  /** What the keys of his commands begin with. */
  get commands(): string {
    return this.#tag + COMMAND_END;
  }

  /** The same on every site: a commandId is its visitor’s own. */
  command(commandId: Buffer): Buffer {
    return Buffer.concat([Buffer.from(this.commands), commandId, this.#visitor]);
  }
}

const COMMAND_END = ':k:';
const bucketEnd = (site: string) => `:s:${site}`;
const pagesEnd = (site: string) => `:p:${site}:`;

/** For a script that makes the keys of many visitors of a site: what those of commands, buckets and pages have behind their tag. */
export function keyEnds(site: string): [string, string, string] {
  return [COMMAND_END, bucketEnd(site), pagesEnd(site)];
}

/** What a key holds, where that is moved from store to store: of a page, its votes, a visitor's name or a member. */
export function readKey(key: Buffer): MovedKey | null {
  // Ids of visitors are bytes.
  const text = key.toString('latin1');
  const [, id, voter] = /^h:\{([\w-]{12})\}(?::v:(.+))?$/s.exec(text) ?? [];
  if (id !== undefined) {
    const page = new PageKeys(id);
    return voter === undefined ? { type: 'page', page } : { type: 'vote', page, visitor: Buffer.from(voter, 'latin1') };
  }
  const [, letter, site, rest] = /^h:\{\d{1,4}\}:([ni]):([a-z0-9-]{1,32}):(.+)$/s.exec(text) ?? [];
  if (letter === undefined) return null;
  return { type: letter === 'n' ? 'name' : 'member', site: site!, id: Buffer.from(rest!, 'latin1') };
}

export type MovedKey =
  | { readonly type: 'page'; readonly page: PageKeys }
  | { readonly type: 'vote'; readonly page: PageKeys; readonly visitor: Buffer }
  | { readonly type: 'name' | 'member'; readonly site: string; readonly id: Buffer };

/** Of the visitor that a member of a site is. */
export function memberKey(site: string, member: string): string {
  return `${bucketOf(member)}:i:${site}:${member}`;
}

/** What the keys of a visitor, or of a member, begin with. */
export function bucketOf(id: Buffer | string): string {
  // FNV-1a: even enough, and no secret.
  let digest = 0x811c9dc5;
  for (const byte of typeof id === 'string' ? Buffer.from(id) : id) digest = Math.imul(digest ^ byte, 0x01000193);
  return `h:{${digest >>> (32 - BUCKET_BITS)}}`;
}
