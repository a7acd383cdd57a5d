import { backoff } from './backoff.js';
import { HuzzahRefusal } from './refusal.js';

/** Does one job after another while there is a connection, and a failed one again after a pause. */
export class Queue {
  readonly #work: () => Promise<unknown> | null;
  #isConnected = false;
  #isAtWork = false;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param work begins the first job, `null` where there is none; it is begun again where its promise rejects */
  constructor(work: () => Promise<unknown> | null) {
    this.#work = work;
  }

  /** Whether a job is done, or begun, without waiting for anything. */
  get isMoving(): boolean {
    return this.#isConnected && this.#timer === undefined;
  }

  /** Says whether there is a connection; ends a pause. */
  setConnected(isConnected: boolean): void {
    this.#isConnected = isConnected;
    this.#failures = 0;
    this.#endPause();
    this.proceed();
  }

  /** There may be a job. */
  proceed(): void {
    if (!this.isMoving || this.#isAtWork) return;
    const job = this.#work();
    if (job === null) return;
    this.#isAtWork = true;
    job
      .then(
        () => (this.#failures = 0),
        (error: unknown) => this.#pause(error),
      )
      .finally(() => {
        this.#isAtWork = false;
        this.proceed();
      });
  }

  #pause(error: unknown): void {
    this.#failures += 1;
    const afterMs = error instanceof HuzzahRefusal ? error.retryAfterMs : undefined;
    this.#endPause();
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.proceed();
      },
      afterMs ?? backoff(this.#failures),
    );
  }

  #endPause(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
