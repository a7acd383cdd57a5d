import type { ErrorCode } from '@huzzah/protocol';
import type { Message } from './message.js';

interface Source {
  lang: string;
  messages: Record<string, Message>;
  refusals: Partial<Record<ErrorCode, string | null>>;
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
    'status.catching-up': 'Catching up…',
    'status.offline': 'Offline',
  },
  // Those that speak of comments come with what answers to one who comments.
  refusals: {
    unsupported_version: 'This page is out of date. Reload it.',
    origin_denied: null,
    site_unknown: null,
  },
} as const satisfies Source;
