import type { ErrorCode } from '@huzzah/protocol';
import type { Message } from '../locales/message.js';

/** What is said in English of a reader’s own reaction; it comes with what answers to a tap. */
export const reactionWords = {
  'reaction.failed': 'That did not go through. Tap again.',
} as const satisfies Record<string, Message>;

/** And of refusals of what was asked for. */
export const reactionRefusals = {
  forbidden: 'That is not possible here.',
  rate_limited: 'That was quick. Again in {s} s.',
} as const satisfies Partial<Record<ErrorCode, string>>;
