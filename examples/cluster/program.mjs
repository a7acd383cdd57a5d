/** A program of the example: started, seen to end, and started again. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** In a group of its own, so that a Ctrl-C is for whoever started it; what it complains of is shown under its name. */
export class Program {
  name;
  #command;
  #child;

  constructor(name, ...command) {
    this.name = name;
    this.#command = command;
  }

  /** Of the process, while it runs. */
  get pid() {
    return this.#child?.pid;
  }

  restart() {
    const [program, args, env = {}] = this.#command;
    const child = spawn(program, args, {
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...env },
    });
    this.#child = child;
    const gone = () => (this.#child = undefined);
    child.once('error', (error) => {
      console.error(`${this.name} cannot be started: ${error.message}`);
      gone();
    });
    child.once('exit', gone);
    child.stderr.on('data', (text) => process.stderr.write(`${this.name}: ${text}`));
  }

  /** Ends it, and resolves once it is gone. */
  async end() {
    const child = this.#child;
    if (child === undefined) return;
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    // One that stands still hears nothing else.
    child.kill('SIGCONT');
    await exit;
  }
}
