/**
 * What a client does with a refusal:
 * - `never`: the same command will be refused again; tell the reader.
 * - `after`: send it again once `retryAfterMs` has passed, if the reader still wants it.
 * - `same`: the outcome is unknown or the fault is passing; send it again **with the same
 *   commandId**, after a pause that grows.
 */
export type Retry = 'never' | 'after' | 'same';

interface ErrorRow {
  /** For developers: what it means and what to do. */
  readonly meaning: string;
  /** The status with which HTTP routes say it. */
  readonly http: number;
  readonly retry: Retry;
}

/** Every code with which the server refuses, in one table. `docs/errors.md` is written from it. */
export const ERRORS = {
  bad_request: {
    http: 400,
    retry: 'never',
    meaning: 'The command, its shape or one of its values is not of the protocol; the message names it.',
  },
  unsupported_version: {
    http: 400,
    retry: 'never',
    meaning: 'The client speaks a version that this server does not; reload the page, or update the package.',
  },
  origin_denied: {
    http: 403,
    retry: 'never',
    meaning: 'This origin may not use the site; on the server: `huzzah site allow SITE ORIGIN`.',
  },
  site_unknown: {
    http: 404,
    retry: 'never',
    meaning: 'No site has this id; check the `site` attribute, or on the server: `huzzah site add SITE`.',
  },
  unauthorized: {
    http: 401,
    retry: 'never',
    meaning: 'The token or sign-on is not valid or has ended; connect without it, or with a new one.',
  },
  forbidden: { http: 403, retry: 'never', meaning: 'This visitor may not do this.' },
  not_found: { http: 404, retry: 'never', meaning: 'What the command names is not here, or no longer.' },
  conflict: {
    http: 409,
    retry: 'never',
    meaning: 'The commandId was used with other content, or the thing changed meanwhile.',
  },
  empty: { http: 422, retry: 'never', meaning: 'Nothing is left of the text after it was trimmed.' },
  too_long: { http: 422, retry: 'never', meaning: 'The text is longer than the site allows.' },
  rate_limited: {
    http: 429,
    retry: 'after',
    meaning: 'Too many of these in too short a time; `retryAfterMs` says when the next one may come.',
  },
  slow_mode: {
    http: 429,
    retry: 'after',
    meaning: 'The page is in slow mode; `retryAfterMs` says when this visitor may write again.',
  },
  muted: { http: 403, retry: 'never', meaning: 'A moderator has muted this visitor for a while.' },
  banned: { http: 403, retry: 'never', meaning: 'A moderator has banned this visitor from the site.' },
  locked: { http: 423, retry: 'never', meaning: 'Comments on this page are closed.' },
  rejected: { http: 422, retry: 'never', meaning: 'A rule of the site says no; `reason` says which.' },
  store_unavailable: {
    http: 503,
    retry: 'same',
    meaning: 'The store did not answer in time; whether it was done is unknown.',
  },
  storage_full: { http: 507, retry: 'after', meaning: 'The disk or the memory of the store is full; reading goes on.' },
  overloaded: { http: 503, retry: 'same', meaning: 'The server has more to do than it can; nothing was done.' },
  internal: {
    http: 500,
    retry: 'same',
    meaning: 'A fault of the server, logged there; whether it was done is unknown.',
  },
} as const satisfies Record<string, ErrorRow>;

/** One of the codes of {@link ERRORS}. */
export type ErrorCode = keyof typeof ERRORS;

/** A refusal as it crosses the wire: in a reply, a `connect_error` or an HTTP body. */
export interface WireError {
  code: ErrorCode;
  /** English, for developers: *unable to X; reason*. Widgets speak by `code` in the reader's words. */
  message: string;
  /** Which rule said no, with `rejected`. */
  reason?: { code: string };
  /** When to come again, in ms from now. */
  retryAfterMs?: number;
}
