import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ROOT } from './sources.js';

/** The real command in its own process, to be killed and started again. */
export class SpawnedServer {
  readonly url: string;
  /** What it said on standard output until it was up. */
  readonly welcome: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, welcome: string, url: string) {
    this.#child = child;
    this.welcome = welcome;
    this.url = url;
  }

  /** Starts `huzzah serve` in a folder; ends with the test. */
  static start(folder: string, args: readonly string[], env: Record<string, string> = {}): Promise<SpawnedServer> {
    const command = [join(ROOT, 'server/bin/huzzah.js'), 'serve', ...args];
    const child = spawn(process.execPath, command, { cwd: folder, env: { ...process.env, ...env } });
    onTestFinished(() => void child.kill('SIGKILL'));
    return new Promise((resolve, reject) => {
      let said = '';
      let complaints = '';
      child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
      child.once('exit', (code) => reject(new Error(`ended with ${code}: ${complaints}`)));
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        const url = /src="(http:\/\/[^/"]+)\/embed\.js"/.exec(said)?.[1];
        if (url && said.includes('Ctrl-C')) resolve(new SpawnedServer(child, said, url));
      });
    });
  }

  get port(): string {
    return new URL(this.url).port;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Ends it, and resolves with its exit code once it is gone. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const gone = new Promise<number | null>((resolve) => this.#child.once('exit', resolve));
    this.#child.kill(signal);
    return gone;
  }
}
