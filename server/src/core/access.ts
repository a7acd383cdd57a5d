import type { CommandName, ErrorCode } from '@huzzah/protocol';

/** What one gets: `ok`, or the code of the refusal. */
type Outcome = 'ok' | ErrorCode;

/** Who asks, each for what is his own, or where that cannot be, for a published comment of somebody else's. */
export const ASKERS = {
  guest: 'a guest',
  member: 'a member',
  ended: 'a member whose sign-on has ended',
  outsider: 'a guest where members alone write',
  late: 'anybody where the page is locked',
} as const;

/** Whose comment a command is about, of one who may ask. */
export const TARGETS = {
  own: 'one’s own',
  others: 'somebody else’s',
  held: 'somebody else’s that is held',
  missing: 'none that there is',
  elsewhere: 'one of another site',
} as const;

interface Access {
  readonly asks: Readonly<Record<keyof typeof ASKERS, Outcome>>;
  /** Where it is about a comment. */
  readonly about?: Readonly<Record<keyof typeof TARGETS, Outcome>>;
}

const READS = { guest: 'ok', member: 'ok', ended: 'ok', outsider: 'ok', late: 'ok' } as const;
const WRITES = { ...READS, ended: 'unauthorized' } as const;
const NOWHERE = { missing: 'not_found', elsewhere: 'not_found' } as const;
/** What an author alone does. */
const AUTHORS = { own: 'ok', others: 'forbidden', held: 'not_found', ...NOWHERE } as const;
/** What all others do. */
const READERS = { own: 'forbidden', others: 'ok', held: 'not_found', ...NOWHERE } as const;

/** Every command, with who may do it. `docs/access.md` is written from it, and a test tries each. */
export const ACCESS: Readonly<Record<CommandName, Access>> = {
  'page.join': { asks: READS },
  'page.leave': { asks: READS },
  'reaction.set': { asks: WRITES },
  'comment.post': { asks: { ...WRITES, outsider: 'forbidden', late: 'locked' } },
  'comment.edit': { asks: { ...WRITES, late: 'locked' }, about: AUTHORS },
  'comment.remove': { asks: WRITES, about: AUTHORS },
  'comment.restore': { asks: WRITES, about: AUTHORS },
  'comment.vote': { asks: WRITES, about: READERS },
  'comment.flag': { asks: WRITES, about: READERS },
  'comment.list': { asks: READS },
  'visitor.identify': { asks: READS },
  'visitor.rename': { asks: { ...WRITES, member: 'forbidden' } },
  'visitor.export': { asks: WRITES },
  'visitor.erase': { asks: WRITES },
};

/** What is shown at the door, and who comes in by it, or how he is refused. */
export const DOOR = {
  'no token': 'a guest',
  'his token': 'himself',
  'a token of another site': 'unauthorized',
  'a token with a letter changed': 'unauthorized',
  'the token of a guest who has signed on since': 'unauthorized',
  'the token of a sign-on that has ended': 'unauthorized',
  'a sign-on of the site': 'a member',
  'a sign-on of another site': 'unauthorized',
  'a sign-on whose time is over': 'unauthorized',
  'a sign-on in the place of a token': 'unauthorized',
  'a role beside it': 'bad_request',
  'a site that there is not': 'site_unknown',
  'an origin of another site': 'origin_denied',
  'another version': 'unsupported_version',
} as const satisfies Record<string, 'a guest' | 'himself' | 'a member' | ErrorCode>;
