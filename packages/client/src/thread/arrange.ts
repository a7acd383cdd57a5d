import { commentOf, knownOf, show, type Own, type Unsent } from './own.js';
import { compare, isWithin } from './places.js';
import type { Known, ThreadState } from './thread-state.js';
import type { ShownComment, ThreadItem, ThreadView } from './thread-view.js';

interface Row {
  readonly known: Known;
  readonly shown: ShownComment;
  /** Nobody else sees it: it is shown wherever the window has come to. */
  readonly isOwn: boolean;
  readonly isIn: boolean;
  readonly waits: boolean;
}

/**
 * What there is to draw: the truth with what is the visitor's own laid over it, in order. What
 * looks as in `before` is the same object.
 */
export function arrange(
  state: ThreadState,
  own: Own,
  before: readonly ThreadItem[],
): Pick<ThreadView, 'items' | 'waitingCount' | 'olderCount' | 'newerCount'> {
  const rows = rowsOf(state, own);
  const tops = rows.filter(({ known, isIn }) => isIn && known.comment.parentId === null);
  const replies = new Map(tops.map(({ known }) => [known.comment.id, [] as Row[]]));
  for (const row of rows) {
    const { parentId } = row.known.comment;
    const siblings = replies.get(parentId ?? '');
    if (siblings) siblings.push(row);
    // His text is never out of sight.
    else if (parentId !== null && row.isOwn) tops.push(row);
  }

  const kept = keeper(before);
  let waitingCount = 0;
  let listedCount = 0;
  const isShown = ({ waits }: Row) => {
    if (waits) waitingCount += 1;
    return !waits;
  };
  const itemOf = ({ known, shown }: Row): ThreadItem => {
    const { comment, repliesTo } = known;
    const found = (replies.get(comment.id) ?? []).filter(
      ({ isIn, known: { place } }) => isIn || place.seq <= repliesTo,
    );
    const missing = comment.replyCount - found.filter(isPublished).length;
    return kept({
      ...shown,
      replies: found
        .filter(isShown)
        .sort(inOrder(state, 'oldest'))
        .map((reply) => kept(reply.shown)),
      moreReplies: repliesTo === Infinity ? 0 : Math.max(0, missing),
      isLoadingReplies: own.loadingReplies.has(comment.id),
    });
  };
  const items = tops
    .sort(inOrder(state, state.sort))
    .map((row): [Row, ThreadItem] => [row, itemOf(row)])
    .filter(([row]) => {
      if (isPublished(row) || row.known.comment.replyCount > 0) listedCount += 1;
      return isShown(row);
    })
    .map(([, item]) => item);
  const newerCount = state.after === null ? 0 : Math.max(1, state.skipped);
  const olderCount = state.before === null ? 0 : Math.max(0, state.threadCount - listedCount - newerCount);
  return { items, waitingCount, olderCount, newerCount };
}

function rowsOf(state: ThreadState, own: Own): Row[] {
  const all = new Map<string, [Known, isOwn: boolean, Unsent?]>();
  for (const [id, known] of state.known) all.set(id, [known, false]);
  for (const comment of state.held) {
    const known = state.known.get(comment.id);
    if (!known || known.comment.version <= comment.version) all.set(comment.id, [knownOf(comment, known), true]);
  }
  for (const unsent of own.unsent) {
    if (!all.has(unsent.id)) all.set(unsent.id, [knownOf(commentOf(unsent, own.visitor)), true, unsent]);
  }
  const rows: Row[] = [];
  for (const [id, [known, isOwn, unsent]] of all) {
    const { comment, place } = known;
    const isUndoable = own.undoable.has(id);
    const isMine = isOwn || isUndoable || (own.visitor !== null && comment.author?.id === own.visitor.id);
    const shown = show(known, isMine, own, unsent);
    if (shown.comment.status !== 'published' && !isOwn && !isUndoable && comment.replyCount === 0) continue;
    rows.push({
      known,
      shown,
      isOwn,
      isIn:
        isOwn ||
        id === own.target ||
        (isMine && place.seq > state.listedAt) ||
        (comment.parentId === null && (isWithin(state, place) || (comment.pinned && state.pinned.includes(id)))),
      waits: !isMine && !known.isListed && place.seq > state.shownTo,
    });
  }
  return rows;
}

/** Whether all readers have it. */
const isPublished = ({ known: { comment } }: Row): boolean => comment.status === 'published' && comment.seq !== null;

/** The order in which rows stand: pinned ones first, what is not published where it will stand. */
function inOrder(state: ThreadState, sort: ThreadState['sort']) {
  const pin = ({ known: { comment } }: Row) => (comment.pinned ? state.pinned.indexOf(comment.id) : -1) >>> 0;
  return (a: Row, b: Row): number =>
    pin(a) - pin(b) ||
    compare(sort, a.known.place, b.known.place) ||
    (a.known.comment.at - b.known.comment.at) * (sort === 'oldest' ? 1 : -1);
}

/** Gives the object of before where nothing about it is another. */
function keeper(before: readonly ThreadItem[]) {
  const known = new Map<string, ShownComment>();
  for (const item of before) for (const shown of [item, ...item.replies]) known.set(shown.comment.id, shown);
  const isSame = (a: unknown, b: unknown): boolean =>
    a === b || (Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((one, i) => one === b[i]));
  return <Shown extends ShownComment>(shown: Shown): Shown => {
    const old = known.get(shown.comment.id) as Shown | undefined;
    return old && (Object.keys(shown) as (keyof Shown)[]).every((key) => isSame(shown[key], old[key])) ? old : shown;
  };
}
