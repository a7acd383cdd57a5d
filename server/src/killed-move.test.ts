import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Holdings } from './core/holdings.js';
import type { Report } from './migration.js';
import { openGiver, openTaker, parsePlan } from './stores/open-store.js';
import { HAS_REDIS, RedisServer } from './testing/index.js';
import { everything, sorted } from './testing/holdings.js';
import { A, B } from './testing/store-case.js';

const HUZZAH = fileURLToPath(new URL('../bin/huzzah.js', import.meta.url));
/** More than a part has. */
const COMMENTS = 5_500;
const VISITORS = 600;
const VOTES = 1_100;

/** Kills its process, as the system does, once it has written so many bytes to sockets, or is about to commit for so many times. */
const KILLER = `
  let [bytes, commits] = JSON.parse(process.env.KILL_AFTER);
  const kill = () => process.kill(process.pid, 'SIGKILL');
  const { Socket } = require('node:net');
  const { write } = Socket.prototype;
  Socket.prototype.write = function (chunk, ...rest) {
    if ((bytes -= chunk.length) < 0) kill();
    return write.call(this, chunk, ...rest);
  };
  const { DatabaseSync } = require('node:sqlite');
  const { exec } = DatabaseSync.prototype;
  DatabaseSync.prototype.exec = function (sql) {
    if (sql === 'COMMIT' && (commits -= 1) < 0) kill();
    return exec.call(this, sql);
  };
`;

const NEVER = 1e12;
const BYTES = [500_000, 900_000].map((bytes) => [bytes, NEVER]);
const COMMITS = [1, 2].map((commits) => [NEVER, commits]);

describe('a move that is killed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'huzzah-killed-'));
  const killer = join(folder, 'killer.cjs');
  const source = `sqlite:${join(folder, 'source.db')}`;
  let redis: RedisServer | undefined;
  beforeAll(async () => {
    writeFileSync(killer, KILLER);
    redis = HAS_REDIS ? await RedisServer.start() : undefined;
    await fill();
  });
  afterAll(async () => {
    await redis?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Two pages of comments by many, each with marks and votes. */
  async function fill(): Promise<void> {
    const taker = await openTaker(parsePlan(source)!);
    const visitors = Array.from({ length: VISITORS }, () => randomBytes(16).toString('base64url'));
    const none = { counts: [], commentCount: 0, threadCount: 0, votesVersion: 0 };
    await taker.take(
      'page',
      [A, B].map((ref) => ({ ref, seq: COMMENTS, version: 1, ...none })),
      'epoch',
    );
    const comments = Array.from({ length: COMMENTS }, (_, index): Holdings['comment'] => ({
      ...{ ref: index % 3 === 0 ? B : A, id: randomUUID(), seq: index + 1, version: 1, parentId: null },
      ...{ authorId: visitors[index % visitors.length]!, role: 'visitor', name: 'Somebody', body: `Word ${index}` },
      ...{ print: 'p'.repeat(16), at: 1_790_000_000_000 + index, editedAt: null, reason: null },
      ...{ status: index % 50 === 0 ? 'pending' : 'published', isListed: index % 50 !== 0 },
      ...{ removedBy: null, removedFrom: null, removedAt: null, up: 1, down: 0, votesVersion: 1, replyCount: 0 },
    }));
    await taker.take('comment', comments, 'epoch');
    const stamp = () => ({ command: randomUUID().slice(-15), at: 1_790_000_000_000 });
    const marks = visitors.flatMap((visitorId) => [A, B].map((ref) => ({ ref, visitorId, kind: 'like', ...stamp() })));
    await taker.take('reaction', marks, 'epoch');
    const votes = comments.slice(0, VOTES).map(({ ref, id }, index) => {
      return { ref, id, visitorId: visitors[(index + 1) % visitors.length]!, value: 1 as const, ...stamp() };
    });
    await taker.take('vote', votes, 'epoch');
    await taker.save({ source: '', epoch: 'epoch', type: 'site', place: null, notes: null });
    await taker.end();
    await taker.close();
  }

  function move(from: string, to: string, killAfter: readonly number[]): Promise<{ ended: unknown; said: string }> {
    const env = { ...process.env, NODE_OPTIONS: `--require=${killer}`, KILL_AFTER: JSON.stringify(killAfter) };
    const child = spawn(process.execPath, [HUZZAH, 'migrate', '--from', from, '--to', to, '--json'], { env });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    return new Promise((resolve) => child.once('close', (code, signal) => resolve({ ended: signal ?? code, said })));
  }

  async function dump(text: string) {
    const giver = await openGiver(parsePlan(text)!);
    const all = sorted(await everything(giver));
    await giver.close();
    return all;
  }

  async function expectMoved(from: string, to: string, kills: readonly (readonly number[])[]): Promise<void> {
    for (const killAfter of kills) expect((await move(from, to, killAfter)).ended).toBe('SIGKILL');
    const { ended, said } = await move(from, to, [NEVER, NEVER]);
    const { lines, ...report } = JSON.parse(said) as Report;
    expect(report).toMatchObject({ isWhole: true, isResumed: true, hasChanged: false, leftCount: 0 });
    expect(lines.slice(0, 5).map(({ taken }) => taken)).toEqual([2, COMMENTS, 0, 2 * VISITORS, VOTES]);
    expect(ended).toBe(0);
    expect(await dump(to)).toEqual(await dump(source));
  }

  it('MG-12: killed again and again, and given again, it goes on where it was, and ends with the same', async () => {
    const copy = `sqlite:${join(folder, 'copy.db')}`;
    if (redis === undefined) {
      console.warn('MG-12: there is no redis-server to test with: apt-get install redis-server');
      return expectMoved(source, copy, COMMITS);
    }
    await expectMoved(source, redis.url, BYTES);
    await expectMoved(redis.url, copy, COMMITS.slice(-1));
  });
});
