import type { FlagReason, Sort, Vote } from '@huzzah/protocol';
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import type { Store } from '../core/ports.js';
import type {
  Command,
  CommentOutcome,
  CommentRecord,
  EditWrite,
  FlagWrite,
  ListPlace,
  ListRecord,
  PageRef,
  PostWrite,
  VisitorWrite,
  VoteWrite,
} from '../core/records.js';
import { A } from './store-case.js';

/** What a write is unless something else is said. */
interface Wish {
  readonly ref?: PageRef;
  readonly commandId?: string;
}

interface FlagWish extends Wish {
  readonly reason?: FlagReason;
  readonly text?: string;
}

interface PostWish extends Wish {
  readonly body?: string;
  readonly parentId?: string | null;
  readonly name?: string;
  readonly isRename?: boolean;
  readonly status?: PostWrite['status'];
}

/** The command of a write, with what stands for its content. */
function command(visitorId: string, commandId: string, ...content: readonly unknown[]): Command {
  const fingerprint = createHash('sha256').update(JSON.stringify(content)).digest('base64url');
  return { visitorId, commandId, fingerprint };
}

export function postBy(visitorId: string, wish: PostWish = {}): PostWrite {
  const { ref = A, body = 'Hello', parentId = null, isRename = false, status = 'published' } = wish;
  const { name = visitorId, commandId = randomUUID() } = wish;
  return {
    type: 'post',
    ref,
    body,
    parentId,
    isRename,
    status,
    author: { id: visitorId, name, role: 'visitor' },
    reason: status === 'pending' ? 'first' : null,
    ...command(visitorId, commandId, 'post', ref, body, parentId, name),
  };
}

/** Of the comment as the visitor has it before him. */
export function editBy(
  visitorId: string,
  type: EditWrite['type'],
  { id, version }: Pick<CommentRecord, 'id' | 'version'>,
  { ref = A, body = 'Changed', commandId = randomUUID() }: Wish & { readonly body?: string } = {},
): EditWrite {
  const write = { type, ref, id, ifVersion: version };
  const signed = { ...write, ...command(visitorId, commandId, type, ref, id, type === 'edit' ? body : null) };
  if (type === 'edit') return { ...signed, body };
  return type === 'remove' ? { ...signed, removedBy: 'author' } : signed;
}

export function voteBy(
  visitorId: string,
  id: string,
  value: Vote,
  { ref = A, commandId = randomUUID() }: Wish = {},
): VoteWrite {
  return { ref, id, value, ...command(visitorId, commandId, 'vote', ref, id, value) };
}

export function flagBy(
  visitorId: string,
  id: string,
  { ref = A, reason = 'spam', text = '', commandId = randomUUID() }: FlagWish = {},
): FlagWrite {
  return { ref, id, reason, text, ...command(visitorId, commandId, 'flag', ref, id, reason, text) };
}

/** A rename; or, with `null`, an erasure. */
export function nameOf(
  visitorId: string,
  name: string | null,
  { site = A.site, commandId = randomUUID() }: { readonly site?: string; readonly commandId?: string } = {},
): VisitorWrite {
  return { site, name, ...command(visitorId, commandId, 'name', name) };
}

/** The comment of a write that was applied. */
export function applied(outcome: CommentOutcome): CommentRecord {
  assert.ok(outcome.status === 'applied', `not applied: ${outcome.status}`);
  return outcome.comment;
}

export async function post(store: Store, visitorId: string, wish?: PostWish): Promise<CommentRecord> {
  return applied(await store.writeComment(postBy(visitorId, wish)));
}

export async function change(
  store: Store,
  visitorId: string,
  type: EditWrite['type'],
  comment: Pick<CommentRecord, 'id' | 'version'>,
  wish?: { ref?: PageRef; body?: string },
): Promise<CommentRecord> {
  return applied(await store.writeComment(editBy(visitorId, type, comment, wish)));
}

export async function readComment(store: Store, id: string, ref = A): Promise<CommentRecord> {
  const [comment] = await store.readComments(ref, [id]);
  assert.ok(comment, `no comment ${id}`);
  return comment;
}

interface ListWish {
  readonly ref?: PageRef;
  readonly sort?: Sort;
  readonly limit?: number;
  readonly from?: ListPlace | null;
  readonly parentId?: string;
  readonly around?: string;
  readonly isCounted?: boolean;
}

export function list(store: Store, { ref = A, sort = 'newest', limit = 100, ...more }: ListWish = {}) {
  return store.listComments({ ref, sort, limit, ...more });
}

/** One that must be there. */
export async function part(store: Store, wish?: ListWish): Promise<ListRecord> {
  const found = await list(store, wish);
  assert.ok(found, 'no list');
  return found;
}

/** The whole list, walked part by part. */
export async function walk(store: Store, wish: ListWish): Promise<CommentRecord[]> {
  const comments: CommentRecord[] = [];
  let from: ListPlace | null = wish.from ?? null;
  do {
    const next: ListRecord = await part(store, { ...wish, from });
    comments.push(...next.comments);
    from = next.next;
  } while (from !== null);
  return comments;
}

export function ids(comments: readonly (Pick<CommentRecord, 'id'> | null)[]): (string | undefined)[] {
  return comments.map((comment) => comment?.id);
}

/** Those of the top level. */
export function tops(comments: readonly CommentRecord[]): CommentRecord[] {
  return comments.filter(({ parentId }) => parentId === null);
}
