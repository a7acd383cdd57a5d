import type { Holdings } from '../../core/holdings.js';
import type { PageRef } from '../../core/records.js';
import type { Connections } from './connections.js';
import { commentIn } from './moved-records.js';
import { kindsOf, recordOf, refOf } from './page-record.js';

/** Comments that one step looks at, about. */
const ENTRIES = 500;
/** Comments whose last bytes are kept at hand. */
const KNOWN_TAILS = 50_000;
/** Bytes of a time. */
const TIME = 8;
const NOWHERE: PageRef = { site: '', page: '' };

/** A page that was read. */
export interface MovedPage {
  readonly ref: PageRef;
  /** In the places that marks name. */
  readonly kinds: readonly string[];
  readonly holding: Holdings['page'];
}

/** Reads pages that are moved, and what their comments are known by. */
export class MovedPages {
  readonly #connections: Connections;
  /** The page that was asked for last. */
  #last: { readonly key: string; readonly page: MovedPage | null } | undefined;
  readonly #tails = new Map<string, Buffer | null>();

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  /** The last bytes of ids of comments, which their votes do not have; `null` for one that cannot be read. */
  async tailsOf(comments: string, keys: readonly Buffer[]): Promise<(Buffer | null)[]> {
    if (this.#tails.size > KNOWN_TAILS) this.#tails.clear();
    const names = keys.map((key) => comments + key.toString('latin1'));
    // Taken now: others ask meanwhile.
    const tails = names.map((name) => this.#tails.get(name));
    const unknown = keys.filter((_, index) => tails[index] === undefined);
    const packed = unknown.length === 0 ? [] : await this.#hashOf(comments, unknown);
    const read = unknown.map((key, index) => packed[index] && commentIn(NOWHERE, key, packed[index], null)).values();
    return tails.map((known, index) => {
      if (known !== undefined) return known;
      const comment = read.next().value;
      const tail = comment ? Buffer.from(comment.id.slice(-4), 'hex') : null;
      this.#tails.set(names[index]!, tail);
      return tail;
    });
  }

  /** `null` where it is of no version that is known. */
  async page(key: string): Promise<MovedPage | null> {
    if (this.#last?.key !== key) {
      this.#last = { key, page: await this.#connections.read('GET', key, [], (text) => pageIn(text as Buffer | null)) };
    }
    return this.#last.page;
  }

  /** The keys of all comments in the order in which they were written, each behind its time, as text of bytes: so they are sorted in little memory. */
  async orderOf(key: string): Promise<string[]> {
    const order: string[] = [];
    const time = Buffer.alloc(TIME);
    let cursor = '0';
    do {
      const found = await this.#connections.query('order', [key], [cursor, ENTRIES], (reply) => reply as Buffer[]);
      for (let at = 1; at < found.length; at += 2) {
        // The bytes of numbers that are not negative are in their order.
        time.writeDoubleBE(Number(found[at + 1]));
        order.push(Buffer.concat([time, found[at]!]).toString('latin1'));
      }
      cursor = found[0]!.toString();
    } while (cursor !== '0');
    return order.sort();
  }

  #hashOf(key: string, fields: readonly Buffer[]): Promise<(Buffer | null)[]> {
    return this.#connections.read('HMGET', key, fields, (reply) => reply as (Buffer | null)[]);
  }
}

/** The key of a comment in its place. */
export function keyIn(placed: string): Buffer {
  return Buffer.from(placed.slice(TIME), 'latin1');
}

/** `null` where it is of no version that is known. */
function pageIn(text: Buffer | null): MovedPage | null {
  try {
    const { counts, seq, version, commentCount, threadCount, votesVersion } = recordOf(text!);
    const ref = refOf(text!);
    const kinds = kindsOf(text!);
    const held = kinds.filter((kind) => counts[kind] !== 0).sort();
    const tally = held.map((kind) => [kind, counts[kind]!] as const);
    return { ref, kinds, holding: { ref, seq, version, counts: tally, commentCount, threadCount, votesVersion } };
  } catch {
    return null;
  }
}
