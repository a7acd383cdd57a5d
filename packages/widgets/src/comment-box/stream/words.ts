import type { Message } from '../../locales/message.js';

/** What a stream says in English otherwise than a thread; it comes with the stream. */
export const streamWords = {
  'field.stream': 'Say something',
  send: 'Send',
  'empty.stream': 'Quiet so far. Say hello.',
  jump: 'Jump to live',
  'jump.new': 'Jump to live · {n} new',
} as const satisfies Record<string, Message>;
