import type { Comment, Visitor } from '@huzzah/protocol';
import type { Own } from './own.js';
import { compare, isWithin, placeOf } from './places.js';
import { ABOUT_NOTHING, type Known, type ThreadState } from './thread-state.js';
import type { ShownComment, ThreadItem, ThreadView } from './thread-view.js';

/** Who looks, and at what. */
export interface Reader {
  readonly visitor: Visitor | null;
  /** By this device's clock, epoch ms. */
  readonly now: number;
  /** How long after its `at` a comment may be edited, in ms by this device's clock. */
  readonly editableMs: number;
  readonly own: Own | undefined;
  /** A reply that is shown however many before it are not. */
  readonly target: string | undefined;
  readonly loadingReplies: ReadonlySet<string>;
}

interface Row {
  readonly known: Known;
  readonly shown: ShownComment;
  /** Nobody else sees it: it is shown wherever the list has come to. */
  readonly isOwn: boolean;
  readonly isIn: boolean;
  readonly waits: boolean;
}

/** How what is not the visitor's looks: it is the same for as long as what is known of it is. */
const plain = new WeakMap<Known, ShownComment>();
/** The last item of which a comment was the top. */
const itemOf = new WeakMap<ShownComment, ThreadItem>();

/**
 * What there is to draw: the truth with what is the visitor's own laid over it, in order. What
 * looks as in `before` is the same object, all of it too; of that nothing is made anew.
 */
export function arrange(
  state: ThreadState,
  reader: Reader,
  before: readonly ThreadItem[],
): Pick<ThreadView, 'items' | 'waitingCount' | 'olderCount' | 'newerCount'> {
  const rows = rowsOf(state, reader, keeper(before));
  const families = Map.groupBy(rows.values(), ({ known }) => known.comment.parentId);
  const tops = [...rows.values()].filter(({ known, isIn, isOwn }) => {
    const { parentId } = known.comment;
    // His text is never out of sight.
    return parentId === null ? isIn : isOwn && !rows.get(parentId)?.isIn;
  });

  let waitingCount = 0;
  let listedCount = 0;
  const items: ThreadItem[] = [];
  for (const row of inOrder(state, state.sort, tops)) {
    const { shown, known } = row;
    const { comment, repliesTo } = known;
    const family = families.get(comment.id)?.filter(({ isIn, known }) => isIn || known.place.seq <= repliesTo) ?? [];
    const told = family.filter(({ waits }) => !waits);
    if (isPublished(row) || comment.replyCount > 0) listedCount += 1;
    waitingCount += family.length - told.length + Number(row.waits);
    if (row.waits) continue;
    const replies = inOrder(state, 'oldest', told).map(({ shown }) => shown);
    const missing = comment.replyCount - family.filter(isPublished).length;
    const moreReplies = repliesTo === Infinity ? 0 : Math.max(0, missing);
    const isLoadingReplies = reader.loadingReplies.has(comment.id);
    let item = itemOf.get(shown) ?? (shown as ThreadItem);
    if (
      item.moreReplies !== moreReplies ||
      item.isLoadingReplies !== isLoadingReplies ||
      !isSame(item.replies, replies)
    )
      itemOf.set(shown, (item = { ...shown, replies, moreReplies, isLoadingReplies }));
    items.push(item);
  }
  const newerCount = state.after === null ? 0 : Math.max(1, state.skipped);
  const olderCount = state.before === null ? 0 : Math.max(0, state.threadCount - listedCount - newerCount);
  return { items: isSame(items, before) ? before : items, waitingCount, olderCount, newerCount };
}

function rowsOf(state: ThreadState, { visitor, now, editableMs, own, target }: Reader, kept: Keeper): Map<string, Row> {
  const rows = new Map<string, Row>();
  const add = (known: Known, isOwn: boolean) => {
    const { comment, place } = known;
    const { id, status, at, author } = comment;
    const isAuthor = isOwn || (visitor !== null && author?.id === visitor.id);
    let seen = isAuthor ? undefined : plain.get(known);
    if (!seen) {
      const until = at + editableMs;
      seen = kept({
        comment,
        isMine: isAuthor,
        myVote: known.myVote,
        delivery: 'posted',
        askedAt: null,
        failure: null,
        editableUntil: isAuthor && status !== 'removed' && until > now ? until : null,
        undoableUntil: null,
      });
      if (!isAuthor) plain.set(known, seen);
    }
    const laid = own?.lay(seen) ?? seen;
    const shown = laid === seen ? seen : kept(laid);
    const { isMine } = shown;
    if (shown.comment.status !== 'published' && !isOwn && !shown.undoableUntil && comment.replyCount === 0) return;
    rows.set(id, {
      known,
      shown,
      isOwn,
      isIn:
        isOwn ||
        (isMine && place.seq > state.listedAt) ||
        (comment.parentId === null ? isWithin(state, place) || pinOf(state, comment) >= 0 : id === target),
      waits: !isMine && !known.isListed && place.seq > state.shownTo,
    });
  };
  for (const known of state.known.values()) add(known, false);
  const addOwn = (comment: Comment) => {
    const known = state.known.get(comment.id);
    // Of one that was published since, or was seen before its reply came, the truth stands.
    if (known && known.comment.version > comment.version) return;
    const replyCount = known?.comment.replyCount ?? 0;
    add({ ...ABOUT_NOTHING, ...known, place: placeOf(comment), comment: { ...comment, replyCount } }, true);
  };
  state.held.forEach(addOwn);
  own?.unsent.forEach((comment) => !rows.has(comment.id) && addOwn(comment));
  return rows;
}

/** Whether all readers have it. */
const isPublished = ({ known: { comment } }: Row): boolean => comment.status === 'published' && comment.seq !== null;

/** Its place among the pins; -1: it has none. */
function pinOf({ pinned }: ThreadState, comment: Comment): number {
  return comment.pinned && comment.status === 'published' ? pinned.indexOf(comment.id) : -1;
}

/** Pinned ones first; what is not published stands where it will. */
function inOrder(state: ThreadState, sort: ThreadState['sort'], rows: Row[]): Row[] {
  // As an unsigned number -1 comes behind all.
  const pin = ({ known }: Row) => pinOf(state, known.comment) >>> 0;
  return rows.sort(
    (a, b) =>
      pin(a) - pin(b) ||
      compare(sort, a.known.place, b.known.place) ||
      (a.known.comment.at - b.known.comment.at) * (sort === 'oldest' ? 1 : -1),
  );
}

type Keeper = (shown: ShownComment) => ShownComment;

/** Gives the object of before where nothing about it is another; it may be an item. */
function keeper(before: readonly ThreadItem[]): Keeper {
  let known: Map<string, ShownComment> | undefined;
  return (shown) => {
    if (!known) {
      known = new Map();
      for (const item of before) for (const old of [item, ...item.replies]) known.set(old.comment.id, old);
    }
    const old = known.get(shown.comment.id);
    return old && Object.entries(shown).every(([key, value]) => value === old[key as keyof ShownComment]) ? old : shown;
  };
}

function isSame(a: readonly unknown[] | undefined, b: readonly unknown[]): boolean {
  return a?.length === b.length && b.every((one, index) => one === a[index]);
}
