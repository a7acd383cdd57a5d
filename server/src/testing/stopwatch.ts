import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

const STEP_MS = 10;

/** Counts steps in shared memory, on a loop that the code under test cannot hold. */
const COUNT = `
  const { parentPort, workerData } = require('node:worker_threads');
  setInterval(() => Atomics.add(workerData, 0, 1), ${STEP_MS});
  parentPort.postMessage('running');
`;

/**
 * Time for laws that name a bound, in steps of 10 ms that a thread beside has really had: a
 * machine that stands still for a while stops the watch, a loop that is held does not.
 */
export class Stopwatch {
  readonly #steps = new Int32Array(new SharedArrayBuffer(4));
  readonly #thread = new Worker(COUNT, { eval: true, workerData: this.#steps });

  /** Resolves with one that runs. */
  static async start(): Promise<Stopwatch> {
    const watch = new Stopwatch();
    await once(watch.#thread, 'message');
    return watch;
  }

  /** The time since the start; never more than a clock on the wall would say. */
  get ms(): number {
    return Atomics.load(this.#steps, 0) * STEP_MS;
  }

  async stop(): Promise<void> {
    await this.#thread.terminate();
  }
}
