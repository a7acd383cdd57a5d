import { execFile, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from '@huzzah/server/testing';
import { ROOT } from './sources.js';

/** Whether there is an nginx to start. */
export const HAS_NGINX = ['nginx', '/usr/sbin/nginx'].some((path) => !spawnSync(path, ['-v']).error);

interface Part {
  readonly url: string;
  readonly pid: number;
}

/** What `npm run cluster` starts, on free ports, and its parts as it prints them. */
export class ExampleCluster {
  readonly #child: ChildProcess;
  readonly #exit: Promise<number | null>;
  #said = '';

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#exit = new Promise((resolve) => child.once('exit', resolve));
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.on('data', (chunk: Buffer) => (this.#said += chunk.toString()));
    }
  }

  /** Resolves once it says that it is live. */
  static async start(): Promise<ExampleCluster> {
    const child = spawn(process.execPath, [join(ROOT, 'examples/cluster/start.mjs')], {
      env: { ...process.env, PORT: '0', HUZZAH_LIMITS: 'off' },
    });
    const cluster = new ExampleCluster(child);
    await eventually(() => cluster.#said.includes('Ctrl-C') || child.exitCode !== null);
    if (child.exitCode !== null) throw new Error(`it has ended with ${child.exitCode}: ${cluster.#said}`);
    return cluster;
  }

  /** A part as it is now: `server 1`, `nginx`, `redis 1`. */
  part(name: string): Part {
    const [, url, pid] = [...this.#said.matchAll(new RegExp(`^ {2}${name} +(\\S+) +(\\d+)`, 'gm'))].at(-1)!;
    return { url: url!.replace('/readyz', ''), pid: Number(pid) };
  }

  /** All parts of a kind. */
  parts(kind: 'server' | 'nginx' | 'redis'): Part[] {
    const names = new Set(
      [...this.#said.matchAll(new RegExp(`^ {2}(${kind}(?: \\d)?) `, 'gm'))].map(([, name]) => name!),
    );
    return Array.from(names, (name) => this.part(name));
  }

  signal(name: string, signal: NodeJS.Signals): void {
    process.kill(this.part(name).pid, signal);
  }

  /** Sends a server this signal, and resolves once another is up in its place. */
  async restart(name: string, signal: NodeJS.Signals): Promise<void> {
    const { pid, url } = this.part(name);
    process.kill(pid, signal);
    await eventually(() => this.part(name).pid !== pid);
    if (!url.startsWith('http')) return;
    await eventually(() =>
      fetch(`${url}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
  }

  /** What `redis-cli` says of a part to these arguments. */
  async ask(name: string, ...args: readonly string[]): Promise<string> {
    const { stdout } = await promisify(execFile)('redis-cli', ['-u', this.part(name).url, ...args]);
    return stdout.trimEnd();
  }

  /** As Ctrl-C does; resolves with its exit code once it is gone. */
  async end(): Promise<number | null> {
    this.#child.kill('SIGINT');
    return this.#exit;
  }
}

/** Whether there is such a process. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
