import type { ErrorCode } from '@huzzah/protocol';
import type { Message } from './locale.js';

interface Source {
  lang: string;
  messages: Record<string, Message>;
  refusals: Record<ErrorCode, string | null>;
}

/** English, which every other locale is typed against. */
export const en = {
  lang: 'en',
  messages: {
    online: '{n} online',
    watching: '{n} watching',
    reading: '{n} reading',
    'online.name': { one: '{n} person is here now', other: '{n} people are here now' },
    prompt: 'What do you think about this post?',
    like: 'Like',
    wow: 'Wow',
    dislike: 'Dislike',
    angry: 'Angry',
    love: 'Love',
    haha: 'Haha',
    sad: 'Sad',
    reactions: 'Reactions',
    'reaction.queued': 'Saved. Counts when you are back online.',
    'reaction.failed': 'That did not go through. Tap again.',
    'status.catching-up': 'Catching up…',
    'status.offline': 'Offline',
  },
  refusals: {
    bad_request: 'That could not be sent. Reload the page and try again; your text is kept.',
    unsupported_version: 'This page is out of date. Reload it.',
    origin_denied: null,
    site_unknown: null,
    unauthorized: 'Your sign-in has ended. Your text is kept.',
    forbidden: 'That is not possible here.',
    not_found: 'It is no longer here.',
    conflict: 'It changed meanwhile. This is the newest.',
    empty: 'Write something first.',
    too_long: '{n} too long. Shorten it and post again.',
    rate_limited: 'That was quick. Again in {s} s.',
    slow_mode: 'Slow mode: one comment every {every}. {s} s to go.',
    muted: 'You can comment again at {time}. Reading goes on.',
    banned: 'You can no longer comment here.',
    locked: 'Comments are closed. You can still read them.',
    rejected: 'Not published: {reason}',
    store_unavailable: 'Could not be saved. Trying again…',
    storage_full: 'New comments are paused for now.',
    overloaded: 'Could not be saved. Trying again…',
    internal: 'Could not be saved. Trying again…',
  },
} as const satisfies Source;
