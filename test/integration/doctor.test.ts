import { chmodSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { huzzah, leftFolder, owner } from '../helpers/owner.js';
import { temporaryFolder } from '../helpers/server.js';
import { SpawnedServer } from '../helpers/spawned-server.js';

interface Finding {
  check: string;
  state: string;
  text: string;
  mend?: string;
}

async function examine(folder: string, env: Record<string, string> = {}, ...flags: string[]) {
  const { status, stdout, stderr } = await huzzah(folder, ['doctor', '--json', ...flags], env);
  expect(stderr).toBe('');
  const findings = JSON.parse(stdout) as Finding[];
  const of = (check: string) => findings.find((finding) => finding.check === check);
  return { status, findings, of };
}

/** Something that answers at the public address as a proxy that was set up wrongly may. */
async function proxy(status: number, body: string, headers: Record<string, string> = {}): Promise<string> {
  const server = createServer((_request, response) => void response.writeHead(status, headers).end(body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const ALIVE = '{"status":"alive"}';

describe('the doctor', () => {
  it('DT-1: of a server that is well it says so, thing by thing, a line each, and ends with 0', async () => {
    const folder = temporaryFolder();
    const server = await SpawnedServer.start(folder, ['--port', '0']);
    const { status, findings } = await examine(folder);
    expect(findings.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(status).toBe(0);
    const { stdout } = await huzzah(folder, ['doctor']);
    const lines = stdout.trim().split('\n');
    expect(lines.map((line) => line.split(/\s+/)[1])).toEqual([
      'settings',
      'store',
      'address',
      'websocket',
      'origins',
      'clock',
      'disk',
      'secret',
      'proxies',
    ]);
    expect(lines[2]).toContain(server.url);
  });

  it('DT-2: without a server it says how to start one, and ends with 1', async () => {
    const { status, of } = await examine(await leftFolder(), {}, '--port', '1');
    expect(status).toBe(1);
    expect(of('address')).toMatchObject({ state: 'failure', mend: 'Start it: huzzah serve' });
    expect(of('store')).toMatchObject({ state: 'ok', text: expect.stringContaining('no server runs') as string });
  });

  it('DT-10: in a folder where no server has run it makes nothing, and says where it looked and what to do', async () => {
    const folder = temporaryFolder();
    const { status, of } = await examine(folder, {}, '--port', '1');
    expect(status).toBe(1);
    expect(of('store')?.text).toContain(join(folder, 'data/huzzah.db'));
    expect(of('store')?.text).toContain('begin one here: huzzah serve');
    expect(of('secret')).toMatchObject({ state: 'ok', text: 'is made with the next start' });
    expect(of('disk')?.state).toBe('ok');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('DT-3: what stands before the server and lets no WebSocket through, sends elsewhere, is another server or has another time is named', async () => {
    const folder = temporaryFolder();
    const at = async (status: number, body: string, headers?: Record<string, string>) =>
      examine(folder, { HUZZAH_URL: await proxy(status, body, headers) });
    const stripped = await at(200, ALIVE);
    expect(stripped.of('address')?.state).toBe('ok');
    expect(stripped.of('websocket')).toMatchObject({
      state: 'failure',
      mend: expect.stringContaining('Upgrade and Connection') as string,
    });
    expect((await at(301, '', { location: 'https://a.example/' })).of('address')?.text).toContain('https://a.example/');
    expect((await at(200, '<h1>It works!')).of('address')?.text).toContain('something else');
    const late = await at(200, ALIVE, { date: new Date(Date.now() - 3_600_000).toUTCString() });
    expect(late.of('clock')).toMatchObject({
      state: 'failure',
      mend: expect.stringContaining('timedatectl') as string,
    });
    expect([stripped.status, late.status]).toEqual([1, 1]);
  });

  it('DT-4: origins that browsers will not let connect, a proxy that is not trusted, and an open secret are named', async () => {
    const folder = await leftFolder();
    await owner(folder, 'site', 'add', 'news', '--origin', 'https://news.example');
    chmodSync(join(folder, 'data/secret'), 0o644);
    // Nobody resolves it: what is looked at is what can be known here.
    const { of, findings } = await examine(folder, { HUZZAH_URL: 'http://talk.invalid' });
    expect(of('proxies')).toMatchObject({
      state: 'failure',
      mend: expect.stringContaining('HUZZAH_TRUSTED_PROXIES') as string,
    });
    expect(of('secret')).toMatchObject({ state: 'failure', mend: expect.stringContaining('chmod 600') as string });
    const [own, news] = findings.filter(({ check }) => check === 'origins');
    expect(own).toMatchObject({
      state: 'warning',
      mend: expect.stringContaining('huzzah site allow default') as string,
    });
    expect(news).toMatchObject({ state: 'failure', text: expect.stringContaining('"news"') as string });
  });

  it('DT-5: settings and a store that cannot be used are findings too', async () => {
    const wrong = await examine(temporaryFolder(), { PORT: 'x', HUZZAH_STORE: 'mysql:' });
    expect(wrong.status).toBe(1);
    expect(wrong.findings.map(({ check, state }) => `${check} ${state}`)).toEqual([
      'settings failure',
      'settings failure',
    ]);
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'x.db'), 'no database at all');
    const unusable = await examine(folder, { HUZZAH_STORE: 'sqlite:./x.db' });
    expect(unusable.of('store')).toMatchObject({
      state: 'failure',
      text: expect.stringContaining('unable to open') as string,
    });
    expect((await examine(temporaryFolder(), { HUZZAH_STORE: 'sqlite::memory:' })).of('store')?.state).toBe('warning');
  });
});
