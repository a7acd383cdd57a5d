import { LIMITS } from '@huzzah/protocol';
import { StoreError } from '../../core/ports.js';
import { isFailure, type Answer, type Operation, type Results } from './messages.js';

/** Operations that may wait: four seconds of the most that one server is built for. */
const CAPACITY = 20_000;
/** Operations in one group: some 15 ms of a writer's time. */
const GROUP = 500;

interface Waiting {
  readonly operation: Operation;
  readonly askedAt: number;
  readonly resolve: (result: Results[Operation['type']]) => void;
  readonly reject: (error: StoreError) => void;
  isAnswered: boolean;
}

/**
 * Operations that wait for a thread, in the order asked for, and the group that is with it. What
 * is not answered within `LIMITS.storeWaitMs` is refused `store_unavailable`.
 */
export class OperationQueue {
  readonly #waiting: Waiting[] = [];
  #sent: Waiting[] = [];
  #deadline: NodeJS.Timeout | undefined;
  #onIdle: (() => void) | undefined;

  /** Whether a group is with the thread. */
  get isSent(): boolean {
    return this.#sent.length > 0;
  }

  add<T extends Operation>(operation: T): Promise<Results[T['type']]> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.length >= CAPACITY) {
        return reject(unavailable(`${CAPACITY} operations wait already`));
      }
      this.#waiting.push({
        operation,
        askedAt: performance.now(),
        resolve: resolve as Waiting['resolve'],
        reject,
        isAnswered: false,
      });
      this.#watch();
    });
  }

  /** Takes the next group out, to be sent; empty where nothing waits. */
  take(): Operation[] {
    this.#sent = this.#waiting.splice(0, GROUP);
    return this.#sent.map(({ operation }) => operation);
  }

  /** The thread has answered the group. */
  answer(answers: readonly Answer[]): void {
    const sent = this.#sent;
    this.#sent = [];
    for (const [index, waiting] of sent.entries()) {
      const answer = answers[index]!;
      if (isFailure(answer)) refuse(waiting, new StoreError(answer.failure, answer.message));
      else waiting.resolve(answer);
    }
    this.#tellIdle();
  }

  /** The thread will not answer the group. */
  lose(): void {
    for (const waiting of this.#sent) refuse(waiting, unavailable('it has ended, and starts again'));
    this.#sent = [];
    this.#tellIdle();
  }

  /** Resolves once everything asked for is answered or refused. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#onIdle = resolve;
      this.#tellIdle();
    });
  }

  #tellIdle(): void {
    if (this.#oldest() === undefined) this.#onIdle?.();
  }

  #oldest(): Waiting | undefined {
    return this.#sent.find(({ isAnswered }) => !isAnswered) ?? this.#waiting[0];
  }

  #watch(): void {
    const oldest = this.#oldest();
    if (this.#deadline !== undefined || oldest === undefined) return;
    const dueMs = oldest.askedAt + LIMITS.storeWaitMs - performance.now();
    // Answers that came while this loop was busy are read first.
    this.#deadline = setTimeout(() => setImmediate(() => this.#expire()), dueMs).unref();
  }

  #expire(): void {
    this.#deadline = undefined;
    const due = performance.now() - LIMITS.storeWaitMs;
    const isDue = ({ askedAt }: Waiting) => askedAt <= due;
    const kept = this.#waiting.findIndex((waiting) => !isDue(waiting));
    const unsent = this.#waiting.splice(0, kept < 0 ? this.#waiting.length : kept);
    for (const waiting of [...this.#sent.filter(isDue), ...unsent]) {
      refuse(waiting, unavailable(`it has not answered within ${LIMITS.storeWaitMs} ms`));
    }
    this.#tellIdle();
    this.#watch();
  }
}

function refuse(waiting: Waiting, error: StoreError): void {
  waiting.isAnswered = true;
  waiting.reject(error);
}

function unavailable(reason: string): StoreError {
  return new StoreError('store_unavailable', `unable to use the store; ${reason}`);
}
