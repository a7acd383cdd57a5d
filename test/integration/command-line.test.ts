import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { huzzah as run, leftFolder, owner } from '../helpers/owner.js';
import { temporaryFolder } from '../helpers/server.js';
import { ROOT } from '../helpers/sources.js';
import { SpawnedServer } from '../helpers/spawned-server.js';
import { Visitor } from '../helpers/visitor.js';

const HUZZAH = join(ROOT, 'server/bin/huzzah.js');
// Of the caller's environment only what a shell gives: Node says lines of its own about some of the rest.
const { PATH = '', HOME = '' } = process.env;
const huzzah = (args: string[], env: Record<string, string> = {}) =>
  spawnSync(process.execPath, [HUZZAH, ...args], {
    cwd: temporaryFolder(),
    encoding: 'utf8',
    env: { PATH, HOME, ...env },
  });

describe('the command line', () => {
  it('CO-1: says in five lines who may use it, where the page and the data are, what to paste, how to stop', async () => {
    const server = await SpawnedServer.start(temporaryFolder(), [
      '--port',
      '0',
      '--pages',
      join(ROOT, 'examples/article/site'),
    ]);
    const lines = server.welcome.trim().split('\n');
    expect(lines.length).toBe(5);
    expect(lines[0]).toContain('every page of this machine');
    expect(lines[1]).toContain(`${server.url}/`);
    expect(lines[2]).toContain('data/huzzah.db');
    expect(lines[3]).toContain(`<script async src="${server.url}/embed.js"></script>`);
    expect(lines[4]).toContain('Ctrl-C');
    expect((await fetch(server.url)).status).toBe(200);
  });

  it('CO-2: ends cleanly on SIGTERM, and what was acknowledged is there at the next start', async () => {
    const folder = temporaryFolder();
    const first = await SpawnedServer.start(folder, ['--port', '0']);
    const visitor = await Visitor.connect(first.url);
    await visitor.react('p', 'wow');
    expect(await first.end('SIGTERM')).toBe(0);
    expect(existsSync(join(folder, 'data/huzzah.db'))).toBe(true);
    const second = await SpawnedServer.start(folder, ['--port', '0']);
    const again = await Visitor.connect(second.url, { token: visitor.session.token });
    expect(await again.join('p')).toMatchObject({ mine: 'wow', tally: { counts: { wow: 1 } } });
  });

  it('CO-3: names every wrong setting in a line of its own, and ends with 2', () => {
    const { status, stderr, stdout } = huzzah(['serve', '--port', 'x'], {
      HUZZAH_STORE: 'mysql:',
      HUZZAH_SECRET: 'short',
    });
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n').sort()).toEqual([
      expect.stringMatching(/^huzzah: --port is "x"; it must be a port/),
      expect.stringMatching(/^huzzah: HUZZAH_SECRET is "…"; it must be at least 32 bytes/),
      expect.stringMatching(/^huzzah: HUZZAH_STORE is "mysql:"; it must be sqlite:PATH/),
    ]);
  });

  it('CO-4: a taken port and a second server on the same file are said in one line, with the mend', async () => {
    const folder = temporaryFolder();
    const server = await SpawnedServer.start(folder, ['--port', '0']);
    const taken = huzzah(['serve', '--port', server.port]);
    expect([taken.status, taken.stderr.trim()]).toEqual([
      1,
      `huzzah: port ${server.port} is taken; choose another: PORT=3001, or --port 3001`,
    ]);
    const second = huzzah(['serve', '--port', '0', '--store', `sqlite:${join(folder, 'data/huzzah.db')}`]);
    expect(second.status).toBe(1);
    expect(second.stderr).toMatch(/^huzzah: unable to open the store .*; another server has it open: .*\n$/);
  });

  it('CO-5: an unknown command or flag is said, and ends with 2; help ends with 0', () => {
    expect(huzzah(['fly'])).toMatchObject({ status: 2, stderr: expect.stringContaining('no command "fly"') as string });
    expect(huzzah(['serve', '--colour', 'red'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--colour') as string,
    });
    expect(huzzah(['fly']).stderr.trim().split('\n')).toHaveLength(1);
    expect(huzzah(['site'])).toMatchObject({
      status: 2,
      stderr: 'huzzah: say what: huzzah site add | set | allow | list | show | remove\n',
    });
    expect(huzzah(['serve', '--help'])).toMatchObject({ status: 0, stdout: huzzah(['help']).stdout });
    expect(huzzah(['help'])).toMatchObject({ status: 0, stdout: expect.stringContaining('HUZZAH_ORIGINS') as string });
  });

  it('CO-6: a store whose thread cannot start is said in one line, with the reason', () => {
    const fault = join(temporaryFolder(), 'fault.cjs');
    writeFileSync(fault, `if (!require('node:worker_threads').isMainThread) throw new Error('no thread today');`);
    expect(huzzah(['serve', '--port', '0'], { NODE_OPTIONS: `--require=${fault}` })).toMatchObject({
      status: 1,
      stderr: 'huzzah: no thread today\n',
    });
  });

  it('CO-7: sites are made, changed, listed, shown with the tag to paste, and removed', async () => {
    const folder = await leftFolder();
    const said = (...args: string[]) => owner(folder, 'site', ...args);
    expect(await said('add', 'news', '--lang', 'ko')).toContain('huzzah site allow news');
    await said('allow', 'news', 'https://NEWS.example:443/', '--store', 'sqlite:./data/huzzah.db');
    await said('set', 'news', '--reactions', 'like,tears', '--label', 'tears=Tears', '--face', 'tears=sad');
    await said('set', 'news', '--label', 'tears.ko=눈물', '--label', 'like=Up', '--setting', 'links=hold');
    await said('set', 'news', '--reactions', 'tears,like,wow', '--prompt', 'Well?', '--limit', 'maxName=10');
    const shown = JSON.parse(await said('show', 'news', '--json')) as Record<string, unknown>;
    expect(shown).toMatchObject({
      origins: ['https://news.example'],
      reactions: [
        { kind: 'tears', label: { ko: '눈물' }, face: 'sad' },
        { kind: 'like', label: 'Up' },
        { kind: 'wow' },
      ],
      prompt: 'Well?',
      settings: { links: 'hold' },
      limits: { maxName: 10 },
    });
    expect((shown['reactions'] as { label: object }[])[0]!.label).toEqual({ ko: '눈물' });
    expect(shown['tag']).toBe(
      '<script async src="http://localhost:3000/embed.js" data-site="news"></script>\n' +
        '<online-count lang="ko"></online-count>\n<like-bar lang="ko"></like-bar>\n<comment-box lang="ko"></comment-box>',
    );
    expect((await said('show', 'news')).endsWith(`${String(shown['tag'])}\n`)).toBe(true);
    await said('set', 'news', '--unset', 'prompt', '--unset', 'reactions');
    expect(await said('list')).toMatch(/^default {2}every page of this machine .*\nnews .*like wow dislike angry\n$/);
    expect(await said('remove', 'news')).toContain('huzzah site add news');
    expect(await said('list')).not.toContain('news');
  });

  it('CO-8: what cannot be done with a site is said with the mend, and changes nothing', async () => {
    const folder = await leftFolder();
    await owner(folder, 'site', 'add', 'news');
    const before = await owner(folder, 'site', 'list', '--json');
    const wrong: [args: string[], status: number, message: RegExp][] = [
      [['fly'], 2, /there are add, set/],
      [['set'], 2, /name a site/],
      [['add', 'news'], 1, /already; to change it: huzzah site set news/],
      [['show', 'nope'], 1, /to make it: huzzah site add nope/],
      [['add', 'No'], 1, /must be 1 to 32/],
      [['set', 'news'], 1, /nothing is to be set/],
      [['set', 'news', '--reactions', 'like,like'], 1, /each kind may stand once/],
      [['set', 'news', '--label', 'none=x'], 1, /there are like, wow, dislike, angry/],
      [['set', 'news', '--label', 'like'], 2, /NAME=VALUE/],
      [['set', 'news', '--face', 'like=none'], 1, /reactions\.0/],
      [['set', 'news', '--limit', 'maxCharacters=5000'], 1, /limits\.maxCharacters/],
      [['set', 'news', '--setting', 'colour=red'], 1, /settings/],
      [['set', 'news', '--origin', 'a.example'], 1, /is no origin/],
      [['set', 'news', '--unset', 'colour'], 1, /unset/],
      [['set', 'news', '--colour', 'red'], 2, /--colour/],
      [['allow', 'news', 'a.example'], 1, /is no origin/],
      [['allow', 'news'], 1, /name an origin/],
      [['remove', 'default'], 1, /always there/],
      [['set', 'news', '--key', 'hs256:short'], 1, /hs256:…: a key for HS256 must have at least 32 bytes/],
      [['set', 'news', '--key', 'env:NOWHERE'], 1, /no variable NOWHERE/],
      [['set', 'news', '--key', 'keys.json'], 1, /keys\.json: it cannot be read/],
      [['set', 'news', '--key', 'new', '--key', 'env:A'], 1, /--key new stands alone/],
      [['list', '--store', 'sqlite::memory:'], 1, /only its server has/],
    ];
    for (const [args, status, message] of wrong) {
      const said = await run(folder, ['site', ...args]);
      expect(said, args.join(' ')).toMatchObject({ status, stdout: '' });
      expect(said.stderr, args.join(' ')).toMatch(message);
      expect(said.stderr).toMatch(/^huzzah: [^\n]*\n$/);
    }
    expect(await owner(folder, 'site', 'list', '--json')).toBe(before);
  });

  it('RD-33: a start that Redis does not let happen says why in one line, and ends with 1', () => {
    const env = { HUZZAH_STORE: 'redis://:word@127.0.0.1:1', HUZZAH_SECRET: 's'.repeat(32) };
    const { status, stderr } = huzzah(['serve', '--port', '0'], env);
    expect(stderr).toBe(
      'huzzah: unable to open the store redis://127.0.0.1:1; nothing listens there: start redis-server, or name another address\n',
    );
    expect(status).toBe(1);
  });
});
