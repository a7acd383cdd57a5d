/**
 * A whole Huzzah on this machine: a Redis Cluster of three masters with a replica each, three servers that share
 * it, and nginx before them. Ctrl-C ends all of it.
 */
import { RedisCluster } from '@huzzah/server/testing';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nginxConfig } from './nginx-config.mjs';

const HUZZAH = new URL('../../server/bin/huzzah.js', import.meta.url).pathname;
const PAGES = new URL('../article/site', import.meta.url).pathname;
const SERVERS = 3;

const port = Number(process.env.PORT ?? 3000);
const url = `http://localhost:${port}`;
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

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

/** A program in a group of its own, so that a Ctrl-C is this script's alone; if it ends by itself all ends. */
function run(name, command, args, env = {}) {
  const child = spawn(command, args, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  const gone = once(child, 'close');
  child.once('error', (error) => {
    console.error(`${name} cannot be started: ${error.message}`);
    void end(1);
  });
  child.once('exit', (code) => {
    if (isEnding) return;
    console.error(`${name} has ended with ${code}; kill -9 of a server is seen by the others within 10 s`);
  });
  child.stderr.on('data', (text) => process.stderr.write(`${name}: ${text}`));
  ends.push(async () => {
    if (child.exitCode === null && child.signalCode === null && child.kill('SIGTERM')) await gone;
  });
  return child;
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 100));

async function isReady(address) {
  while (!isEnding) {
    const response = await fetch(address).catch(() => undefined);
    await response?.text();
    if (response?.ok) return;
    await pause();
  }
}

async function start() {
  const cluster = await RedisCluster.start({ replicas: 1, args: ['--appendonly', 'yes', '--appendfsync', 'always'] });
  ends.push(() => cluster.remove());
  // Nothing is acknowledged before a replica has it.
  for (const master of cluster.servers.slice(0, SERVERS)) {
    while (!isEnding && !(await master.ask('info', 'replication')).includes('state=online')) await pause();
  }
  const ports = await Promise.all(Array.from({ length: SERVERS }, freePort));
  const env = {
    HUZZAH_STORE: cluster.url,
    HUZZAH_SECRET: randomBytes(32).toString('base64url'),
    HUZZAH_URL: url,
    HUZZAH_TRUSTED_PROXIES: '127.0.0.1',
    HUZZAH_PAGES: PAGES,
  };
  const servers = ports.map((each, index) =>
    run(`server ${index + 1}`, process.execPath, [HUZZAH, 'serve'], { ...env, PORT: String(each) }),
  );
  for (const each of ports) await isReady(`http://127.0.0.1:${each}/readyz`);
  if (isEnding) return;
  const config = join(folder, 'nginx.conf');
  writeFileSync(config, nginxConfig({ port, ports, folder }));
  const nginx = run('nginx', 'nginx', ['-e', 'stderr', '-p', folder, '-c', config]);
  await isReady(`http://127.0.0.1:${port}/readyz`);
  if (isEnding) return;
  console.log(
    [
      `Huzzah  is live on three servers: ${url}/   and in Korean ${url}/ko`,
      ...servers.map(({ pid }, index) => `  server ${index + 1}  http://127.0.0.1:${ports[index]}  kill -9 ${pid}`),
      `  nginx     ${url}  ${nginx.pid}`,
      ...cluster.servers.map(
        (redis, index) => `  ${index < SERVERS ? 'master ' : 'replica'}   ${redis.url}  ${redis.pid}`,
      ),
      `  stop      Ctrl-C; what was written is gone then`,
    ].join('\n'),
  );
}

start().catch((error) => {
  console.error(error.message);
  return end(1);
});
