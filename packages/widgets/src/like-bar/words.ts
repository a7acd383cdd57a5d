import type { Message } from '../locales/message.js';

/** What is said in English of a reader’s own reaction; it comes with what answers to a tap. */
export const reactionWords = {
  'reaction.failed': 'That did not go through. Tap again.',
} as const satisfies Record<string, Message>;
