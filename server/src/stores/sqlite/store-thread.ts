import { LIMITS } from '@huzzah/protocol';
import { Worker } from 'node:worker_threads';
import type { Clock, CommitListener } from '../../core/ports.js';
import type { Committed, PageRecord, PageRef } from '../../core/records.js';
import {
  isFailure,
  type Answer,
  type Answers,
  type Greeting,
  type Group,
  type Operation,
  type Results,
  type Seen,
  type Settings,
  type ThreadData,
} from './messages.js';
import { OperationQueue } from './operation-queue.js';
import type { PageCache } from './page-cache.js';

/** Between the end of a thread that nobody asked to end and the start of the next, in ms. */
const PAUSE_MS = 500;

/** In place of the process' own, `--input-type` for one. Node 22 calls SQLite an experiment, thread by thread. */
const FLAGS = ['--disable-warning=ExperimentalWarning'];

interface ThreadOptions {
  readonly data: ThreadData;
  readonly cache: PageCache;
  readonly clock: Clock;
  readonly onCommit: CommitListener;
  readonly onFault: (fault: Error) => void;
}

/** A commit and its two messages cost as much as ten reactions: so long the next group of writes gathers, in ms. */
const GATHER_MS = 4;

/**
 * A thread of the store, seen from the loop that serves sockets. One group of operations is
 * with it at a time, and while it is, the next one gathers: the slower the disk, the more is
 * written with each sync. A thread that dies is started again.
 */
export class StoreThread {
  readonly #options: ThreadOptions;
  readonly #queue = new OperationQueue();
  #worker: Worker | undefined;
  #isReady = false;
  #isSendDue = false;
  #sentAt = -Infinity;
  #state: 'opening' | 'open' | 'closed' = 'opening';
  #restart: NodeJS.Timeout | undefined;
  /** The group that is under way, and the losses of the cache when it was sent. */
  #sent: readonly Operation[] = [];
  #losses = 0;

  private constructor(options: ThreadOptions) {
    this.#options = options;
  }

  /** Resolves once the thread can be asked; rejects with what it says where it cannot start. */
  static async open(options: ThreadOptions): Promise<{ thread: StoreThread; settings: Settings }> {
    const thread = new StoreThread(options);
    return { thread, settings: await thread.#start() };
  }

  /** Rejects with a {@link StoreError} where it was not done, or is not known to be. */
  ask<T extends Operation>(operation: T): Promise<Results[T['type']]> {
    const result = this.#queue.add(operation);
    this.#sendSoon();
    return result;
  }

  /** Resolves after everything asked for is answered, and the thread has ended. */
  async close(): Promise<void> {
    await this.#queue.idle();
    this.#state = 'closed';
    clearTimeout(this.#restart);
    const worker = this.#worker;
    if (worker === undefined) return;
    await new Promise<void>((resolve) => {
      worker.once('exit', () => resolve());
      worker.postMessage(null);
      // A disk that hangs holds its thread beyond any help.
      setTimeout(resolve, LIMITS.storeWaitMs).unref();
    });
    worker.unref();
  }

  #start(): Promise<Settings> {
    const { data, onFault } = this.#options;
    const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: data, execArgv: FLAGS });
    this.#worker = worker;
    worker.once('exit', () => this.#ended());
    return new Promise((resolve, reject) => {
      // At the start it is told once, as the reason.
      worker.on('error', (error: Error) => (this.#isReady ? onFault(error) : reject(error)));
      worker.once('exit', () => reject(new Error(`the ${data.role} of the store has ended at its start`)));
      worker.once('message', (greeting: Greeting) => {
        if ('refusal' in greeting) return reject(new Error(greeting.refusal));
        worker.on('message', (answers: Answers) => this.#receive(answers));
        this.#isReady = true;
        if (this.#state === 'opening') this.#state = 'open';
        resolve(greeting.settings);
        this.#send();
      });
    });
  }

  #ended(): void {
    const { cache, data, onFault } = this.#options;
    const wasReady = this.#isReady;
    this.#worker = undefined;
    this.#isReady = false;
    // What was under way may be stored.
    if (data.role === 'writer') cache.clear();
    this.#queue.lose();
    if (this.#state !== 'open') return;
    if (wasReady) onFault(new Error(`the ${data.role} of the store ${data.path} has ended; it is started again`));
    this.#restart = setTimeout(() => void this.#start().catch(onFault), PAUSE_MS);
  }

  /** What is asked for in one turn of the loop goes together, and so does what is asked for soon after a group of writes. */
  #sendSoon(): void {
    if (this.#isSendDue) return;
    this.#isSendDue = true;
    const send = () => {
      this.#isSendDue = false;
      this.#send();
    };
    const wait = this.#options.data.role === 'writer' ? this.#sentAt + GATHER_MS - performance.now() : 0;
    if (wait > 0) setTimeout(send, wait);
    else setImmediate(send);
  }

  #send(): void {
    if (!this.#isReady || this.#queue.isSent) return;
    const operations = this.#queue.take();
    if (operations.length === 0) return;
    this.#sentAt = performance.now();
    this.#sent = operations;
    this.#losses = this.#options.cache.losses;
    this.#worker!.postMessage({ operations, now: Math.trunc(this.#options.clock.now()) } satisfies Group);
  }

  /** Late answers count too: whoever asked may be gone, but what was written is written. */
  #receive({ answers, committed }: Answers): void {
    const { cache, onFault } = this.#options;
    cache.learn([...committed.map(pageOf), ...pagesIn(this.#sent, answers)], this.#losses);
    for (const commit of committed) this.#tell(commit);
    for (const fault of new Set(answers.flatMap((answer) => (isFailure(answer) && answer.fault) || []))) {
      onFault(new Error(fault));
    }
    this.#queue.answer(answers);
    this.#sendSoon();
  }

  /** A listener that fails must not keep the answers from anybody. */
  #tell(committed: Committed): void {
    const { onCommit, onFault } = this.#options;
    try {
      onCommit(committed);
    } catch (error) {
      onFault(error as Error);
    }
  }
}

type Page = readonly [PageRef, PageRecord];

function pageOf({ ref, record }: Committed): Page {
  return [ref, record];
}

/** The records that came with what was read. */
function pagesIn(operations: readonly Operation[], answers: readonly Answer[]): Page[] {
  return operations.flatMap((operation, index): Page[] => {
    const answer = answers[index]!;
    if (isFailure(answer)) return [];
    if (operation.type === 'page') return [[operation.ref, answer as Results['page']]];
    if (operation.type !== 'list' && operation.type !== 'pinned' && operation.type !== 'changes') return [];
    return [[operation.ref, (answer as Seen<unknown>).record]];
  });
}
