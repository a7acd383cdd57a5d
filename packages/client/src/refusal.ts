import { ERRORS, type ErrorCode, type Retry, type WireError } from '@huzzah/protocol';

/** An expected no of the server: what a command's promise rejects with. */
export class HuzzahRefusal extends Error {
  readonly code: ErrorCode;
  /** When to come again, in ms from when it was said. */
  readonly retryAfterMs: number | undefined;
  /** As it came: a plain object, with `reason` where a rule of the site said no. */
  readonly error: WireError;

  constructor(error: WireError) {
    super(error.message);
    this.name = 'HuzzahRefusal';
    this.code = error.code;
    this.retryAfterMs = error.retryAfterMs;
    this.error = error;
  }
}

/** Whether what was refused so may be sent again; a code of a newer server may not. */
export function retryOf(code: ErrorCode): Retry {
  return Object.hasOwn(ERRORS, code) ? ERRORS[code].retry : 'never';
}
