import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** Linux counts a process's time in hundredths of a second. */
const TICK_MS = 10;

/** Whether one core can be kept for the server and another for the load. */
export const CAN_PIN = availableParallelism() > 1 && spawnSync('taskset', ['-V']).status === 0;

/** A server in its own process, on its own core where that may be, whose time is read from the system. */
export class MeasuredProcess {
  readonly url: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
  }

  /** Starts it, and resolves once it prints its address. */
  static start(args: readonly string[], env: Record<string, string> = {}): Promise<MeasuredProcess> {
    const command = [...(CAN_PIN ? ['taskset', '-c', '0'] : []), process.execPath, ...args];
    const child = spawn(command[0]!, command.slice(1), {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...env },
    });
    return new Promise((resolve, reject) => {
      let text = '';
      child.once('exit', (code) => reject(new Error(`it ended with ${code} before it listened`)));
      child.stdout.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        const url = /http:\/\/[\w.]+:\d+/.exec(text)?.[0];
        if (url) resolve(new MeasuredProcess(child, url));
      });
    });
  }

  /** The processor's time that it has taken, all threads, in ms. */
  get cpuMs(): number {
    const stat = readFileSync(`/proc/${this.#child.pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  }

  /** Resident memory, in bytes. */
  get residentBytes(): number {
    return Number(readFileSync(`/proc/${this.#child.pid}/statm`, 'utf8').split(' ')[1]) * 4_096;
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGTERM');
    await ended;
  }
}
