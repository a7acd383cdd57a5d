/** Somebody who holds a promise: told once, with the result or with why there is none. */
export interface Waiter<Result> {
  resolve(result: Result): void;
  reject(error: unknown): void;
}
