/** What the scripts have of comments, marks, votes and flags, as holdings and back. */
import { LIMITS, type FlagReason } from '@huzzah/protocol';
import type { Holdings } from '../../core/holdings.js';
import type { PageRef } from '../../core/records.js';
import { keyOf, REMOVERS, ROLES, STATUSES, type Stored } from './comment-record.js';
import { pack, unpack, type Packed } from './msgpack.js';
import { packId, packVisitor, unpackId, unpackVisitor } from './short-ids.js';

/** Values of a comment. */
const LENGTH = 20;
/** Before what is kept of a fingerprint. */
const PRINT = 'f';

/** `null` where it is of no version that is known. @param goesAt when the text of a removed one goes */
export function commentIn(
  ref: PageRef,
  key: Buffer,
  packed: Buffer,
  goesAt: number | null,
): Holdings['comment'] | null {
  const stored = valuesIn(packed, LENGTH) as unknown as Stored | null;
  return stored && attempt(() => commentOf(ref, key, stored, goesAt));
}

function commentOf(ref: PageRef, key: Buffer, stored: Stored, goesAt: number | null): Holdings['comment'] {
  const [tail, seq, version, parent, author, role, name, at, editedAt, status, removedBy, reason, up, down, ...more] =
    stored;
  const [votesVersion, replyCount, print, removedFrom, isListed, body] = more;
  return {
    ref,
    id: unpackId(Buffer.concat([key, tail])),
    seq: seq === false ? null : seq,
    version,
    parentId: parent === false ? null : unpackId(parent),
    authorId: unpackVisitor(author),
    role: ROLES[role]!,
    name: name.toString(),
    body: body === false ? null : body.toString(),
    print: print.toString().slice(PRINT.length),
    at: Math.trunc(at),
    editedAt: editedAt === false ? null : Math.trunc(editedAt),
    status: STATUSES[status]!,
    reason: reason === false ? null : reason.toString(),
    removedBy: REMOVERS[removedBy === false ? 0 : removedBy]!,
    removedFrom: removedFrom === false ? null : STATUSES[removedFrom]!,
    removedAt: goesAt === null ? null : goesAt - LIMITS.removedKeptMs,
    up,
    down,
    votesVersion,
    replyCount,
    isListed,
  };
}

/** Its key, the comment, and until when the text of a removed one is kept or ''. */
export function commentArgs(comment: Holdings['comment']): [key: Buffer, packed: Buffer, until: number | ''] {
  const { id, parentId, reason, removedBy, removedFrom, removedAt, print, body } = comment;
  const bytes = packId(id);
  const stored: Packed[] = [
    bytes.subarray(14),
    comment.seq ?? false,
    comment.version,
    parentId === null ? false : packId(parentId),
    packVisitor(comment.authorId),
    ROLES.indexOf(comment.role),
    Buffer.from(comment.name),
    comment.at,
    comment.editedAt ?? false,
    STATUSES.indexOf(comment.status),
    removedBy === null ? false : REMOVERS.indexOf(removedBy),
    reason === null ? false : Buffer.from(reason),
    comment.up,
    comment.down,
    comment.votesVersion,
    comment.replyCount,
    Buffer.from(print === '' ? '' : PRINT + print),
    removedFrom === null ? false : STATUSES.indexOf(removedFrom),
    comment.isListed,
    body === null ? false : Buffer.from(body),
  ];
  return [keyOf(bytes), pack(stored), removedAt === null ? '' : removedAt + LIMITS.removedKeptMs];
}

/** What is held under a field of a page: `null` where that is no mark, `undefined` where its kind is none of the page's. */
export function markIn(
  ref: PageRef,
  kinds: readonly string[],
  field: Buffer,
  own: Buffer,
): Holdings['reaction'] | null | undefined {
  const [code = 0] = own;
  const command = own.subarray(1, 8);
  if (code === 0 && command.every((byte) => byte === 0)) return null;
  const kind = code === 0 ? null : kinds[code - 1];
  if (kind === undefined) return undefined;
  const visitor = field.length === 14 ? Buffer.concat([field, own.subarray(12, 14)]) : field;
  return { ref, visitorId: unpackVisitor(visitor), kind, ...stampIn(own.subarray(1)) };
}

export function markArgs({ visitorId, kind, command, at }: Holdings['reaction']) {
  return [packVisitor(visitorId), kind ?? '', stampOf(command, at)];
}

export function voteIn(ref: PageRef, visitor: Buffer, id: Buffer, vote: Buffer): Holdings['vote'] {
  const value = (vote[0]! - 1) as Holdings['vote']['value'];
  return { ref, id: unpackId(id), visitorId: unpackVisitor(visitor), value, ...stampIn(vote.subarray(1)) };
}

/** Field and value. */
export function voteArgs({ id, value, command, at }: Holdings['vote']): [Buffer, Buffer] {
  return [keyOf(packId(id)), Buffer.concat([Buffer.of(value + 1), stampOf(command, at)])];
}

/** `null` where it is of no version that is known. */
export function flagIn(ref: PageRef, field: Buffer, packed: Buffer): Holdings['flag'] | null {
  const values = valuesIn(packed, 4);
  if (values === null) return null;
  const [tail, reason, text, at] = values as [Buffer, Buffer, Buffer, number];
  return attempt(() => ({
    ref,
    id: unpackId(Buffer.concat([field.subarray(0, 14), tail])),
    visitorId: unpackVisitor(field.subarray(14)),
    reason: reason.toString() as FlagReason,
    text: text.toString(),
    at: Math.trunc(at),
  }));
}

/** Field and value. */
export function flagArgs({ id, visitorId, reason, text, at }: Holdings['flag']): [Buffer, Buffer] {
  const bytes = packId(id);
  const value = pack([bytes.subarray(14), Buffer.from(reason), Buffer.from(text), at]);
  return [Buffer.concat([keyOf(bytes), packVisitor(visitorId)]), value];
}

/** 7 bytes of a command, and 4 of a time in s. */
function stampIn(bytes: Buffer): { readonly command: string; readonly at: number } {
  const hex = bytes.toString('hex', 0, 7);
  return { command: `${hex.slice(0, 2)}-${hex.slice(2)}`, at: bytes.readUInt32BE(7) * 1_000 };
}

function stampOf(command: string, at: number): Buffer {
  const seconds = Buffer.alloc(4);
  seconds.writeUInt32BE(Math.floor(at / 1_000));
  return Buffer.concat([Buffer.from(command.replace('-', ''), 'hex'), seconds]);
}

/** `null` where they are not so many. */
function valuesIn(packed: Buffer, length: number): Packed[] | null {
  const values = attempt(() => unpack(packed));
  return Array.isArray(values) && values.length === length ? values : null;
}

/** `null` where it is not what it is taken for. */
function attempt<Result>(read: () => Result): Result | null {
  try {
    return read();
  } catch {
    return null;
  }
}
