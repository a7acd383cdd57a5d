/**
 * A whole Huzzah on this machine: a Redis Cluster of three masters with a replica each, three servers that share
 * it, and nginx before them. What ends is started again, as a service manager does; Ctrl-C ends all of it.
 */
import { RedisCluster } from '@huzzah/server/testing';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nginxConfig } from './nginx-config.mjs';
import { Program } from './program.mjs';

const HUZZAH = new URL('../../server/bin/huzzah.js', import.meta.url).pathname;
const PAGES = new URL('../article/site', import.meta.url).pathname;
const SERVERS = 3;
/** How often it is looked whether all run. */
const RESTART_MS = 500;

// Debian keeps nginx from the path of people.
process.env.PATH += ':/usr/sbin:/usr/local/sbin';

const folder = mkdtempSync(join(tmpdir(), 'huzzah-cluster-'));
/** What ends each part, in the order of the starts. */
const ends = [() => rmSync(folder, { recursive: true, force: true })];
let isEnding = false;

async function end(code) {
  if (isEnding) return;
  isEnding = true;
  process.exitCode = code;
  for (const stop of ends.reverse()) await stop();
}

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void end(0));

/** So many, all different. */
async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => server.address().port);
  for (const server of servers) server.close();
  return ports;
}

// Holds up no end.
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms).unref());

function run(...program) {
  const part = new Program(...program);
  part.restart();
  ends.push(() => part.end());
  return part;
}

async function isReady(part, address) {
  while (!isEnding) {
    if (part.pid === undefined) throw new Error(`${part.name} has not started: see above`);
    const response = await fetch(address).catch(() => undefined);
    await response?.text();
    if (response?.ok) return;
    await pause(100);
  }
}

async function start() {
  const [free, ...ports] = await freePorts(1 + SERVERS);
  const port = Number(process.env.PORT ?? 3000) || free;
  const url = `http://localhost:${port}`;
  // Nothing is acknowledged before a replica has it.
  const cluster = await RedisCluster.start({ replicas: 1, args: ['--appendonly', 'yes', '--appendfsync', 'always'] });
  ends.push(() => cluster.remove());
  const env = {
    HUZZAH_STORE: cluster.url,
    HUZZAH_SECRET: randomBytes(32).toString('base64url'),
    HUZZAH_URL: url,
    HUZZAH_TRUSTED_PROXIES: '127.0.0.1',
    HUZZAH_PAGES: PAGES,
  };
  const serve = (each, index) =>
    run(`server ${index + 1}`, process.execPath, [HUZZAH, 'serve'], { ...env, PORT: `${each}` });
  const servers = isEnding ? [] : ports.map(serve);
  for (const [index, each] of ports.entries()) await isReady(servers[index], `http://127.0.0.1:${each}/readyz`);
  if (isEnding) return;
  const config = join(folder, 'nginx.conf');
  writeFileSync(config, nginxConfig({ port, ports, folder }));
  const nginx = run('nginx', 'nginx', ['-e', 'stderr', '-p', folder, '-c', config]);
  await isReady(nginx, `http://127.0.0.1:${port}/readyz`);
  if (isEnding) return;
  /** What is kept running, with what is said of each: its name, address and process. */
  const parts = new Map([
    ...servers.map((part, index) => [part, `${part.name}   http://127.0.0.1:${ports[index]}/readyz`]),
    [nginx, `nginx      ${url}`],
    ...cluster.servers.map((part, index) => [part, `redis ${index + 1}    ${part.url}`]),
  ]);
  console.log(
    [
      `Huzzah  is live on three servers: ${url}/   and in Korean ${url}/ko`,
      ...Array.from(parts, ([{ pid }, what]) => `  ${what}  ${pid}`),
      `  masters    redis 1 to ${SERVERS}, to begin with`,
      `  be unkind  kill -9, kill -STOP or kill -CONT any of these numbers; what ends is started again`,
      `  stop       Ctrl-C; what was written is gone then`,
    ].join('\n'),
  );
  while (!isEnding) {
    await pause(RESTART_MS);
    for (const [part, what] of parts) {
      if (isEnding || part.pid !== undefined) continue;
      await Promise.resolve(part.restart()).then(
        () => console.log(`  ${what}  ${part.pid}  started again`),
        (error) => console.error(`${what}: ${error.message}`),
      );
    }
  }
}

start().catch((error) => {
  if (!isEnding) console.error(error.message);
  return end(1);
});
