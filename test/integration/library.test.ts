import { createHuzzah, makeLogger } from '@huzzah/server';
import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../helpers/server.js';
import { ROOT } from '../helpers/sources.js';
import { refusalOf, Visitor } from '../helpers/visitor.js';

const log = makeLogger(process.stderr);
log.level = 'silent';
const STORE = 'sqlite::memory:';

/** A server of somebody's own, which answers everything with its path. */
async function shop(): Promise<Server> {
  const server = createServer((request, response) => response.end(`the shop's ${request.url}`));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return server;
}

const urlOf = (server: Server) => `http://localhost:${(server.address() as AddressInfo).port}`;
const textOf = async (url: string) => (await fetch(url)).text();

describe('the server as a library', () => {
  it('LY-1: lives in a server that is there, and leaves it what is its own', async () => {
    const server = await shop();
    const url = urlOf(server);
    const huzzah = createHuzzah({ store: STORE, log, sites: { default: { reactions: ['love'] } } });
    onTestFinished(() => huzzah.close());
    await huzzah.attach(server);
    expect(await textOf(`${url}/`)).toBe("the shop's /");
    expect(await textOf(`${url}/healthz`)).toBe("the shop's /healthz");
    expect(await textOf(`${url}/embed.js?v=1`)).toContain('huzzah');
    const visitor = await Visitor.connect(url);
    await visitor.react('p', 'love');
    const counts = await fetch(`${url}/api/v1/sites/default/counts?page=p`);
    expect(await counts.json()).toEqual({ p: { comments: 0, reactions: { love: 1 }, visitors: 0 } });
    expect((await fetch(`${url}/api/v1/sites/none/page?page=p`)).status).toBe(404);
    await expect(huzzah.attach(server)).rejects.toThrow('attached to a server already');
  });

  it('LY-2: closed, it has ended every connection, and the server goes on', async () => {
    const server = await shop();
    const url = urlOf(server);
    const huzzah = createHuzzah({ store: STORE, log });
    await huzzah.attach(server);
    const visitor = await Visitor.connect(url);
    const gone = new Promise((resolve) => visitor.socket.once('disconnect', resolve));
    await huzzah.close();
    await gone;
    expect(await textOf(`${url}/embed.js`)).toBe("the shop's /embed.js");
  });

  it('LY-3: what is wrong with its options it says at once, each fault with its mend', async () => {
    expect(() => createHuzzah({ store: 'postgres:x', origins: ['nonsense'], log })).toThrow(
      /HUZZAH_STORE.*\n.*HUZZAH_ORIGINS has "nonsense"/,
    );
    const huzzah = createHuzzah({ store: STORE, log });
    await expect(huzzah.attach(createServer())).rejects.toThrow('let it listen first, or give `url`');
  });

  it('LY-4: under a public address only that one and those named may use it', async () => {
    const server = await shop();
    const sites = { default: { origins: ['https://a.example'] } };
    const huzzah = createHuzzah({ store: STORE, log, url: 'https://shop.example', sites });
    onTestFinished(() => huzzah.close());
    await huzzah.attach(server);
    const from = (origin: string) => Visitor.connect(urlOf(server), {}, { extraHeaders: { origin } });
    await from('https://shop.example');
    await from('https://a.example');
    await refusalOf(from('http://localhost:1'));
  });

  it.each(['http', 'fastify'])('LY-5: the example runs on %s', async (kind) => {
    const child = spawn(process.execPath, [join(ROOT, 'examples/library/server.js'), kind], {
      cwd: temporaryFolder(),
      env: { ...process.env, PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const said = await new Promise<string>((resolve, reject) => {
      child.stdout.once('data', (text) => resolve(String(text)));
      void ended.then((code) => reject(new Error(`it ended with ${code}`)));
    });
    const url = /http:\/\/localhost:\d+/.exec(said)![0];
    expect(await textOf(url)).toContain('<like-bar');
    expect((await fetch(`${url}/embed.js`)).status).toBe(200);
    const visitor = await Visitor.connect(url);
    expect(await visitor.react('p', 'later')).toMatchObject({ ok: true, tally: { counts: { love: 0, later: 1 } } });
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });
});
