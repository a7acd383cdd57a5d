import { readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { huzzah, leftFolder, owner } from '../helpers/owner.js';
import { startTestServer, temporaryFolder } from '../helpers/server.js';
import { soon } from '../helpers/soon.js';
import { SpawnedServer } from '../helpers/spawned-server.js';
import { refusalOf, Visitor } from '../helpers/visitor.js';

const page = 'https://news.example/a';
const env = { HUZZAH_STORE: 'sqlite:./data/huzzah.db', HUZZAH_SECRET: 's'.repeat(32) };
const from = (origin: string) => ({ extraHeaders: { origin } });
const kinds = (visitor: Visitor) => visitor.session.site.reactions.map(({ kind }) => kind);
const lastTally = (visitor: Visitor) => visitor.pulses.findLast(({ tally }) => tally)?.tally?.counts;
const lastMine = (visitor: Visitor) => visitor.pulses.findLast(({ mine }) => mine !== undefined)?.mine;

describe('sites', () => {
  it('SI-1: what the command line sets every open page is told: kinds, labels, faces, prompt, limits, settings, and its counts', async () => {
    const folder = temporaryFolder();
    const { url } = await startTestServer({ folder, env });
    const reader = await Visitor.connect(url);
    await reader.join(page);
    const other = await Visitor.connect(url);
    await other.react(page, 'like');
    const set = ['site', 'set', 'default', '--reactions', 'love,like', '--label', 'like=Nice', '--face', 'like=wow'];
    await owner(folder, ...set, '--prompt', 'ko=어때요?', '--limit', 'maxCharacters=5');
    await vi.waitFor(() => expect(kinds(reader)).toEqual(['love', 'like']), soon);
    expect(reader.session.site).toMatchObject({
      reactions: [{ kind: 'love' }, { kind: 'like', label: 'Nice', face: 'wow' }],
      prompt: { ko: '어때요?' },
      limits: { maxCharacters: 5, maxName: 40 },
    });
    await vi.waitFor(() => expect(lastTally(reader)).toEqual({ love: 0, like: 1 }), soon);
    await owner(folder, 'site', 'set', 'default', '--setting', 'slowModeMs=1000');
    await vi.waitFor(() => expect(reader.pulses.at(-1)?.settings?.slowModeMs).toBe(1_000), soon);
    expect((await reader.join(page))['settings']).toMatchObject({ slowModeMs: 1_000 });
    await owner(folder, 'site', 'set', 'default', '--unset', 'settings');
    expect(await reader.post(page, 'too long')).toMatchObject({ ok: false, error: { code: 'too_long' } });
    expect(await reader.react(page, 'love')).toMatchObject({ ok: true, tally: { counts: { love: 1, like: 1 } } });
    expect(await (await fetch(`${url}/api/v1/sites/default/counts?page=${encodeURIComponent(page)}`)).json()).toEqual({
      [page]: { comments: 0, reactions: { love: 1, like: 1 }, visitors: 1 },
    });
  });

  it('SI-2: a kind taken out is shown to nobody and cannot be set; put back, its marks are there', async () => {
    const folder = temporaryFolder();
    const { url } = await startTestServer({ folder, env });
    const holder = await Visitor.connect(url);
    await holder.join(page);
    await holder.react(page, 'wow');
    await owner(folder, 'site', 'set', 'default', '--reactions', 'like');
    await vi.waitFor(() => expect(lastTally(holder)).toEqual({ like: 0 }), soon);
    await vi.waitFor(() => expect(lastMine(holder)).toBeNull(), soon);
    expect(await holder.react(page, 'wow')).toMatchObject({ error: { code: 'bad_request' } });
    const later = await Visitor.connect(url, { token: holder.session.token });
    expect(await later.join(page)).toMatchObject({ mine: null, tally: { counts: { like: 0 } } });
    await owner(folder, 'site', 'set', 'default', '--reactions', 'wow,like');
    for (const visitor of [holder, later]) {
      await vi.waitFor(() => expect(lastTally(visitor)).toEqual({ wow: 1, like: 0 }), soon);
      await vi.waitFor(() => expect(lastMine(visitor)).toBe('wow'), soon);
    }
  });

  it('SI-3: an origin is let in at once; one taken out, and a site that is removed, end what is open', async () => {
    const folder = temporaryFolder();
    const { url } = await startTestServer({ folder, env });
    await owner(folder, 'site', 'add', 'news');
    const come = () => Visitor.connect(url, { site: 'news' }, from('https://a.example'));
    expect(await refusalOf(come())).toBeUndefined();
    await owner(folder, 'site', 'allow', 'news', 'https://a.example', 'https://*.b.example');
    const reader = await come();
    await Visitor.connect(url, { site: 'news' }, from('https://x.b.example'));
    await owner(folder, 'site', 'set', 'news', '--origin', 'https://c.example');
    await vi.waitFor(() => expect(reader.socket.connected).toBe(false), soon);
    await refusalOf(come());
    const last = await Visitor.connect(url, { site: 'news' }, from('https://c.example'));
    await owner(folder, 'site', 'remove', 'news');
    await vi.waitFor(() => expect(last.socket.connected).toBe(false), soon);
    expect(await refusalOf(Visitor.connect(url, { site: 'news' }))).toMatchObject({ code: 'site_unknown' });
  });

  it('SI-4: the file goes before the store in what it names, and is taken up while it runs', async () => {
    const folder = temporaryFolder();
    const write = (text: string) => {
      writeFileSync(join(folder, 'next.json'), text);
      renameSync(join(folder, 'next.json'), join(folder, 'huzzah.config.json'));
    };
    const { url, log } = await startTestServer({ folder, env, file: { sites: { default: { prompt: 'File' } } } });
    const reader = await Visitor.connect(url);
    await owner(folder, 'site', 'set', 'default', '--limit', 'maxName=20');
    await vi.waitFor(() => expect(reader.session.site.limits.maxName).toBe(20), soon);
    const refused = await huzzah(folder, ['site', 'set', 'default', '--prompt', 'Store']);
    expect(refused).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('huzzah.config.json names prompt') as string,
    });
    write(JSON.stringify({ sites: { default: { limits: { maxCharacters: 7 } } } }));
    await vi.waitFor(() => expect(reader.session.site.limits).toMatchObject({ maxCharacters: 7, maxName: 20 }), soon);
    expect(reader.session.site.prompt).toBeUndefined();
    write('{"sites": {"default": {"colour": 1}}}');
    await vi.waitFor(() => expect(log.join()).toContain('sites.default'), soon);
    write('{');
    await vi.waitFor(() => expect(log.join()).toContain('is not JSON'), soon);
    expect(log.filter((line) => line.includes('sites.default')).length).toBe(1);
    expect(reader.session.site.limits.maxCharacters).toBe(7);
    write('{}');
    await vi.waitFor(() => expect(reader.session.site.limits).toMatchObject({ maxCharacters: 500, maxName: 20 }), soon);
  });

  it('SI-5: what is set without a server is there with the next start', async () => {
    const folder = await leftFolder();
    expect(await owner(folder, 'site', 'add', 'news', '--origin', 'https://a.example')).toContain('data-site="news"');
    expect(await owner(folder, 'site', 'set', 'news', '--reactions', 'love')).toContain('no server runs');
    const { url } = await startTestServer({ folder, env });
    const reader = await Visitor.connect(url, { site: 'news' }, from('https://a.example'));
    expect(kinds(reader)).toEqual(['love']);
  });

  it('SI-20: where no server has run the command line makes nothing, and says where it looked and what to do', async () => {
    const folder = temporaryFolder();
    for (const args of [
      ['site', 'list'],
      ['site', 'add', 'news'],
      ['site', 'allow', 'default', 'https://a.example'],
    ]) {
      const { status, stderr } = await huzzah(folder, args);
      expect(stderr).toMatch(/^huzzah: there is no store at [^\n]*\n$/);
      expect(stderr).toContain(join(folder, 'data/huzzah.db'));
      expect(stderr).toContain('huzzah serve');
      expect(status).toBe(1);
    }
    expect(readdirSync(folder)).toEqual([]);
  });

  it('SI-6: the socket of the command line is beside the store, for this user alone; one left behind is no hindrance', async () => {
    const folder = temporaryFolder();
    const socket = join(folder, 'data/huzzah.db.sock');
    const first = await SpawnedServer.start(folder, ['--port', '0']);
    expect(statSync(socket).mode & 0o777).toBe(0o600);
    expect(statSync(socket).isSocket()).toBe(true);
    await first.end('SIGKILL');
    expect(await owner(folder, 'site', 'list')).toContain('default');
    const second = await SpawnedServer.start(folder, ['--port', '0']);
    expect(await owner(folder, 'site', 'show', 'default')).toContain(`${second.url}/embed.js`);
    await second.end('SIGTERM');
    expect(statSync(socket, { throwIfNoEntry: false })).toBeUndefined();
  });

  it('SI-7: what is no request on that socket ends its connection, and nothing else', async () => {
    const folder = temporaryFolder();
    await startTestServer({ folder, env });
    const path = join(folder, 'data/huzzah.db.sock');
    const say = (text: string) =>
      new Promise<string>((resolve) => {
        let answer = '';
        const socket = connect(path, () => socket.write(text));
        socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
        socket.on('error', () => {}).on('close', () => resolve(answer));
      });
    for (const text of ['\n', 'x\n', '{"site":\n', 'x'.repeat(300_000)]) expect(await say(text)).toBe('');
    for (const text of [
      '7\n',
      'null\n',
      '{"site":{"verb":"fly"}}\n',
      '{"more":1}\n',
      '{"site":{"verb":"set","id":"__proto__"}}\n',
    ]) {
      expect(JSON.parse(await say(text))).toMatchObject({ status: 1 });
    }
    expect(await owner(folder, 'site', 'list')).toContain('default');
  });
});
