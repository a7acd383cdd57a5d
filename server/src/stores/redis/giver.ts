import type { Giver, Holdings, HoldingType, Left, Part } from '../../core/holdings.js';
import type { RedisAddress } from './address.js';
import type { Connections } from './connections.js';
import { readKey, STORE_KEYS, type MovedKey } from './keys.js';
import { allKeys, type MovedKeys } from './moved-keys.js';
import { keyIn, MovedPages, type MovedPage } from './moved-pages.js';
import { MovedRedis } from './moved-redis.js';
import { commentIn, flagIn, markIn, voteIn } from './moved-records.js';
import { StoredSites } from './stored-sites.js';
import { unpackVisitor } from './short-ids.js';
import { mustBeFinished } from './unfinished.js';

/** Keys that are asked at once. */
const KEYS = 200;
/** Comments of a part. */
const COMMENTS = 100;
/** Entries of a hash that one step reads, about. */
const ENTRIES = 500;

/** Opens a Redis to give what it holds. Rejects, in one line for people, where servers run on it, or leave something undone. */
export async function openRedisGiver(address: RedisAddress): Promise<RedisGiver> {
  const redis = await MovedRedis.open(address);
  try {
    await mustBeFinished(address, redis.connections);
    return new RedisGiver(redis, await allKeys(redis.client));
  } catch (error) {
    await redis.close();
    throw error;
  }
}

/** Gives what a Redis holds; its keys are read once, and given in their order. */
export class RedisGiver implements Giver {
  readonly #redis: MovedRedis;
  readonly #connections: Connections;
  readonly #keys: MovedKeys;
  readonly #pages: MovedPages;

  constructor(redis: MovedRedis, keys: MovedKeys) {
    this.#redis = redis;
    this.#connections = redis.connections;
    this.#keys = keys;
    this.#pages = new MovedPages(redis.connections);
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
    return gives[type]();
  }

  check(): Promise<void> {
    return this.#redis.mustBeStill();
  }

  close(): Promise<void> {
    return this.#redis.close();
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
    read: (page: MovedPage, key: MovedKey & { type: 'page' }, place: string) => AsyncIterable<Part<Type>>,
  ): AsyncGenerator<Part<Type>> {
    const [behind, begun] = from === null ? ['', ''] : (JSON.parse(from) as [string, string]);
    for (const key of this.#keys.page) {
      if (key < behind || (key === behind && begun === DONE)) continue;
      const page = await this.#pages.page(key);
      // What it is left for is said with the page.
      if (page === null) continue;
      const moved = readKey(Buffer.from(key, 'latin1')) as MovedKey & { type: 'page' };
      for await (const part of read(page, moved, key === behind ? begun : '')) {
        yield { ...part, place: JSON.stringify([key, part.place]) };
      }
    }
  }

  async #givePage(key: Buffer): Promise<Holdings['page'] | Left> {
    const page = await this.#pages.page(key.toString());
    return page?.holding ?? { what: `the page ${key.toString()}`, why: 'its record is of no version that is known' };
  }

  async *#giveComments(page: MovedPage, { page: keys }: MovedKey & { type: 'page' }, place: string) {
    const order = await this.#pages.orderOf(keys.comments);
    for (let at = Number(place); at < order.length; at += COMMENTS) {
      const some = order.slice(at, at + COMMENTS).map(keyIn);
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

  async *#giveMarks(page: MovedPage, { page: keys }: MovedKey & { type: 'page' }, place: string) {
    for await (const { entries, next } of this.#scan(keys.own, place)) {
      const found = entries.map(([field, own]) => markIn(page.ref, page.kinds, field, own));
      const unknown = found.filter((mark) => mark === undefined);
      const left = unknown.map(() => ({ ...leftOf('a reaction', page), why: 'its kind is none of the page’s' }));
      yield { holdings: found.filter((mark) => mark !== undefined && mark !== null), left, place: next };
    }
  }

  async *#giveFlags(page: MovedPage, { page: keys }: MovedKey & { type: 'page' }, place: string) {
    for await (const { entries, next } of this.#scan(keys.flags, place)) {
      const found = entries.map(([field, packed]) => flagIn(page.ref, field, packed));
      const left = found.filter((flag) => flag === null).map(() => leftOf('a flag', page));
      yield { holdings: found.filter((flag) => flag !== null), left, place: next };
    }
  }

  async #giveVotes(key: Buffer): Promise<(Holdings['vote'] | Left)[]> {
    const { page: keys, visitor } = readKey(key) as MovedKey & { type: 'vote' };
    const page = await this.#pages.page(keys.page);
    // What it is left for is said with the page.
    if (page === null) return [];
    const all = await this.#read<Buffer[]>('HGETALL', key);
    const votes = Array.from({ length: all.length / 2 }, (_, index) => [all[2 * index]!, all[2 * index + 1]!] as const);
    const tails = await this.#pages.tailsOf(
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

  #read<Result>(name: string, key: Buffer | string, args: readonly (Buffer | string | number)[] = []): Promise<Result> {
    return this.#connections.read(name, key, args, (reply) => reply as Result);
  }
}

/** Where all of a page is given. */
const DONE = 'done';

function leftOf(what: string, { ref }: MovedPage): Left {
  return { what: `${what} of ${ref.site} ${ref.page}`, why: 'its record is of no version that is known' };
}
