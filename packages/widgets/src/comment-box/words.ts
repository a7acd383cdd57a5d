import type { Message } from '../locales/message.js';

/** What a comment box says in English from the start; it comes with the box. */
export const boxWords = {
  comments: 'Comments',
  field: 'Write a comment',
  counter: 'Max characters {n} / {max}',
  post: 'Post',
  later: 'Post later',
  empty: 'No comments yet. Yours can be the first.',
  sort: 'Sort',
  'sort.newest': 'Newest',
  'sort.oldest': 'Oldest',
  'sort.top': 'Top',
  new: { one: '{n} new comment', other: '{n} new comments' },
  'catching-up': 'Catching up…',
  offline: 'Offline. You can read; what you write is sent later.',
  quiet: 'Do not announce new comments',
  mine: 'What is held on me',
} as const satisfies Record<string, Message>;
