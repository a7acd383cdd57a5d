import type { Giver, Holdings, HoldingType, Left, Part } from '../../core/holdings.js';
import type { PageRef } from '../../core/records.js';
import type { RedisAddress } from './address.js';
import { Connections } from './connections.js';
import { readKey, STORE_KEYS, type MovedKey } from './keys.js';
import type { Reply } from './lane.js';
import { openSpeaker, type RedisClient } from './links.js';
import { mustBeIdle, mustBeFinished } from './idle.js';
import { readMasters } from './masters.js';
import { commentIn, flagIn, markIn, voteIn } from './moved-records.js';
import { kindsOf, recordOf, refOf } from './page-record.js';
import { allKeys, type MovedKeys } from './moved-keys.js';
import { StoredSites } from './stored-sites.js';
import { unpackVisitor } from './short-ids.js';

/** Keys that are asked at once. */
const KEYS = 200;
/** Comments of a part. */
const COMMENTS = 100;
/** Entries of a hash that one step reads, about. */
const ENTRIES = 500;

/** A page that was read. */
interface Page {
  readonly ref: PageRef;
  /** In the places that marks name. */
  readonly kinds: readonly string[];
  readonly holding: Holdings['page'];
}

/** Opens a Redis to give what it holds. Rejects, in one line for people, where servers run on it, or leave something undone. */
export async function openRedisGiver(address: RedisAddress): Promise<RedisGiver> {
  await readMasters(address);
  const connections = new Connections(address, { replicas: 0, onFault: (fault) => process.emitWarning(fault) });
  const client = await openSpeaker(address);
  try {
    await connections.open();
    await mustBeFinished(address, connections);
    await mustBeIdle(address, connections, client);
    return new RedisGiver(address, connections, client, await allKeys(client));
  } catch (error) {
    connections.close();
    client.disconnect();
    throw error;
  }
}

/** Gives what a Redis holds; its keys are read once, and given in their order. */
export class RedisGiver implements Giver {
  readonly #address: RedisAddress;
  readonly #connections: Connections;
  readonly #client: RedisClient;
  readonly #keys: MovedKeys;
  /** The page that was asked for last. */
  #last: { readonly key: string; readonly page: Page | null } | undefined;
  /** The last bytes of ids of comments, which their votes do not have. */
  readonly #tails = new Map<string, Buffer | null>();

  constructor(address: RedisAddress, connections: Connections, client: RedisClient, keys: MovedKeys) {
    this.#address = address;
    this.#connections = connections;
    this.#client = client;
    this.#keys = keys;
  }

  async count(): Promise<Record<HoldingType, number>> {
    const { page, vote, name, member } = this.#keys;
    const sum = async (keys: readonly string[], suffix: string) => {
      let all = 0;
      for (let at = 0; at < keys.length; at += KEYS) {
        const asked = keys
          .slice(at, at + KEYS)
          .map((key) => this.#read<number>('HLEN', Buffer.from(key + suffix, 'latin1')));
        for (const count of await Promise.all(asked)) all += count;
      }
      return all;
    };
    return {
      page: page.length,
      comment: await sum(page, ':c'),
      pin: 0,
      reaction: await sum(page, ':m'),
      vote: await sum(vote, ''),
      flag: await sum(page, ':f'),
      name: name.length,
      member: member.length,
      site: await this.#read<number>('HLEN', STORE_KEYS.sites),
    };
  }

  give<Type extends HoldingType>(type: Type, from: string | null): AsyncIterable<Part<Type>> {
    const gives: { readonly [Type in HoldingType]: () => AsyncIterable<Part<Type>> } = {
      page: () => this.#eachKey(this.#keys.page, from, (key) => this.#givePage(key)),
      comment: () => this.#eachPage(from, (page, key, place) => this.#giveComments(page, key, place)),
      pin: () => this.#eachKey([], from, async () => null),
      reaction: () => this.#eachPage(from, (page, key, place) => this.#giveMarks(page, key, place)),
      vote: () => this.#eachKey(this.#keys.vote, from, (key) => this.#giveVotes(key)),
      flag: () => this.#eachPage(from, (page, key, place) => this.#giveFlags(page, key, place)),
      name: () => this.#eachKey(this.#keys.name, from, (key) => this.#giveName(key)),
      member: () => this.#eachKey(this.#keys.member, from, (key) => this.#giveMember(key)),
      site: () => this.#giveSites(from),
    };
    return gives[type]() as AsyncIterable<Part<Type>>;
  }

  check(): Promise<void> {
    return mustBeIdle(this.#address, this.#connections, this.#client);
  }

  async close(): Promise<void> {
    await this.#connections.idle();
    this.#connections.close();
    this.#client.disconnect();
  }

  /** What many keys hold, so many at once. */
  async *#eachKey<Type extends HoldingType>(
    keys: readonly string[],
    from: string | null,
    read: (key: Buffer) => Promise<Holdings[Type] | readonly (Holdings[Type] | Left)[] | Left | null>,
  ): AsyncGenerator<Part<Type>> {
    const behind = from === null ? '' : Buffer.from(from, 'base64').toString('latin1');
    const begin = keys.findIndex((key) => key > behind);
    for (let at = begin < 0 ? keys.length : begin; at < keys.length; at += KEYS) {
      const some = keys.slice(at, at + KEYS);
      const found = await Promise.all(some.map((key) => read(Buffer.from(key, 'latin1'))));
      const all = found.flat().filter((one) => one !== null) as (Holdings[Type] | Left)[];
      const isLeft = (one: Holdings[Type] | Left): one is Left => 'why' in one;
      yield {
        holdings: all.filter((one): one is Holdings[Type] => !isLeft(one)),
        left: all.filter(isLeft),
        place: Buffer.from(some.at(-1)!, 'latin1').toString('base64'),
      };
    }
  }

  /** What lies in one hash of each page: page by page, part by part. */
  async *#eachPage<Type extends HoldingType>(
    from: string | null,
    read: (page: Page, key: MovedKey & { type: 'page' }, place: string) => AsyncIterable<Part<Type>>,
  ): AsyncGenerator<Part<Type>> {
    const [behind, begun] = from === null ? ['', ''] : (JSON.parse(from) as [string, string]);
    for (const key of this.#keys.page) {
      if (key < behind || (key === behind && begun === DONE)) continue;
      const page = await this.#page(key);
      // What it is left for is said with the page.
      if (page === null) continue;
      const moved = readKey(Buffer.from(key, 'latin1')) as MovedKey & { type: 'page' };
      for await (const part of read(page, moved, key === behind ? begun : '')) {
        yield { ...part, place: JSON.stringify([key, part.place]) };
      }
    }
  }

  async #givePage(key: Buffer): Promise<Holdings['page'] | Left> {
    const page = pageIn(await this.#read('GET', key));
    return page?.holding ?? { what: `the page ${key.toString()}`, why: 'its record is of no version that is known' };
  }

  async *#giveComments(page: Page, { page: keys }: MovedKey & { type: 'page' }, place: string) {
    const order = await this.#orderOf(keys.comments);
    for (let at = Number(place); at < order.length; at += COMMENTS) {
      const some = order.slice(at, at + COMMENTS).map((placed) => Buffer.from(placed.slice(TIME), 'latin1'));
      const dues = some.map((key) => Buffer.concat([Buffer.from('c'), key]));
      const [packed, scores] = await Promise.all([
        this.#read<Buffer[]>('HMGET', keys.comments, some),
        this.#read<(Buffer | null)[]>('ZMSCORE', keys.due, dues),
      ]);
      const holdings: Holdings['comment'][] = [];
      const left: Left[] = [];
      for (const [index, key] of some.entries()) {
        const score = scores[index] ?? null;
        const comment = commentIn(page.ref, key, packed[index]!, score === null ? null : Number(score));
        if (comment !== null) holdings.push(comment);
        else left.push(leftOf(`the comment ${key.toString('hex')}…`, page));
      }
      yield { holdings, left, place: at + COMMENTS < order.length ? `${at + COMMENTS}` : DONE };
    }
  }

  /** The keys of all comments in the order in which they were written, each behind its time, as text of bytes: so they are sorted in little memory. */
  async #orderOf(key: string): Promise<string[]> {
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

  async *#giveMarks(page: Page, { page: keys }: MovedKey & { type: 'page' }, place: string) {
    for await (const { entries, next } of this.#scan(keys.own, place)) {
      const found = entries.map(([field, own]) => markIn(page.ref, page.kinds, field, own));
      const unknown = found.filter((mark) => mark === undefined);
      const left = unknown.map(() => ({ ...leftOf('a reaction', page), why: 'its kind is none of the page’s' }));
      yield { holdings: found.filter((mark) => mark !== undefined && mark !== null), left, place: next };
    }
  }

  async *#giveFlags(page: Page, { page: keys }: MovedKey & { type: 'page' }, place: string) {
    for await (const { entries, next } of this.#scan(keys.flags, place)) {
      const found = entries.map(([field, packed]) => flagIn(page.ref, field, packed));
      const left = found.filter((flag) => flag === null).map(() => leftOf('a flag', page));
      yield { holdings: found.filter((flag) => flag !== null), left, place: next };
    }
  }

  async #giveVotes(key: Buffer): Promise<(Holdings['vote'] | Left)[]> {
    const { page: keys, visitor } = readKey(key) as MovedKey & { type: 'vote' };
    const page = await this.#page(keys.page);
    // What it is left for is said with the page.
    if (page === null) return [];
    const all = await this.#read<Buffer[]>('HGETALL', key);
    const votes = Array.from({ length: all.length / 2 }, (_, index) => [all[2 * index]!, all[2 * index + 1]!] as const);
    const tails = await this.#tailsOf(
      keys.comments,
      votes.map(([field]) => field),
    );
    return votes.map(([field, vote], index) => {
      const tail = tails[index];
      if (!tail) return { ...leftOf('a vote', page), why: 'its comment cannot be read' };
      return voteIn(page.ref, visitor, Buffer.concat([field, tail]), vote);
    });
  }

  async #giveName(key: Buffer): Promise<Holdings['name'] | null> {
    const { site, id } = readKey(key) as MovedKey & { type: 'name' };
    const name = await this.#read<Buffer | null>('GET', key);
    return name && { site, visitorId: unpackVisitor(id), name: name.toString() };
  }

  async #giveMember(key: Buffer): Promise<Holdings['member'] | null> {
    const { site, id } = readKey(key) as MovedKey & { type: 'member' };
    const visitor = await this.#read<Buffer | null>('GET', key);
    return visitor && { site, member: id.toString(), visitorId: unpackVisitor(visitor) };
  }

  async *#giveSites(from: string | null): AsyncGenerator<Part<'site'>> {
    if (from === null) yield { holdings: await new StoredSites(this.#connections).read(), left: [], place: DONE };
  }

  async *#scan(key: string, place: string) {
    let cursor = place === '' ? '0' : place;
    do {
      const [next, found] = await this.#read<[Buffer, Buffer[]]>('HSCAN', key, [cursor, 'COUNT', ENTRIES]);
      cursor = next.toString();
      const entries = Array.from(
        { length: found.length / 2 },
        (_, index) => [found[2 * index]!, found[2 * index + 1]!] as const,
      );
      yield { entries, next: cursor === '0' ? DONE : cursor };
    } while (cursor !== '0');
  }

  async #tailsOf(comments: string, keys: readonly Buffer[]): Promise<(Buffer | null)[]> {
    const nameOf = (key: Buffer) => comments + key.toString('latin1');
    if (this.#tails.size > KNOWN_TAILS) this.#tails.clear();
    const asked = keys.filter((key) => !this.#tails.has(nameOf(key)));
    const packed = asked.length === 0 ? [] : await this.#read<(Buffer | null)[]>('HMGET', comments, asked);
    for (const [index, key] of asked.entries()) {
      const comment = packed[index] && commentIn(NOWHERE, key, packed[index], null);
      this.#tails.set(nameOf(key), comment ? Buffer.from(comment.id.slice(-4), 'hex') : null);
    }
    return keys.map((key) => this.#tails.get(nameOf(key)) ?? null);
  }

  async #page(key: string): Promise<Page | null> {
    if (this.#last?.key !== key) this.#last = { key, page: pageIn(await this.#read('GET', key)) };
    return this.#last.page;
  }

  #read<Result>(name: string, key: Buffer | string, args: readonly (Buffer | string | number)[] = []): Promise<Result> {
    return this.#connections.read(name, key, args, (reply) => reply as Reply as Result);
  }
}

/** Bytes of a time. */
const TIME = 8;
/** Where all of a page is given. */
const DONE = 'done';
const NOWHERE: PageRef = { site: '', page: '' };
const KNOWN_TAILS = 50_000;

/** `null` where it is of no version that is known. */
function pageIn(text: Buffer | null): Page | null {
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

function leftOf(what: string, { ref }: Page): Left {
  return { what: `${what} of ${ref.site} ${ref.page}`, why: 'its record is of no version that is known' };
}
