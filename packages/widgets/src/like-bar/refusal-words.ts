import type { ErrorCode } from '@huzzah/protocol';
import type { Words } from '../words.js';

/** Said as they are. The words of the other codes speak of comments, which nobody wrote here. */
const OWN = new Set<ErrorCode>(['rate_limited', 'forbidden', 'unsupported_version']);
const BARRED = new Set<ErrorCode>(['banned', 'muted', 'locked']);

/** What a reader is told where his reaction was refused; empty where there is nothing to tell. */
export function refusalWords(
  words: Words,
  { code, retryAfterMs = 0 }: { code: ErrorCode; retryAfterMs?: number | undefined },
): string {
  if (BARRED.has(code)) return words.refusal('forbidden') ?? '';
  if (OWN.has(code)) return words.refusal(code, { s: Math.max(1, Math.ceil(retryAfterMs / 1_000)) }) ?? '';
  return words.say('reaction.failed');
}
