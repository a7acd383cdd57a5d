/** Apart, for clients that know nothing else of {@link LIMITS}. */
export const PAGES_PER_CONNECTION = 50;
export const LIST_LENGTH = 100;

/**
 * Every number that a stranger can run into, in one table: what it is, its unit, and why it
 * is so. `docs/limits.md` is written from it.
 */
export const LIMITS = {
  /** Longest page key after normalisation, in UTF-8 bytes: a long address still fits, an index stays small. */
  pageKeyBytes: 512,
  /** Longest `title` a join may give, in UTF-16 code units: a hint for moderators, not a text. */
  titleLength: 200,
  /** Longest `url` a join may give, in UTF-16 code units: what browsers and proxies agree on. */
  urlLength: 2_048,
  /** Pages one connection may have joined at once: a feed with a bar under each story, not a crawler. */
  pagesPerConnection: PAGES_PER_CONNECTION,
  /** Longest frame a client may send, in bytes: four times the longest comment with its command around it. */
  frameBytes: 16_384,
  /** Bytes that may wait for one connection before its transport is closed: seconds of a busy page, not minutes. */
  queuedBytes: 65_536,
  /** Longest pulse, in bytes: it fits a first TCP window after idle; the rest goes with the next beat. */
  pulseBytes: 32_768,
  /** Shortest time between two pulses of a page, in ms: below what an eye tells apart, above what a fan-out costs. */
  beatMs: 100,
  /** Longest time between two pulses of a page under load, in ms: beyond it *live* would be a lie. */
  maxBeatMs: 1_000,
  /** A page with viewers hears its `head` at least this often, in ms, so that a silent loss is noticed. */
  headEveryMs: 5_000,
  /** A request over HTTP must have come whole after so long, in ms: one that trickles holds a connection for nothing. */
  requestMs: 10_000,
  /** The server pings each connection this often, in ms. */
  pingIntervalMs: 5_000,
  /** A connection that does not answer a ping for so long is gone, in ms: with the interval, within 12 s. */
  pingTimeoutMs: 6_000,
  /** Every `commandId` is known for so long, in ms, the newest of a mark as long as the mark: longer than any retry. */
  commandMemoryMs: 120_000,
  /** A command that the store has not answered after so long is refused `store_unavailable`, in ms. */
  storeWaitMs: 2_500,
  /** Pages one request for counts may name: a front page's worth. */
  countsPages: 100,
  /** Comments one list may hold, replies not counted: five screens. */
  listLength: LIST_LENGTH,
  /** Comments a list holds unless asked otherwise: a screen, and the next. */
  listDefault: 20,
  /** Replies that come with each comment of a list; the others are asked for. */
  listReplies: 2,
  /** Longest list, in bytes as JSON: what a pulse may be; fewer comments come instead. */
  listBytes: 32_768,
  /** Longest cursor, in characters. */
  cursorLength: 200,
  /** Changes a page's log keeps: some seconds of the busiest stream; who was away longer gets a snapshot. */
  logLength: 1_000,
  /** Comments that may be pinned on a page: they push all others down. */
  pinned: 3,
  /** Commands on comments, the posting apart, are known for so long, in ms: an outbox is opened again the next day. */
  commentCommandMemoryMs: 86_400_000,
  /** Longest text that goes with a flag, in grapheme clusters: a sentence for the moderator. */
  flagText: 200,
  /** A removed comment's text is kept for so long, in ms, for its restoration and for appeals: 30 days. */
  removedKeptMs: 2_592_000_000,
  /** Flags are kept for so long, in ms: 90 days, as long as they may matter. */
  flagsKeptMs: 7_776_000_000,
  /** Commands of one connection that may be under way at once: a feed of pages that all begin, and no queue without end. */
  commandsUnderWay: 200,
  /** Reaction kinds a site may have: what a thumb can choose from. */
  reactionKinds: 12,
} as const;

/** What a site lets its visitors write; the defaults of `site.limits`. */
export interface SiteLimits {
  /** Longest comment, in grapheme clusters. */
  maxCharacters: number;
  /** Longest name, in grapheme clusters. */
  maxName: number;
  /** How long an author may edit or remove what he wrote, in ms. */
  editWindowMs: number;
}

/** The defaults of {@link SiteLimits}: a paragraph, a name, a quarter of an hour. */
export const SITE_LIMITS: SiteLimits = { maxCharacters: 500, maxName: 40, editWindowMs: 900_000 };

/**
 * So many in so long, counted from the first. With `burst` a bucket: as many at once as that, and
 * `points` more with each `perMs`, evenly.
 */
export interface Rate {
  readonly points: number;
  readonly perMs: number;
  readonly burst?: number;
}

/** How often a visitor may do what. All rates of a row hold at once. */
export const RATES = {
  /** New comments: a talk, not a flood. */
  comment: [
    { points: 1, perMs: 3_000, burst: 3 },
    { points: 30, perMs: 600_000 },
  ],
  /** Edits, removals, flags and names: somebody who sets right what he wrote. */
  change: [{ points: 1, perMs: 1_000, burst: 20 }],
  /** Reactions: a child at play. */
  reaction: [{ points: 5, perMs: 1_000, burst: 10 }],
  /** Votes: a reader who agrees with everybody. */
  vote: [{ points: 20, perMs: 10_000 }],
  /** Joins, lists and exports, on each node: all tabs of a reader who come back at once, on a feed of pages each. */
  read: [{ points: 50, perMs: 1_000, burst: 500 }],
} as const satisfies Record<string, readonly Rate[]>;

/** What an address (IPv4, or IPv6 /64) may do of each, in visitors: a school, or a mobile carrier, is behind one. */
export const ADDRESS_FACTOR = 10;
/** Visitors who do something for the first time, from one address. */
export const NEW_VISITORS: Rate = { points: 60, perMs: 3_600_000 };
/** Guests whose reactions count on one page, from one address, in the time for which addresses are known: the bound on stuffing. */
export const GUEST_REACTIONS_A_PAGE: Rate = { points: 50, perMs: 172_800_000 };
