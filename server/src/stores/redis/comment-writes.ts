import { LIMITS } from '@huzzah/protocol';
import { asLeft } from '../../core/first-reply.js';
import type {
  CommentOutcome,
  CommentWrite,
  Committed,
  EditWrite,
  FlagOutcome,
  FlagWrite,
  PageRecord,
  PostWrite,
  VoteOutcome,
  VoteWrite,
} from '../../core/records.js';
import { changeOf, commentOf, commentsIn, REMOVERS, ROLES, STATUSES } from './comment-record.js';
import type { Key, PageKeys, VisitorKeys } from './keys.js';
import type { RedisCommand, Reply } from './lane.js';
import { recordOf } from './page-record.js';
import type { Done, PageScripts } from './page-scripts.js';
import type { ScriptCommand } from './script-command.js';
import { packId } from './short-ids.js';

/** Of a commandId that is kept with its vote. */
const TAIL = 7;
const TYPES = { edit: 'e', remove: 'r', restore: 's' } as const;

/** Posts, edits, removes or restores a comment; see `scripts/post.lua` and `change.lua`. */
export function writeComment(scripts: PageScripts, write: CommentWrite): Promise<CommentOutcome> {
  const isPost = write.type === 'post';
  const command = commandOf(write, { isLong: !isPost, holds: isPost ? 'comment' : null });
  // Where the visitor is with his page.
  const named = (page: PageKeys, _visitor: Buffer, own: VisitorKeys) => [
    ...commentKeys(page),
    ...(scripts.isCluster ? [] : [own.name]),
  ];
  const read = (reply: Reply[]) => readComment(reply, write);
  return isPost
    ? scripts.run('post', command, named, postArgs(write), read)
    : scripts.run('change', command, commentKeys, changeArgs(scripts, write), read);
}

export function setVote(scripts: PageScripts, write: VoteWrite): Promise<VoteOutcome> {
  const command = commandOf(write, { isLong: false, holds: write.value === 0 ? null : 'other' });
  const args = [packId(write.id), write.value, packId(write.commandId).subarray(-TAIL)];
  const keys = (page: PageKeys, visitor: Buffer) => [...commentKeys(page), page.votes(visitor)];
  return scripts.run('vote', command, keys, args, readVote);
}

export function flagComment(scripts: PageScripts, write: FlagWrite): Promise<FlagOutcome> {
  const command = commandOf(write, { isLong: true, holds: 'other' });
  const keptUntil = Math.trunc(scripts.now()) + LIMITS.flagsKeptMs;
  const args = [packId(write.id), write.reason, write.text, keptUntil];
  const keys = (page: PageKeys) => [...commentKeys(page), page.flags];
  return scripts.run('flag', command, keys, args, ([status]) => ({
    outcome: { status: String(status) as FlagOutcome['status'] },
  }));
}

export function commentKeys(page: PageKeys): Key[] {
  return [page.comments, page.threads, page.top, page.replies, page.held, page.log, page.due];
}

function commandOf(
  { ref, visitorId, commandId, fingerprint, onlyIfKnown = false }: CommentWrite | VoteWrite | FlagWrite,
  more: Pick<ScriptCommand, 'isLong' | 'holds'>,
): ScriptCommand {
  return { ref, visitorId, commandId, content: printOf(fingerprint), onlyIfKnown, ...more };
}

/** 96 bits of the digest tell two commands of one visitor apart as well as all of it. */
export function printOf(fingerprint: string): string {
  return `f${fingerprint.slice(0, 16)}`;
}

function postArgs({
  commandId,
  parentId,
  author,
  status,
  reason,
  fingerprint,
  body,
  isRename,
}: PostWrite): RedisCommand {
  return [
    packId(commandId),
    parentId === null ? '' : packId(parentId),
    ROLES.indexOf(author.role),
    author.name,
    STATUSES.indexOf(status),
    reason ?? '',
    printOf(fingerprint),
    body,
    isRename ? 1 : 0,
  ];
}

function changeArgs(scripts: PageScripts, { id, type, ifVersion, body = '', removedBy }: EditWrite): RedisCommand {
  const keptUntil = Math.trunc(scripts.now()) + LIMITS.removedKeptMs;
  return [packId(id), TYPES[type], ifVersion, body, REMOVERS.indexOf(removedBy ?? null), keptUntil];
}

function readComment(reply: Reply[], write: CommentWrite): Done<CommentOutcome> {
  const status = String(reply[0]) as CommentOutcome['status'];
  if (status !== 'applied' && status !== 'repeated') return { outcome: { status } };
  const [, text, key, packed, changes, votes] = reply as [Buffer, Buffer, Buffer, Buffer, Reply[], Reply[]];
  const record = recordOf(text);
  const now = commentOf(key, packed);
  const comment = status === 'applied' ? now : asLeft(now, write, String(reply[6] ?? ''));
  const outcome = { status, comment, record };
  const told = committedOf(record, changes, votes);
  const isTold = status === 'repeated' || told.changes.length > 0;
  return { outcome, ...(isTold && { committed: told }) };
}

/** What a script says that it has changed. */
export function committedOf(
  record: PageRecord,
  changes: readonly Reply[],
  votes: readonly Reply[],
): Omit<Committed, 'ref'> {
  return {
    record,
    changes: changes.map((change) => {
      const [seq, type, key, packed] = change as [number, Buffer, Buffer, Buffer];
      return changeOf(seq, type.toString(), key, packed);
    }),
    votes: Object.fromEntries(commentsIn(votes, 0).map(({ id, votes: counts }) => [id, counts])),
  };
}

function readVote(reply: Reply[]): Done<VoteOutcome> {
  const status = String(reply[0]) as VoteOutcome['status'];
  if (status !== 'applied' && status !== 'repeated') return { outcome: { status } };
  const [, text, key, packed, mine, isChanged] = reply as [Buffer, Buffer, Buffer, Buffer, number, Buffer];
  const record = recordOf(text);
  const { id, votes } = commentOf(key, packed);
  const outcome = { status, votes, mine: mine as VoteWrite['value'], record };
  if (String(isChanged) === '1') return { outcome, committed: { record, changes: [], votes: { [id]: votes } } };
  return { outcome, ...(status === 'repeated' && { committed: { record, changes: [], votes: {} } }) };
}
