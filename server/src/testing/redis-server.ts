/** Real Redis servers for tests and benches: on free ports of this machine, in folders of their own. */
import { execFile, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Whether there is a `redis-server` to start. */
export const HAS_REDIS = spawnSync('redis-server', ['--version']).status === 0;

/** A port may be taken between its choice and the start. */
const TRIES = 5;

export interface RedisServerOptions {
  /** Further settings, as on the command line: `['--appendfsync', 'always']`. */
  readonly args?: readonly string[];
}

/** A `redis-server` in its own process. Keeps its port and its data over a restart; gone with this process at the latest. */
export class RedisServer {
  readonly port: number;
  readonly #args: readonly string[];
  readonly #folder: string;
  #child: ChildProcess | undefined;

  private constructor(port: number, folder: string, args: readonly string[]) {
    this.port = port;
    this.#folder = folder;
    this.#args = args;
  }

  /** Resolves once it accepts connections. Without `args` it keeps everything in memory alone. */
  static async start({ args = ['--save', ''] }: RedisServerOptions = {}): Promise<RedisServer> {
    for (let tries = 1; ; tries += 1) {
      const server = new RedisServer(await freePort(), mkdtempSync(join(tmpdir(), 'huzzah-redis-')), args);
      try {
        await server.restart();
        return server;
      } catch (error) {
        await server.remove();
        if (tries === TRIES) throw error;
      }
    }
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Of the process, while it runs. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Starts it again, where it has ended; resolves once it accepts connections. */
  async restart(): Promise<void> {
    const own = ['--port', `${this.port}`, '--bind', '127.0.0.1', '--dir', this.#folder, '--logfile', ''];
    // A replica is there at once, not after 5 s.
    own.push('--repl-diskless-sync-delay', '0');
    const child = spawn('redis-server', [...own, ...this.#args], {
      // A Ctrl-C at the terminal is for whoever started it.
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const kill = () => child.kill('SIGKILL');
    process.once('exit', kill);
    child.once('exit', () => {
      process.off('exit', kill);
      if (this.#child === child) this.#child = undefined;
    });
    this.#child = child;
    await new Promise<void>((resolve, reject) => {
      let said = '';
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes('Ready to accept connections')) resolve();
      });
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`redis-server ended with ${code}: ${said.trim()}`)));
    });
    child.stdout.removeAllListeners('data').resume();
  }

  /** Ends it, and resolves once it is gone. */
  async end(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    // One that stands still hears nothing else.
    child.kill('SIGCONT');
    await gone;
  }

  /** Makes it stand still, until `resume`. */
  pause(): void {
    this.#child?.kill('SIGSTOP');
  }

  resume(): void {
    this.#child?.kill('SIGCONT');
  }

  /** What `redis-cli` says to these arguments. */
  ask(...args: readonly string[]): Promise<string> {
    return cli('-p', `${this.port}`, ...args);
  }

  /** Forgets all that was written. */
  async empty(): Promise<void> {
    await this.ask('flushall');
  }

  /** Ends it, and takes its folder away. */
  async remove(): Promise<void> {
    await this.end('SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** A Redis Cluster on this machine, all of its slots covered. */
export class RedisCluster {
  /** Masters first. */
  readonly servers: readonly RedisServer[];

  readonly #replicas: number;

  private constructor(servers: readonly RedisServer[], replicas: number) {
    this.servers = servers;
    this.#replicas = replicas;
  }

  /**
   * Resolves once every node says that the cluster is well.
   *
   * @param replicas of each master
   * @param nodeTimeoutMs after which a node that is not heard of is taken for failed
   */
  static async start({
    masters = 3,
    replicas = 0,
    nodeTimeoutMs = 2_000,
    args = ['--save', ''],
  } = {}): Promise<RedisCluster> {
    const count = masters * (1 + replicas);
    const starts = await Promise.allSettled(
      Array.from({ length: count }, async () => {
        const own = ['--cluster-enabled', 'yes', '--cluster-node-timeout', `${nodeTimeoutMs}`];
        return RedisServer.start({ args: [...own, '--cluster-port', `${await freePort()}`, ...args] });
      }),
    );
    const servers = starts.flatMap((start) => (start.status === 'fulfilled' ? start.value : []));
    for (const start of starts) {
      if (start.status === 'fulfilled') continue;
      await Promise.all(servers.map((server) => server.remove()));
      throw start.reason;
    }
    const addresses = servers.map(({ port }) => `127.0.0.1:${port}`);
    await cli('--cluster', 'create', ...addresses, '--cluster-replicas', `${replicas}`, '--cluster-yes');
    const cluster = new RedisCluster(servers, replicas);
    await cluster.isWell();
    return cluster;
  }

  get url(): string {
    return `redis-cluster://${this.servers.map(({ port }) => `127.0.0.1:${port}`).join(',')}`;
  }

  /** Resolves once every node that runs says that the cluster is well, and every master has its replicas. */
  async isWell(): Promise<void> {
    for (const server of this.servers) {
      if (server.pid === undefined) continue;
      while (
        !(await server.ask('cluster', 'info')).includes('cluster_state:ok') ||
        !(await this.#hasReplicas(server))
      ) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }

  async #hasReplicas(server: RedisServer): Promise<boolean> {
    const info = await server.ask('info', 'replication');
    return info.includes('role:slave') || [...info.matchAll(/state=online/g)].length >= this.#replicas;
  }

  /** Forgets all that was written; every node must run. */
  async empty(): Promise<void> {
    for (const server of this.servers) if ((await server.ask('role')).startsWith('master')) await server.empty();
  }

  async remove(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.remove()));
  }
}

async function cli(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('redis-cli', args);
  return stdout.trimEnd();
}

const given = new Set<number>();

/** One that nobody here was given before: the system gives it again as soon as it is let go. */
async function freePort(): Promise<number> {
  for (;;) {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    if (given.has(port)) continue;
    given.add(port);
    return port;
  }
}
