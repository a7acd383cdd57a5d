import { HAS_REDIS } from '@huzzah/server/testing';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { readGuide } from '../helpers/guide.js';
import { startRedis } from '../helpers/nodes.js';
import { temporaryFolder } from '../helpers/server.js';
import { ROOT } from '../helpers/sources.js';
import { soon } from '../helpers/soon.js';
import { SpawnedServer } from '../helpers/spawned-server.js';
import { Visitor } from '../helpers/visitor.js';

const page = 'https://news.example/a';
const HUZZAH = join(ROOT, 'server/bin/huzzah.js');

/** Runs a line of a guide’s in a folder; what it said, and its exit code after it. */
function sh(folder: string, line: string): Promise<string> {
  const { HOME = '', PATH = '' } = process.env;
  const env = { HOME, PATH: `${dirname(process.execPath)}:${PATH}` };
  const child = spawn('sh', ['-c', line.replace('npx huzzah', `node ${HUZZAH}`)], { cwd: folder, env });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve(`${said}= ${code}`)));
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    }),
  );
}

describe('the guides', () => {
  it('DV-2: every command of the owners’ guide does what it says, and its file is taken up', async () => {
    const { commands, files } = readGuide('docs/owners.md');
    const folder = temporaryFolder();
    const { url, welcome } = await SpawnedServer.start(folder, ['--port', '0']);
    for (const line of files.get('page.html')!.trim().split('\n')) {
      expect(welcome).toContain(line.replace('http://localhost:3000', url));
    }
    const answers: string[] = [];
    for (const command of commands) answers.push(await sh(folder, command));
    expect(answers.filter((text) => !text.endsWith('= 0'))).toEqual([]);
    expect(answers.join()).toContain('Amazing');
    expect(answers.join()).toContain('https://shop.example');
    const file = JSON.parse(files.get('huzzah.config.json')!) as { sites: { news: { origins: string[] } } };
    writeFileSync(join(folder, 'huzzah.config.json'), JSON.stringify(file));
    await vi.waitFor(async () => {
      const said = await sh(folder, 'npx huzzah site show news --json');
      for (const part of [...file.sites.news.origins, '눈물', '300']) expect(said).toContain(part);
    }, soon);
    expect(commands.length).toBeGreaterThan(7);
  });

  it('DV-3: with the operators’ file a server runs behind its proxy; its backup is whole, and is restored', async () => {
    const { commands, files } = readGuide('docs/operators.md');
    const folder = temporaryFolder();
    const port = await freePort();
    const file = files.get('huzzah.config.json')!.replace('3000', String(port)).replace('https://talk', 'http://talk');
    writeFileSync(join(folder, 'huzzah.config.json'), file);
    const url = `http://127.0.0.1:${port}`;
    const first = await SpawnedServer.start(folder, []);
    expect(first.url).toBe('http://talk.example');
    expect((await fetch(`${url}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.7' } })).status).toBe(403);
    const visitor = await Visitor.connect(url);
    await visitor.react(page, 'wow');
    const restore = commands.slice(commands.findIndex((line) => line.startsWith('rm ')));
    const rest = commands.filter((line) => !restore.includes(line) && line !== 'npx huzzah serve');
    // The public address of this one is nobody’s: the doctor says so.
    for (const line of rest)
      expect(await sh(folder, line)).toMatch(line.includes('doctor') ? /FAIL {2}address/ : /= 0$/);
    expect(existsSync(join(folder, 'backup.db'))).toBe(true);
    await visitor.react(page, 'like');
    expect(await first.end('SIGTERM')).toBe(0);
    for (const line of restore) expect(await sh(folder, line)).toBe('= 0');
    await SpawnedServer.start(folder, []);
    const again = await Visitor.connect(url, { token: visitor.session.token });
    expect(await again.join(page)).toMatchObject({ mine: 'wow', tally: { counts: { wow: 1, like: 0 } } });
    expect([rest.length, restore.length]).toEqual([3, 3]);
  });

  it('DV-4: by the operating guide a server moves from its file to Redis and back, and its readers find all as it was', async () => {
    if (!HAS_REDIS) return console.warn('DV-4: there is no redis-server to test with: apt-get install redis-server');
    const { commands } = readGuide('docs/operate.md');
    const [there, serve, back] = commands as [string, string, string];
    const folder = temporaryFolder();
    const redis = await startRedis();
    const move = (line: string) => sh(folder, line.replace('redis://127.0.0.1:6379', redis.url));
    const first = await SpawnedServer.start(folder, ['--port', '0']);
    const writer = await Visitor.connect(first.url);
    await writer.react(page, 'wow');
    const comment = await writer.posted(page, 'It was here before');
    const { token } = writer.session;
    const { epoch, seq } = await writer.join(page);
    expect(await move(there)).toMatch(/another server has it open.*= 1$/s);
    expect(await first.end('SIGTERM')).toBe(0);
    expect(await move(there)).toMatch(/comments +1 +1 +✓.*reactions +1 +1 +✓.*holds all of it.*= 0$/s);
    expect(await move(there)).toMatch(/holds pages, names or sites already.*= 1$/s);

    const expectAll = async (url: string) => {
      const again = await Visitor.connect(url, { token });
      const joined = await again.join(page, { since: { epoch, seq } });
      expect(joined).toMatchObject({ mine: 'wow', tally: { counts: { wow: 1 } }, comments: [{ id: comment.id }] });
      expect(joined['resumed']).toBe(undefined);
      expect(joined['epoch']).not.toBe(epoch);
      return again;
    };
    expect(serve).toContain('HUZZAH_SECRET="$(cat data/secret)" npx huzzah serve');
    const env = { HUZZAH_STORE: redis.url, HUZZAH_SECRET: readFileSync(join(folder, 'data/secret'), 'utf8').trim() };
    const second = await SpawnedServer.start(folder, ['--port', '0'], env);
    const here = await expectAll(second.url);
    expect(await here.act('comment.edit', page, comment.id, { body: 'It was there too' })).toMatchObject({ ok: true });
    expect(await move(back)).toMatch(/a server runs on it.*= 1$/s);
    expect(await second.end('SIGTERM')).toBe(0);
    // The command would wait for this to run out.
    await redis.ask('del', 'h:leases');
    expect(await move(back)).toMatch(/holds all of it.*= 0$/s);
    const third = await SpawnedServer.start(folder, ['--port', '0', '--store', 'sqlite:./data/back.db']);
    const home = await expectAll(third.url);
    expect(await home.join(page)).toMatchObject({ comments: [{ body: 'It was there too' }] });
    expect(commands.length).toBe(3);
  });
});
