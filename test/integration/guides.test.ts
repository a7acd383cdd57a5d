import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { readGuide } from '../helpers/guide.js';
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
});
