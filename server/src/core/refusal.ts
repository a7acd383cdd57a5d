import { ERRORS, type ErrorCode, type WireError } from '@huzzah/protocol';
import { StoreError } from './ports.js';

/**
 * An expected no. Thrown on the way in, caught at the edge, and answered: it never crosses
 * the wire as an exception and is not logged.
 */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly retryAfterMs: number | undefined;
  /** Which rule said no, with `rejected`. */
  readonly reason: string | undefined;

  /** @param message for developers: *unable to X; reason* */
  constructor(
    code: ErrorCode,
    message: string,
    { retryAfterMs, reason, ...options }: ErrorOptions & { retryAfterMs?: number; reason?: string } = {},
  ) {
    super(message, options);
    this.name = 'Refusal';
    this.code = code;
    this.retryAfterMs = retryAfterMs;
    this.reason = reason;
  }

  /** As it crosses the wire. */
  toWire(): WireError {
    const { code, message, reason, retryAfterMs } = this;
    return {
      code,
      message,
      ...(reason !== undefined && { reason: { code: reason } }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    };
  }

  /** With which status HTTP says it. */
  get status(): number {
    return ERRORS[this.code].http;
  }
}

/** Whatever was thrown, as a refusal; what nobody expected is a fault, `internal`, and handed to `report`. */
export function refusalOf(error: unknown, report: (fault: unknown) => void): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof StoreError) {
    // A full disk is not emptied within a second.
    const retry = error.code === 'storage_full' ? { retryAfterMs: 5_000 } : {};
    return new Refusal(error.code, error.message, { cause: error, ...retry });
  }
  report(error);
  return new Refusal('internal', 'unable to do this; the server has a fault, which it has logged', { cause: error });
}
