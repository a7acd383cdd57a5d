import type { Comment, CommentsListed, Joined, PagePulse } from '@huzzah/protocol';
import { LIMITS, PAGE_SETTINGS, type PageSettings, type Sort, type Vote, type Votes } from '@huzzah/protocol';
import { isWithin, placeOf, type Place, type Window } from './places.js';

/** A comment as last heard of, and what is known around it. */
export interface Known {
  /** The highest version that was heard of, with the newest votes, and `replyCount` kept by the changes. */
  readonly comment: Comment;
  readonly myVote: Vote;
  /** Where it took its place: votes that come later move nobody's line. */
  readonly place: Place;
  /** The change up to which its replies are counted. */
  readonly countedTo: number;
  /** All its replies up to this `seq` are known. */
  readonly repliesTo: number;
  /** The cursor to the next ones; `null` begins with the first. */
  readonly repliesCursor: string | null;
  /** It came in a list that was asked for: it does not wait. */
  readonly isListed: boolean;
}

/** What is known around a comment of which nothing was heard. */
export const ABOUT_NOTHING = {
  myVote: 0,
  countedTo: 0,
  repliesTo: 0,
  repliesCursor: null,
  isListed: false,
} as const;

/** What the server has said of a page's comments. A value: folding gives a new one, or the same where nothing is newer. */
export interface ThreadState extends Window {
  readonly epoch: string;
  /** The newest change that is folded, with all before it. */
  readonly seq: number;
  /** All of this epoch that was heard of, also what was removed: of two copies the higher version stands. */
  readonly known: ReadonlyMap<string, Known>;
  /** The visitor's own that are not published. */
  readonly held: readonly Comment[];
  /** The newest pin first. */
  readonly pinned: readonly string[];
  /** The cursors to what comes before the window, and behind it. */
  readonly after: string | null;
  readonly before: string | null;
  /** How many come before the window. */
  readonly skipped: number;
  /** The change as of which the list began. */
  readonly listedAt: number;
  readonly commentCount: number;
  readonly threadCount: number;
  readonly settings: PageSettings;
  /** What others published after this change waits; `Infinity`: nothing does. */
  readonly shownTo: number;
  /** The latest changes of numbers of replies, and votes on comments of which nothing else is known: they may be in a list that is on its way. */
  readonly replyLog: readonly (readonly [seq: number, parentId: string, more: number])[];
  readonly voteLog: readonly (readonly [id: string, votes: Votes])[];
}

/** Which part of the list a list is; `again`: one that nobody has asked to see; `null`: replies. */
export type ListPart = 'first' | 'older' | 'newer' | 'again' | null;

export type Draft = { -readonly [key in keyof ThreadState]: ThreadState[key] } & { known: Map<string, Known> };

/** A copy to change. */
export const draft = (state: ThreadState): Draft => ({ ...state, known: new Map(state.known) });

/** Before anything is known. */
export const NOTHING: ThreadState = {
  epoch: '',
  seq: 0,
  sort: 'newest',
  first: null,
  last: null,
  after: null,
  before: null,
  skipped: 0,
  listedAt: 0,
  known: new Map(),
  held: [],
  pinned: [],
  commentCount: 0,
  threadCount: 0,
  settings: PAGE_SETTINGS,
  shownTo: Infinity,
  replyLog: [],
  voteLog: [],
};

/** What a reply to a join says of a whole state. */
export function toldBy({ seq, commentCount, threadCount, settings, held, pinned }: Joined): Partial<ThreadState> {
  return { seq, commentCount, threadCount, settings, held, pinned: pinned.map(({ id }) => id) };
}

/** Takes the reply to a join that asked for comments in this order: all is anew. */
export function foldJoined(joined: Joined, sort: Sort): ThreadState {
  const { epoch, seq, pinned, myVotes } = joined;
  const next = draft({ ...NOTHING, ...toldBy(joined), epoch });
  putAll(next, pinned, seq, myVotes);
  return foldList(next, { comments: [], before: null, ...joined }, 'first', { sort });
}

/**
 * Takes a list of this epoch, which may have been read before what pulses have told since.
 *
 * @param asked its order, and whose replies it is
 */
export function foldList(
  state: ThreadState,
  { comments, before, after = null, skipped = 0, threadCount, myVotes, asOf = state.seq }: CommentsListed,
  part: ListPart,
  { sort, parentId }: { readonly sort: Sort; readonly parentId?: string | undefined },
): ThreadState {
  const next = draft(state);
  if (part === 'first') {
    next.sort = sort;
    next.listedAt = asOf;
    // Whoever asks for a list anew waits for nothing.
    if (next.shownTo < Infinity) next.shownTo = Math.max(asOf, state.seq);
    // All places are taken anew.
    for (const [id, known] of next.known) next.known.set(id, { ...known, place: placeOf(known.comment) });
  }
  putAll(next, comments, asOf, myVotes, part);
  const parent = next.known.get(parentId ?? '');
  if (parent) {
    const repliesTo = before === null ? Infinity : (comments.at(-1)?.seq ?? 0);
    next.known.set(parent.comment.id, { ...parent, repliesCursor: before, repliesTo });
  }
  const places = comments.filter((comment) => comment.parentId === null).map(placeOf);
  if (part === 'first' || part === 'older') {
    next.before = before;
    next.last = before === null ? null : (places.at(-1) ?? null);
  }
  if (part === 'first' || part === 'newer') {
    next.after = after;
    next.first = after === null ? null : (places[0] ?? null);
    next.skipped = skipped;
  }
  if (asOf >= state.seq) next.threadCount = threadCount;
  return next;
}

const NEWS = ['changes', 'votes', 'held', 'settings', 'commentCount', 'threadCount'] as const;

/** Whether a pulse says anything of comments that is another: what is known comes unasked too. */
export function hasNews(state: ThreadState, pulse: PagePulse): boolean {
  return NEWS.some(
    (kind) =>
      pulse[kind] !== undefined && JSON.stringify(pulse[kind]) !== JSON.stringify(state[kind as keyof ThreadState]),
  );
}

/** While held, what others publish from now on waits. */
export function hold(state: ThreadState, isHeld: boolean): ThreadState {
  return { ...state, shownTo: isHeld ? state.seq : Infinity };
}

/** Takes comments that were read as of a change. */
export function putAll(
  next: Draft,
  comments: readonly Comment[],
  asOf: number,
  myVotes: Readonly<Record<string, Vote>>,
  part: ListPart = null,
): void {
  for (let comment of comments) {
    const { id } = comment;
    const replies = comments.filter(({ parentId }) => parentId === id);
    // Behind the first ones there may be one that was asked for.
    const last = replies[Math.min(replies.length, LIMITS.listReplies) - 1];
    const repliesTo = replies.length < comment.replyCount ? (last?.seq ?? 0) : Infinity;
    const known = next.known.get(id);
    for (const [one, votes] of next.voteLog) {
      if (one === id && votes.version > comment.votes.version) comment = { ...comment, votes };
    }
    const later = next.replyLog.filter(([at, parentId]) => parentId === id && at > asOf);
    put(next, comment, 0, {
      myVote: myVotes[id] ?? 0,
      isListed: part !== 'again' || known?.isListed === true,
      countedTo: asOf,
      repliesTo: Math.max(repliesTo, known?.repliesTo ?? 0),
      // What stands in the window already stays where it is.
      place: known && part !== 'first' && isWithin(next, known.place) ? known.place : placeOf(comment),
      replyCount: later.reduce((count, [, , more]) => count + more, comment.replyCount),
    });
  }
}

interface Told extends Partial<Known> {
  readonly replyCount?: number;
}

/**
 * Takes a copy of a comment, in whatever order copies come. A `replyCount` that is told apart
 * stands, else what is known: the copy's own may be older or newer than the changes.
 */
export function put(next: Draft, comment: Comment, repliesTo = 0, { myVote, replyCount, ...told }: Told = {}): void {
  const { id, votes, version } = comment;
  const known = next.known.get(id);
  const old = known?.comment;
  const isVoted = !old || votes.version >= old.votes.version;
  next.known.set(id, {
    ...ABOUT_NOTHING,
    place: placeOf(comment),
    repliesTo,
    ...known,
    ...told,
    myVote: (isVoted ? myVote : undefined) ?? known?.myVote ?? 0,
    comment: {
      ...(old && version <= old.version ? old : comment),
      votes: isVoted ? votes : old.votes,
      replyCount: replyCount ?? old?.replyCount ?? 0,
    },
  });
}
