import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { RedisServer } from '../../testing/index.js';
import { parseRedisAddress, showAddress } from './address.js';
import { whyUnfit } from './masters.js';
import { openRedisStore } from './redis-store.js';
import { openStore } from '../open-store.js';
import { acknowledged, hasRedis, opened, refusal, startRedis, until, whyClosed, wish } from './scratch.test.util.js';

/** With a replica that has caught up. */
async function replicated(args: readonly string[] = []): Promise<{ master: RedisServer; replica: RedisServer }> {
  const [master, replica] = [await startRedis({ args }), await startRedis()];
  await replica.ask('replicaof', '127.0.0.1', `${master.port}`);
  await until(async () => (await master.ask('info', 'replication')).includes('state=online'));
  return { master, replica };
}

describe('what a Redis must be', () => {
  it('RD-9: an address is read, and shown without its password', () => {
    const shown = (text: string) => {
      const address = parseRedisAddress(text);
      return address && showAddress(address);
    };
    expect(shown('redis://localhost')).toBe('redis://localhost:6379');
    expect(shown('redis://:pa%40ss@10.0.0.1:7000/2')).toBe('redis://10.0.0.1:7000/2');
    expect(shown('rediss://user:secret@r.example')).toBe('rediss://r.example:6379');
    expect(shown('redis-cluster://user:secret@a:1,b:2,[::1]:3')).toBe('redis-cluster://a:1,b:2,[::1]:3');
    expect(shown('redis-cluster://a:1,b:2?wait=0')).toBe('redis-cluster://a:1,b:2?wait=0');
    expect(parseRedisAddress('redis://us%65r:pa%40ss@h')).toMatchObject({ username: 'user', password: 'pa@ss' });
    for (const wrong of [
      'redis://',
      'redis:/h',
      'http://h',
      'redis://a,b',
      'redis-cluster://a/1',
      'redis://h:99999',
      'redis://h?wait=all',
    ]) {
      expect(parseRedisAddress(wrong), wrong).toBe(null);
    }
  });

  it('RD-10: where nobody listens, or somebody else does, is said in one line with its mend', async () => {
    if (!hasRedis('RD-10')) return;
    expect(await whyClosed('redis://127.0.0.1:1')).toBe(
      'unable to open the store redis://127.0.0.1:1; nothing listens there: start redis-server, or name another address',
    );
    expect(await whyClosed('redis://no-such-host.invalid')).toMatch(/there is no such host: set HUZZAH_STORE/);
    const other = createServer((socket) => socket.on('error', () => undefined).end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    expect(await whyClosed(`redis://127.0.0.1:${(other.address() as AddressInfo).port}`)).toMatch(
      /does not answer as Redis does/,
    );
    const server = await startRedis();
    expect(await whyClosed(`${server.url}/99`)).toMatch(/has no such database: leave the number out/);
  });

  it('RD-11: a password, and a user who may not do all, are said in one line with their mend', async () => {
    if (!hasRedis('RD-11')) return;
    const server = await startRedis({ args: ['--save', '', '--requirepass', 'secret'] });
    const as = (user: string) => server.url.replace('//', `//${user}@`);
    expect(await whyClosed(server.url)).toMatch(
      /it asks for a password: HUZZAH_STORE=redis:\/\/USER:PASSWORD@HOST:PORT$/,
    );
    expect(await whyClosed(as(':wrong'))).toMatch(/does not take this user and password: set those/);
    const acl = (...rights: readonly string[]) =>
      server.ask('-a', 'secret', '--no-auth-warning', 'acl', 'setuser', ...rights);
    await acl('talk', 'on', '>word', '~h:*', '&*', '+@all', '-eval', '-evalsha', '-@dangerous', '+info');
    expect(await whyClosed(as('talk:word'))).toMatch(
      /its user talk may not use all commands: ACL SETUSER talk .*\+evalsha/,
    );
    await acl('talk', '+evalsha', '+eval', '-info');
    expect(await whyClosed(as('talk:word'))).toMatch(/may not use all commands: ACL SETUSER talk \+info$/);
    await acl('talk', '+info', 'resetkeys', '~x:*', '+evalsha');
    expect(await whyClosed(as('talk:word'))).toMatch(/may not use keys that begin with h:: ACL SETUSER talk ~h:\*$/);
    await acl('talk', '~h:*', '+eval', 'resetchannels');
    expect(await whyClosed(as('talk:word'))).toMatch(
      /may not use channels that begin with h:: ACL SETUSER talk &h:\*$/,
    );
    await acl('talk', '&h:*');
    const store = await opened(as('talk:word'));
    expect(await store.setReaction(wish('like'))).toMatchObject({ status: 'applied' });
    expect(store.durability.settings['appendfsync']).toBe('unknown');
  });

  it('CO-20: where servers could not meet, the store that was opened is closed again', async () => {
    if (!hasRedis('CO-20')) return;
    const server = await startRedis();
    const address = parseRedisAddress(server.url)!;
    const clients = async () =>
      (await server.ask('client', 'list')).split('\n').filter((line) => /name=huzzah/.test(line));
    const store = await openRedisStore(address);
    const own = (await clients()).length;
    await store.close();
    await until(async () => (await clients()).length === 0);
    await server.ask('config', 'set', 'maxclients', `${own}`);
    await expect(openStore({ type: 'redis', address }, {})).rejects.toThrow(/^unable to open the store .* cannot meet/);
    await until(async () => (await server.ask('config', 'set', 'maxclients', '1000')) === 'OK');
    expect(await clients()).toEqual([]);
  });

  it('RD-13: a Redis that is too old, or a replica, is refused', async () => {
    const address = parseRedisAddress('redis://h')!;
    expect(whyUnfit(address, { redis_version: '6.2.14', role: 'master' })!.message).toMatch(
      /it is Redis 6.2.14: install Redis 7 or newer$/,
    );
    expect(whyUnfit(address, { redis_version: '7.0.15', role: 'master' })).toBe(null);
    if (!hasRedis('RD-13')) return;
    const { master, replica } = await replicated();
    expect(await whyClosed(replica.url)).toMatch(new RegExp(`it is a replica of .*: HUZZAH_STORE=${master.url}$`));
  });

  it.each([
    ['always', ['--appendonly', 'yes', '--appendfsync', 'always'], true],
    ['everysec', ['--appendonly', 'yes'], true],
    ['memory', ['--save', ''], false],
    ['memory', ['--appendonly', 'yes', '--appendfsync', 'no'], false],
    [
      'always',
      ['--appendonly', 'yes', '--appendfsync', 'always', '--maxmemory', '1gb', '--maxmemory-policy', 'allkeys-lru'],
      false,
    ],
  ])('RD-14: the settings behind a promise are read back and published: %s %j', async (profile, args, isKept) => {
    if (!hasRedis('RD-14')) return;
    const server = await startRedis({ args });
    const { durability } = await opened(server.url);
    expect(durability).toMatchObject({ profile: `redis, ${profile}`, isKept });
    expect(durability.settings).toMatchObject({
      masters: 1,
      replicas: 0,
      version: expect.stringMatching(/^\d+\./) as string,
    });
  });

  it('RD-15: where there is a replica nothing is acknowledged or told before it has it, repetitions included', async () => {
    if (!hasRedis('RD-15')) return;
    const { master, replica } = await replicated();
    const told: unknown[] = [];
    const store = await opened(master.url, { onCommit: (committed) => told.push(committed) });
    expect(store.durability).toMatchObject({ profile: 'redis, replicated', isKept: true });
    expect(await acknowledged(store, wish('like', 'ben'))).toMatchObject({ mine: 'like' });
    expect(told.length).toBe(1);
    replica.pause();
    const write = wish('like');
    expect(await refusal(store.setReaction(write))).toBe('store_unavailable');
    expect(await refusal(store.setReaction(write))).toBe('store_unavailable');
    expect(told.length).toBe(1);
    replica.resume();
    expect(await acknowledged(store, write)).toMatchObject({ status: 'repeated', mine: 'like' });
    expect(told.length).toBe(2);
  });

  it('RD-60: how many replicas are waited for may be set; with none what is lost is said, and with too few nothing is acknowledged', async () => {
    if (!hasRedis('RD-60')) return;
    const { master, replica } = await replicated(['--appendonly', 'yes', '--appendfsync', 'always']);
    const free = await opened(`${master.url}?wait=0`);
    expect(free.durability).toMatchObject({
      profile: 'redis, always',
      isKept: true,
      settings: { replicas: 1, wait: 0 },
    });
    expect(free.durability.means).toMatch(/a failover loses what it does not have yet\.$/);
    replica.pause();
    expect(await free.setReaction(wish('like'))).toMatchObject({ status: 'applied' });
    replica.resume();
    const strict = await opened(`${master.url}?wait=2`);
    expect(strict.durability).toMatchObject({ profile: 'redis, replicated', isKept: false, settings: { wait: 2 } });
    expect(strict.durability.means).toMatch(/Until every master has 2 replicas nothing is acknowledged\.$/);
    await expect(strict.setReaction(wish('wow'))).rejects.toMatchObject({
      code: 'store_unavailable',
      message: `unable to use the store; too few replicas of the master ${master.url.slice('redis://'.length)} have it yet`,
    });
  });
});
