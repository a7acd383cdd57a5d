import type { ChangeType, CommentStatus, Role } from '@huzzah/protocol';
import type { ChangeRecord, CommentRecord } from '../../core/records.js';
import type { Reply } from './lane.js';
import { unpack } from './msgpack.js';
import { unpackId, unpackVisitor } from './short-ids.js';

/** As numbers: a place in these. Only added to. */
export const STATUSES: readonly CommentStatus[] = ['published', 'pending', 'withheld', 'rejected', 'removed'];
export const ROLES: readonly Role[] = ['visitor', 'member', 'trainee', 'moderator', 'admin'];
export const REMOVERS = [null, 'author', 'moderator'] as const;

const TYPES: Readonly<Record<string, ChangeType>> = { p: 'posted', e: 'edited', r: 'removed', s: 'restored' };

/** A comment as the scripts have it; see `scripts/part-comment.lua`. */
export type Stored = [
  tail: Buffer,
  seq: number | false,
  version: number,
  parent: Buffer | false,
  author: Buffer,
  role: number,
  name: Buffer,
  at: number,
  editedAt: number | false,
  status: number,
  removedBy: number | false,
  reason: Buffer | false,
  up: number,
  down: number,
  votesVersion: number,
  replyCount: number,
  fingerprint: Buffer,
  removedFrom: number | false,
  isListed: boolean,
  body: Buffer | false,
];

/** A comment's key, of its id. */
export function keyOf(id: Buffer): Buffer {
  return id.subarray(0, 14);
}

export function commentOf(key: Buffer, packed: Buffer): CommentRecord {
  return recordOf(key, unpack(packed) as unknown as Stored);
}

/** One that is under this id, `null` where it is another’s. */
export function commentWith(id: Buffer, packed: Buffer | null): CommentRecord | null {
  if (packed === null) return null;
  const stored = unpack(packed) as unknown as Stored;
  return stored[0].equals(id.subarray(14)) ? recordOf(keyOf(id), stored) : null;
}

function recordOf(key: Buffer, stored: Stored): CommentRecord {
  const [tail, seq, version, parent, author, role, name, at, editedAt, status, removedBy, reason] = stored;
  const [up, down, votesVersion, replyCount, , , , body] = stored.slice(12) as [
    number,
    number,
    number,
    number,
    Buffer,
    number,
    boolean,
    Buffer | false,
  ];
  return {
    id: unpackId(Buffer.concat([key, tail])),
    seq: orNull(seq),
    version,
    parentId: parent === false ? null : unpackId(parent),
    author: { id: unpackVisitor(author), name: name.toString(), role: ROLES[role]! },
    body: body === false ? '' : body.toString(),
    // A fraction orders what came in one ms.
    at: Math.trunc(at),
    editedAt: editedAt === false ? null : Math.trunc(editedAt),
    status: STATUSES[status]!,
    removedBy: REMOVERS[removedBy === false ? 0 : removedBy]!,
    reason: reason === false ? null : reason.toString(),
    votes: { up, down, version: votesVersion },
    pinnedAt: null,
    replyCount,
  };
}

function orNull(value: number | false): number | null {
  return value === false ? null : value;
}

/** Comments of an answer: key, comment, key, comment … */
export function commentsIn(reply: readonly Reply[], from: number): CommentRecord[] {
  const comments: CommentRecord[] = [];
  for (let at = from; at < reply.length; at += 2)
    comments.push(commentOf(reply[at] as Buffer, reply[at + 1] as Buffer));
  return comments;
}

/** An entry of a log, a letter and a comment's key, with the comment. */
export function changeOf(seq: number, type: string, key: Buffer, packed: Buffer): ChangeRecord {
  return { seq, type: TYPES[type]!, comment: commentOf(key, packed) };
}
