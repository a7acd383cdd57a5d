import type { Message } from '../../locales/message.js';

/** What is said in English of and around comments; it comes with the first of them. */
export const listWords = {
  guest: 'Guest',
  reply: 'Reply',
  edited: 'edited',
  pinned: 'pinned',
  'role.trainee': 'Trainee',
  'role.moderator': 'Moderator',
  'role.admin': 'Admin',
  up: 'Upvote',
  down: 'Downvote',
  options: 'More',
  older: { one: 'Show {n} older comment', other: 'Show {n} older comments' },
  newer: { one: 'Show {n} newer comment', other: 'Show {n} newer comments' },
  rest: { one: 'Show {n} more comment', other: 'Show {n} more comments' },
  replies: { one: '{n} more reply', other: '{n} more replies' },
  all: 'Show all',
  now: 'just now',
  'gone.author': 'Removed by its author',
  'gone.moderator': 'Removed by a moderator',
} as const satisfies Record<string, Message>;
