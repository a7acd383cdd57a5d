import { LIMITS } from '@huzzah/protocol';
import type { Giver, Holdings, HoldingType, Marker, Taker } from '../../core/holdings.js';
import { refKey } from '../../core/ref-key.js';
import type { PageRef } from '../../core/records.js';
import type { RedisAddress } from './address.js';
import { commentKeys } from './comment-writes.js';
import type { Connections } from './connections.js';
import { RedisGiver } from './giver.js';
import { memberKey, PageKeys, STORE_KEYS, VisitorKeys } from './keys.js';
import { RUN_ID, type RedisCommand } from './lane.js';
import { RedisOpenError } from './masters.js';
import { allKeys, hasKeys } from './moved-keys.js';
import { MovedRedis } from './moved-redis.js';
import { commentArgs, flagArgs, markArgs, voteArgs } from './moved-records.js';
import { packVisitor } from './short-ids.js';
import { StoredSites } from './stored-sites.js';
import { readMarker } from './unfinished.js';

/** Comments, or marks, that one script puts: some ms of a Redis that does nothing else meanwhile. */
const STEP = 100;
/** What all scripts of a page have before their own; these need none of it. */
const IDLE: RedisCommand = ['', RUN_ID, '', '', '', 0, '', '', 0, 0, 0];

const NOTHING: readonly never[] = [];

/** Opens a Redis to be filled. Rejects, in one line for people, where it is none that fits, or servers run on it. */
export async function openRedisTaker(address: RedisAddress): Promise<RedisTaker> {
  return new RedisTaker(await MovedRedis.open(address));
}

/** Fills a Redis: whatever was put is put again without harm, so that the place of the marker may be behind. */
class RedisTaker implements Taker {
  readonly #redis: MovedRedis;
  readonly #connections: Connections;

  constructor(redis: MovedRedis) {
    this.#redis = redis;
    this.#connections = redis.connections;
  }

  async begin(): Promise<Marker | null> {
    const marker = await readMarker(this.#connections);
    if (marker !== null) return marker;
    const sites = await new StoredSites(this.#connections).read();
    if (sites.length > 0 || (await hasKeys(this.#redis.client))) {
      const mend = 'name an empty one, or another database of it, as redis://HOST:PORT/1';
      throw new RedisOpenError(this.#redis.address, 'it holds pages, names or sites already', mend);
    }
    return null;
  }

  async take<Type extends HoldingType>(type: Type, holdings: readonly Holdings[Type][], epoch: string) {
    return (await this.#takes[type](holdings, epoch)) as readonly { holding: Holdings[Type]; why: string }[];
  }

  async save(marker: Marker): Promise<void> {
    await this.#set('SET', STORE_KEYS.migration, [JSON.stringify(marker)]);
  }

  async giver(): Promise<Giver> {
    return new RedisGiver(this.#redis, await allKeys(this.#redis.client));
  }

  async end(): Promise<void> {
    await this.#set('DEL', STORE_KEYS.migration, []);
  }

  close(): Promise<void> {
    return this.#redis.close();
  }

  readonly #takes: {
    readonly [Type in HoldingType]: (
      holdings: readonly Holdings[Type][],
      epoch: string,
    ) => Promise<readonly { readonly holding: Holdings[Type]; readonly why: string }[]>;
  } = {
    page: async (pages, epoch) => {
      await all(pages, ({ ref, seq, version, counts, commentCount, threadCount, votesVersion }) => {
        const text = JSON.stringify([
          ...[epoch, '', seq, version, commentCount, threadCount, votesVersion, counts.flat()],
          ...[ref.site, ref.page],
        ]);
        return this.#connections.write('load-page', [PageKeys.of(ref).page], [text, RUN_ID], () => undefined);
      });
      return NOTHING;
    },
    comment: async (comments) => {
      // Of one that was wiped nothing is held on its author.
      const written = comments.filter(({ body }) => body !== null);
      await this.#index(written.map(({ ref, authorId }) => ({ ref, visitorId: authorId, flag: 'p' })));
      const removed = comments.filter(({ removedAt }) => removedAt !== null);
      await this.#due(removed.map(({ ref, removedAt }) => ({ ref, until: removedAt! + LIMITS.removedKeptMs })));
      await this.#load('load-comments', comments, (keys) => commentKeys(keys), commentArgs);
      return NOTHING;
    },
    pin: async (pins) => pins.map((holding) => ({ holding, why: 'Redis keeps no pins yet' })),
    reaction: async (marks) => {
      await this.#index(marks.map(({ ref, visitorId }) => ({ ref, visitorId, flag: 'm' })));
      await this.#load('load-marks', marks, () => [], markArgs);
      return NOTHING;
    },
    vote: async (votes) => {
      await this.#index(votes.map(({ ref, visitorId }) => ({ ref, visitorId, flag: 'm' })));
      await all(votes, (vote) =>
        this.#set('HSET', PageKeys.of(vote.ref).votes(packVisitor(vote.visitorId)), voteArgs(vote)),
      );
      return NOTHING;
    },
    flag: async (flags) => {
      const until = (at: number) => at + LIMITS.flagsKeptMs;
      await this.#index(flags.map(({ ref, visitorId }) => ({ ref, visitorId, flag: 'm' })));
      await this.#due(flags.map(({ ref, at }) => ({ ref, until: until(at) })));
      await all(flags, async (flag) => {
        const keys = PageKeys.of(flag.ref);
        const [field, value] = flagArgs(flag);
        await this.#set('ZADD', keys.due, [until(flag.at), Buffer.concat([Buffer.from('f'), field])]);
        await this.#set('HSET', keys.flags, [field, value]);
      });
      return NOTHING;
    },
    name: async (names) => {
      await all(names, ({ site, visitorId, name }) =>
        this.#set('SET', new VisitorKeys(site, packVisitor(visitorId)).name, [name]),
      );
      return NOTHING;
    },
    member: async (members) => {
      await all(members, async ({ site, member, visitorId }) => {
        const visitor = packVisitor(visitorId);
        await this.#set('SET', memberKey(site, member), [visitor]);
        await this.#set('SET', new VisitorKeys(site, visitor).member, [member]);
      });
      return NOTHING;
    },
    site: async (sites) => {
      await all(sites, ({ id, spec }) => this.#set('HSET', STORE_KEYS.sites, [id, spec]));
      return NOTHING;
    },
  };

  /** Puts what is on one page with as few scripts as may be; a page's own go one after the other. */
  async #load<Holding extends { readonly ref: PageRef }>(
    script: 'load-comments' | 'load-marks',
    holdings: readonly Holding[],
    more: (keys: PageKeys) => ReturnType<typeof commentKeys>,
    argsOf: (holding: Holding) => RedisCommand,
  ): Promise<void> {
    const byPage = Map.groupBy(holdings, ({ ref }) => refKey(ref));
    await all([...byPage.values()], async (some) => {
      const keys = PageKeys.of(some[0]!.ref);
      const { page, own } = keys;
      for (let at = 0; at < some.length; at += STEP) {
        const args = [...IDLE, ...some.slice(at, at + STEP).flatMap(argsOf)];
        await this.#connections.write(script, [page, own, page, page, page, ...more(keys)], args, () => undefined);
      }
    });
  }

  /** Before anything is there: what an index names and is not there harms nobody. */
  async #index(held: readonly { ref: PageRef; visitorId: string; flag: 'p' | 'm' }[]): Promise<void> {
    const byVisitor = Map.groupBy(held, ({ ref, visitorId }) => `${ref.site}\n${visitorId}`);
    await all([...byVisitor.values()], async (some) => {
      const { ref, visitorId } = some[0]!;
      const visitor = packVisitor(visitorId);
      const keys = new VisitorKeys(ref.site, visitor);
      const pages = [...new Map(some.map((one) => [refKey(one.ref), one])).values()];
      const entries = pages.flatMap((one) => [Buffer.from(one.flag), PageKeys.of(one.ref).bytes]);
      const args = [visitor, Buffer.concat(entries)];
      await this.#connections.write('load-index', [keys.bucket, keys.pages], args, () => undefined);
    });
  }

  /** When each page is to be looked at. */
  async #due(dues: readonly { ref: PageRef; until: number }[]): Promise<void> {
    await all(dues, ({ ref, until }) => this.#set('ZADD', STORE_KEYS.due, ['LT', until, PageKeys.of(ref).bytes]));
  }

  #set(name: string, key: string | Buffer, args: RedisCommand): Promise<void> {
    return this.#connections.set(name, key, args, () => undefined);
  }
}

async function all<Item>(items: readonly Item[], act: (item: Item) => Promise<unknown>): Promise<void> {
  await Promise.all(items.map(act));
}
