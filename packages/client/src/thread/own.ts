import type { Comment, Visitor, Vote, WireError } from '@huzzah/protocol';
import { placeOf } from './places.js';
import type { Known } from './thread-state.js';
import type { Delivery, ShownComment } from './thread-view.js';

/** How far something of the visitor's own has come. */
interface Way {
  /** When it was asked for, epoch ms. */
  readonly at: number;
  readonly delivery: Delivery;
  readonly failure: WireError | null;
}

/** A comment that the server has not acknowledged. */
export interface Unsent extends Way {
  readonly id: string;
  readonly parentId: string | null;
  readonly body: string;
  readonly name?: string;
}

/** A change of a comment that the server has not acknowledged. */
export interface Asked extends Way {
  readonly id: string;
  readonly type: 'edit' | 'remove' | 'restore' | 'vote' | 'flag';
  readonly body?: string;
  readonly value?: Vote;
}

/** What is laid over the truth: all that is the visitor's own, and is not the server's yet. */
export interface Own {
  readonly visitor: Visitor | null;
  /** By this device's clock, epoch ms. */
  readonly now: number;
  /** How long after its `at` a comment may be edited, in ms by this device's clock. */
  readonly editableMs: number;
  readonly unsent: readonly Unsent[];
  /** In the order asked for. */
  readonly asked: readonly Asked[];
  /** What he has removed just now, as it was, and until when it can be brought back. */
  readonly undoable: ReadonlyMap<string, { readonly comment: Comment; readonly until: number }>;
  /** A comment that is shown wherever its list has come to. */
  readonly target: string | null;
  readonly loadingReplies: ReadonlySet<string>;
}

const BLANK = {
  myVote: 0,
  countedTo: 0,
  repliesTo: Infinity,
  repliesCursor: null,
  isListed: false,
} as const;

/** One of the visitor's own that nobody else sees, in the shape of what is known. */
export function knownOf(comment: Comment, known?: Known): Known {
  const replyCount = known?.comment.replyCount ?? 0;
  return { ...BLANK, ...known, place: placeOf(comment), comment: { ...comment, replyCount } };
}

export function commentOf({ id, parentId, body, at, name }: Unsent, visitor: Visitor | null): Comment {
  return {
    id,
    parentId,
    body,
    at,
    author: { id: '', name: '', role: 'visitor', ...visitor, ...(name !== undefined && { name }) },
    seq: null,
    version: 0,
    editedAt: null,
    status: 'published',
    votes: { up: 0, down: 0, version: 0 },
    pinned: false,
    replyCount: 0,
  };
}

/** A comment as it will be once all is done that its reader has asked for. */
export function show(known: Known, isMine: boolean, own: Own, unsent?: Unsent): ShownComment {
  let { comment, myVote } = known;
  let way: Way = unsent ?? { at: 0, delivery: 'posted', failure: null };
  const undo = own.undoable.get(comment.id);
  for (const asked of own.asked) {
    if (asked.id !== comment.id) continue;
    const { type, body = '', value = 0 } = asked;
    if (type === 'vote') {
      const { up, down, version } = comment.votes;
      const more = (vote: Vote) => Number(value === vote) - Number(myVote === vote);
      comment = { ...comment, votes: { up: up + more(1), down: down + more(-1), version } };
      myVote = value;
    } else if (type !== 'flag') {
      way = asked;
      if (type === 'edit') comment = { ...comment, body, editedAt: asked.at };
      else if (type === 'remove') comment = { ...comment, body, status: 'removed', removedBy: 'author' };
      else comment = { ...comment, ...undo?.comment };
    }
  }
  const { status, at } = comment;
  const { delivery, failure } = way;
  const isRemoved = status === 'removed';
  const until = isRemoved ? undo?.until : isMine && !unsent ? at + own.editableMs : 0;
  const isOver = !until || until <= own.now;
  return {
    comment,
    isMine,
    myVote,
    delivery,
    askedAt: delivery === 'posted' ? null : way.at,
    failure,
    editableUntil: isOver || isRemoved ? null : until,
    undoableUntil: isOver || !isRemoved ? null : until,
  };
}
