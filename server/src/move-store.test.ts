import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { HOLDING_TYPES, type Taker } from './core/holdings.js';
import { migrate, type Progress, type Report } from './migration.js';
import { moveStore } from './move-store.js';
import { openGiver, openStoreAlone, openTaker, parsePlan } from './stores/open-store.js';
import { openRedisStore } from './stores/redis/redis-store.js';
import { parseRedisAddress } from './stores/redis/address.js';
import { openMeeting } from './stores/redis/meeting.js';
import { openSqliteStore } from './stores/sqlite/sqlite-store.js';
import { HAS_REDIS, RedisServer } from './testing/index.js';
import { everything, fill, sorted } from './testing/holdings.js';
import { A, readPage, set } from './testing/store-case.js';
import { flagBy, post, postBy, voteBy } from './testing/talk.js';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'huzzah-move-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

const file = (name = 'huzzah.db') => join(folder(), name);
const plan = (text: string) => parsePlan(text)!;

function move(from: string, to: string, onProgress: (progress: Progress) => void = () => undefined): Promise<Report> {
  return moveStore({ from: plan(from), to: plan(to), onProgress });
}

async function why(from: string, to: string): Promise<string> {
  return move(from, to).then(
    () => 'moved',
    ({ message }: Error) => message,
  );
}

async function dump(text: string) {
  const giver = await openGiver(plan(text));
  const all = sorted(await everything(giver));
  await giver.close();
  return all;
}

describe('a store that is moved', () => {
  let redis: RedisServer | undefined;
  beforeAll(async () => (redis = HAS_REDIS ? await RedisServer.start() : undefined));
  afterAll(() => redis?.remove());
  const template = mkdtempSync(join(tmpdir(), 'huzzah-filled-'));
  beforeAll(async () => {
    const store = await openSqliteStore(join(template, 'huzzah.db'));
    await fill(store);
    await store.close();
  });
  afterAll(() => rmSync(template, { recursive: true }));
  const filled = () => {
    const path = file();
    copyFileSync(join(template, 'huzzah.db'), path);
    return path;
  };
  beforeEach(() => redis?.ask('flushall'));
  /** Its address, `null` where there is none to test with. */
  const address = (rule: string) => {
    if (redis === undefined)
      console.warn(`${rule}: there is no redis-server to test with: apt-get install redis-server`);
    return redis?.url ?? null;
  };

  it('MG-6: from a file to Redis and back it is equal, and the report counts all that was read of both', async () => {
    const url = address('MG-6');
    if (url === null) return;
    const [path, back] = [filled(), file()];
    const there = await move(`sqlite:${path}`, url);
    const here = await move(url, `sqlite:${back}`);
    const all = await dump(`sqlite:${path}`);
    expect(await dump(`sqlite:${back}`)).toEqual(all);
    for (const { lines, left, leftCount, hasChanged } of [there, here]) {
      expect({ left, leftCount, hasChanged }).toEqual({ left: [], leftCount: 0, hasChanged: false });
      expect(lines).toEqual(
        HOLDING_TYPES.map((type) => {
          const count = all[type].length;
          return { type, given: count, refused: 0, taken: count, isEqual: true };
        }),
      );
    }
  });

  it('MG-7: what cannot be moved is refused in one line that says what to do, and nothing is made or changed', async () => {
    const path = filled();
    const none = file('none.db');
    expect(await why(`sqlite:${none}`, `sqlite:${file()}`)).toMatch(/there is no such file: name the one/);
    expect(existsSync(none)).toBe(false);
    const link = file('link.db');
    symlinkSync(path, link);
    expect(await why(`sqlite:${path}`, `sqlite:${link}`)).toMatch(/are one store, .*; name another with --to$/);
    const text = file();
    writeFileSync(text, 'words');
    expect(await why(`sqlite:${text}`, `sqlite:${file()}`)).toMatch(/it is not a SQLite database: name the file/);
    const other = file();
    new DatabaseSync(other).exec('CREATE TABLE mine (id INTEGER)');
    expect(await why(`sqlite:${other}`, `sqlite:${file()}`)).toMatch(/it is no store of Huzzah: name the file/);
    expect(await why(`sqlite:${path}`, `sqlite:${other}`)).toMatch(/a database of another program/);
    for (const [number, mend] of [
      [99, /its schema is number 99, .*: run the version/],
      [2, /its schema is number 2, not \d+: bring it forward first: huzzah doctor --store sqlite:/],
    ] as const) {
      const old = filled();
      const database = new DatabaseSync(old);
      database.exec(`PRAGMA user_version = ${number}`);
      database.close();
      expect(await why(`sqlite:${old}`, `sqlite:${file()}`)).toMatch(mend);
    }
    const target = filled();
    const before = await dump(`sqlite:${target}`);
    expect(await why(`sqlite:${path}`, `sqlite:${target}`)).toMatch(/it holds \d+ pages, .* already: name a file/);
    expect(await dump(`sqlite:${target}`)).toEqual(before);
  });

  it('MG-8: where a server has the source or the target, or has begun on the source meanwhile, nothing is moved', async () => {
    const [path, target] = [filled(), file()];
    const server = await openSqliteStore(path);
    expect(await why(`sqlite:${path}`, `sqlite:${target}`)).toMatch(/another server has it open: stop that one/);
    expect(await why(`sqlite:${target}`, `sqlite:${path}`)).toMatch(/there is no such file/);
    expect(existsSync(target)).toBe(false);
    const other = filled();
    expect(await why(`sqlite:${other}`, `sqlite:${path}`)).toMatch(/another server has it open: stop that one/);
    await server.close();
    const url = address('MG-8');
    if (url === null) return;
    const attend = async () => {
      const meeting = await openMeeting(parseRedisAddress(url)!);
      const presence = meeting.presence(() => undefined);
      while ((await redis!.ask('zcard', 'h:leases')) === '0') await new Promise((resolve) => setTimeout(resolve, 10));
      return async () => {
        await presence.close();
        meeting.close();
      };
    };
    const leave = await attend();
    for (const reason of await Promise.all([why(url, `sqlite:${target}`), why(`sqlite:${path}`, url)])) {
      expect(reason).toMatch(/a server runs on it: end all that do, and give/);
    }
    await leave();
    // One that has ended is taken to live for a while: that is waited for.
    const [node] = (await redis!.ask('zrange', 'h:leases', '0', '-1')).split('\n');
    await redis!.ask('zadd', 'h:leases', `${Date.now() + 500}`, node!);
    expect((await move(`sqlite:${path}`, url)).leftCount).toBe(0);
    const [giver, taker] = [await openGiver(plan(url)), await openTaker(plan(`sqlite:${target}`))];
    let leaveAgain = async () => {};
    const slow: Taker = {
      begin: () => taker.begin(),
      async take(...taken) {
        if (taken[0] === 'page') leaveAgain = await attend();
        return taker.take(...taken);
      },
      save: (marker) => taker.save(marker),
      giver: () => taker.giver(),
      end: () => taker.end(),
      close: () => taker.close(),
    };
    const moving = migrate({ giver, taker: slow, source: url, onProgress: () => undefined });
    await expect(moving).rejects.toThrow(/a server runs on it/);
    await Promise.all([leaveAgain(), giver.close(), taker.close()]);
    await expect(openSqliteStore(target)).rejects.toThrow(/a migration into it has not ended/);
  });

  it('MG-9: a Redis that has left an erasure or a sign-on undone is refused', async () => {
    const url = address('MG-9');
    if (url === null) return;
    for (const [key, what] of [
      ['h:erasures', '1 erasures are not ended'],
      ['h:merges', '1 sign-ons are not ended'],
    ] as const) {
      await redis!.ask('zadd', key, '1', 'job');
      expect(await why(url, `sqlite:${file()}`)).toMatch(new RegExp(`${what}: run a server on it for a minute first`));
      await redis!.ask('del', key);
    }
  });

  it('MG-16: a user of Redis who may not do what a move does is named, with the mend', async () => {
    const url = address('MG-16');
    if (url === null) return;
    const acl = (...rights: readonly string[]) => redis!.ask('acl', 'setuser', 'mover', ...rights);
    // As the operating guide has it.
    await acl('on', '>word', '~h:*', '&h:*', '+@all', '-@admin', '-@dangerous', '+info', '+config|get');
    const [path, as] = [filled(), url.replace('//', '//mover:word@')];
    expect((await move(`sqlite:${path}`, as)).leftCount).toBe(0);
    expect((await move(as, `sqlite:${file()}`)).leftCount).toBe(0);
    await acl('-scan', '-zmscore');
    expect(await why(as, `sqlite:${file()}`)).toMatch(/its user mover may not .*: ACL SETUSER mover \+scan \+zmscore$/);
  });

  it('MG-17: a Redis that takes no writes for a while is waited for', async () => {
    const url = address('MG-17');
    if (url === null) return;
    const [giver, taker] = [await openGiver(plan(`sqlite:${filled()}`)), await openTaker(plan(url))];
    // For longer than one command is waited for.
    await redis!.ask('client', 'pause', '3500', 'write');
    const { lines } = await migrate({ giver, taker, source: 'elsewhere', onProgress: () => undefined });
    await Promise.all([giver.close(), taker.close()]);
    expect(lines.every(({ isEqual }) => isEqual)).toBe(true);
  });

  it('MG-18: an answer that is older than what it answers, by the clock of its server, goes behind it', async () => {
    const url = address('MG-18');
    if (url === null) return;
    const [one, behind] = await Promise.all(
      [0, 5_000].map((ms) => openRedisStore(parseRedisAddress(url)!, { clock: { now: () => Date.now() - ms } })),
    );
    for (let answered = 0; answered < 8; answered += 1) {
      const { id } = await post(one!, 'anna');
      for (let answer = 0; answer < 3; answer += 1) await post(behind!, 'ben', { parentId: id });
    }
    await Promise.all([one!.close(), behind!.close()]);
    const { left, lines } = await move(url, `sqlite:${file()}`);
    expect(left).toEqual([]);
    expect(lines.find(({ type }) => type === 'comment')).toMatchObject({ taken: 32 });
  });

  it('MG-10: what cannot be read, or be had by the target, is left out by name; all else is there', async () => {
    const url = address('MG-10');
    if (url === null) return;
    const store = await openRedisStore(parseRedisAddress(url)!);
    const elsewhere = { ...A, page: 'https://news.example/elsewhere' };
    const [kept, damaged] = [await post(store, 'anna'), await post(store, 'anna', { body: 'Damaged' })];
    const posting = postBy('ben', { ref: elsewhere, commandId: kept.id });
    expect((await store.writeComment(posting)).status).toBe('applied');
    await store.setVote(voteBy('carl', kept.id, 1, { ref: elsewhere }));
    await store.flagComment(flagBy('carl', damaged.id));
    await set(store, A, 'anna', 'like');
    await store.close();
    const key = damaged.id.replaceAll('-', '').slice(0, 28);
    await redis!.ask(
      'eval',
      `for _, name in ipairs(redis.call('KEYS', '*:c')) do
         for _, field in ipairs(redis.call('HKEYS', name)) do
           local hex = string.gsub(field, '.', function(byte) return string.format('%02x', string.byte(byte)) end)
           if hex == ARGV[1] then redis.call('HSET', name, field, cmsgpack.pack({ 'of', 'another', 'version' })) end
         end
       end`,
      '0',
      key,
    );
    const target = file();
    const { lines, left, leftCount } = await move(url, `sqlite:${target}`);
    expect(lines.map(({ type, isEqual }) => [type, isEqual])).toEqual(HOLDING_TYPES.map((type) => [type, true]));
    expect(lines.filter(({ refused }) => refused > 0).map(({ type, refused }) => [type, refused])).toEqual([
      ['comment', 1],
      ['vote', 1],
      ['flag', 1],
    ]);
    expect(leftCount).toBe(4);
    const said = left.map(({ what, why: reason }) => `${what}; ${reason}`);
    expect(said).toContain(`the comment ${key}… of ${A.site} ${A.page}; its record is of no version that is known`);
    const clash = [A, elsewhere].map(
      ({ site, page }) => `the comment ${kept.id} of ${site} ${page}; a comment of another page of the site has its id`,
    );
    expect(said.some((line) => clash.includes(line))).toBe(true);
    const moved = await openSqliteStore(target);
    expect((await readPage(moved, A)).counts).toEqual({ like: 1 });
    await moved.close();
  });

  it('MG-11: what has changed in a source that was gone on with is told, and no server opens the copy', async () => {
    const [path, target] = [filled(), file()];
    const giver = await openGiver(plan(`sqlite:${path}`));
    const taker = await openTaker(plan(`sqlite:${target}`));
    const stop = new Error('here it was killed');
    const stopping = {
      giver,
      source: `sqlite:${path}`,
      taker,
      onProgress: ({ type }: Progress) => {
        if (type === 'reaction') throw stop;
      },
    };
    await expect(migrate(stopping)).rejects.toBe(stop);
    await Promise.all([giver.close(), taker.close()]);
    expect(await why(`sqlite:${filled()}`, `sqlite:${target}`)).toBe(
      `the target is being filled from sqlite:${path}; go on with that: --from sqlite:${path}`,
    );
    const store = await openStoreAlone(plan(`sqlite:${path}`));
    await set(store, A, 'dora', 'like', randomUUID());
    await store.close();
    const report = await move(`sqlite:${path}`, `sqlite:${target}`);
    expect(report).toMatchObject({ isResumed: true, hasChanged: true });
    expect(report.lines.find(({ type }) => type === 'page')).toMatchObject({ isEqual: false });
    await expect(openSqliteStore(target)).rejects.toThrow(/a migration into it has not ended/);
  });
});
