/** Reactions as `scripts/react.lua` takes and answers them: in few bytes, for each argument costs more than its bytes. */
import type { PageRecord, ReactionOutcome, ReactionWrite } from '../../core/records.js';
import { replyError } from './failures.js';
import { bucketOf } from './keys.js';
import { placedRecordOf } from './page-record.js';
import { packVisitor } from './short-ids.js';

/** Beside the visitor's id: what another than our own has before it, lengths, a tag, a commandId, a kind. */
const MOST_BYTES = 128;
/** Of an outcome. */
const OUTCOME_BYTES = 3;

/** @param tag of the page, in a cluster; `null`: each visitor’s own */
export function packReactions(
  writes: readonly Pick<ReactionWrite, 'visitorId' | 'kind' | 'commandId' | 'onlyIfKnown'>[],
  tag: string | null,
): Buffer {
  const packed = Buffer.allocUnsafe(writes.reduce((sum, { visitorId }) => sum + MOST_BYTES + 4 * visitorId.length, 0));
  let at = 0;
  for (const { visitorId, kind, commandId, onlyIfKnown } of writes) {
    const visitor = packVisitor(visitorId);
    at = packed.writeUInt16BE(visitor.length, at);
    packed.set(visitor, at);
    at = writeText(packed, tag ?? bucketOf(visitor), at + visitor.length);
    at += packed.write(commandId.replaceAll('-', ''), at, 'hex');
    packed[at] = onlyIfKnown === true ? 1 : 0;
    at = writeText(packed, kind ?? '', at + 1);
  }
  return packed.subarray(0, at);
}

function writeText(packed: Buffer, text: string, at: number): number {
  packed[at] = text.length;
  return at + 1 + packed.write(text, at + 1, 'latin1');
}

/** What became of each, in their order; an error where Redis says that it has a fault. */
export function readReactions(reply: [text: Buffer, outcomes: Buffer, faults: Buffer[]]): {
  record: PageRecord | null;
  outcomes: (ReactionOutcome | Error)[];
} {
  const [text, packed, faults] = reply;
  const page = text.length === 0 ? null : placedRecordOf(text);
  const kindAt = (at: number) => page!.kinds[packed[at]! - 1] ?? null;
  const read = (_: unknown, index: number): ReactionOutcome | Error => {
    const at = index * OUTCOME_BYTES;
    const status = STATUSES[String.fromCharCode(packed[at]!)];
    if (status === undefined) return replyError(String(faults.shift()));
    if (status === 'conflict' || status === 'unknown') return { status };
    return { status, record: page!.record, mine: kindAt(at + 1), previous: kindAt(at + 2) };
  };
  return { record: page?.record ?? null, outcomes: Array.from({ length: packed.length / OUTCOME_BYTES }, read) };
}

const STATUSES: Readonly<Record<string, ReactionOutcome['status']>> = {
  a: 'applied',
  r: 'repeated',
  c: 'conflict',
  u: 'unknown',
};
