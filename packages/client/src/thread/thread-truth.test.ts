import type { Comment, Sort } from '@huzzah/protocol';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ModelNetwork, settle } from '../testing/model-network.js';
import { openThread } from './open-thread.js';
import type { PageThread } from './page-thread.js';
import type { ShownComment, Thread } from './thread-view.js';
import './writer.js';

const LIMIT = 3;
const OTHERS = ['ana', 'bo'];

type Step = [what: string, a: number, b: number];

class Story {
  readonly network = new ModelNetwork();
  readonly thread: Thread;
  readonly posted = new Set<string>();
  #count = 0;

  constructor(sort: Sort) {
    this.thread = openThread(this.network.page, { sort, limit: LIMIT });
    this.thread.subscribe(() => {});
  }

  pick(ids: readonly string[], index: number): string | undefined {
    return ids[index % Math.max(1, ids.length)];
  }

  /** Others do something on the server. */
  other(a: number, b: number): void {
    const { talk } = this.network;
    const by = OTHERS[b % 2]!;
    const all = talk.ids;
    const published = all.filter((id) => talk.status(id) === 'published');
    const tops = published.filter((id) => talk.show(id).parentId === null);
    const [top, one] = [this.pick(tops, b), this.pick(published, b)];
    const id = `${by}-${(this.#count += 1)}`;
    // A reply that comes back below what nobody knows any more is seen with the next list.
    const hasParent = (other: string) => {
      const { parentId } = talk.show(other);
      return parentId === null || talk.status(parentId) === 'published';
    };
    if (a < 4) talk.post(id, by, null, id);
    else if (a < 8 && top) talk.post(id, by, top, id);
    else if (a === 8 && one) talk.edit(one, `${id} edited`);
    else if (a < 11 && one) talk.remove(one);
    else if (a === 11) {
      const removed = this.pick(
        all.filter((other) => talk.status(other) === 'removed' && talk.show(other).seq && hasParent(other)),
        b,
      );
      if (removed) talk.restore(removed);
    } else if (a === 12 && top && talk.pinned.length < 3 && !talk.show(top).pinned) talk.pin(top);
    else if (a === 13 && talk.pinned[0]) talk.unpin(talk.pinned[0].id);
    else if (a < 16 && one) talk.vote(one, by, b % 3 === 0 ? 0 : 1);
    else if (a === 16) {
      const pending = this.pick(
        all.filter((other) => talk.status(other) === 'pending' && hasParent(other)),
        b,
      );
      if (pending) talk.approve(pending);
    }
  }

  /** The reader does something. */
  me(a: number, b: number): void {
    const { thread } = this;
    const shown = thread.view.items.flatMap((item) => [item, ...item.replies]);
    const others = shown.filter(({ isMine }) => !isMine);
    const one = this.pick(
      others.map(({ comment }) => comment.id),
      b,
    );
    const mine = this.pick(
      shown.filter(({ isMine }) => isMine).map(({ comment }) => comment.id),
      b,
    );
    const item = this.pick(
      thread.view.items.map(({ comment }) => comment.id),
      b,
    );
    const quiet = (done: Promise<unknown>) => void done.catch(() => {});
    const body = `${b % 5 === 0 ? 'held ' : ''}mine ${(this.#count += 1)}`;
    if (a < 3) quiet(thread.post({ body }).then(({ id }) => this.posted.add(id)));
    else if (a < 5 && item) quiet(thread.post({ body, parentId: item }).then(({ id }) => this.posted.add(id)));
    else if (a === 5 && mine) quiet(thread.edit(mine, `${body} edited`));
    else if (a === 6 && mine) quiet(thread.remove(mine));
    else if (a === 7 && mine) quiet(thread.restore(mine));
    else if (a < 10 && one) quiet(thread.vote(one, b % 2 === 0 ? 1 : -1));
    else if (a === 10) quiet(thread.showOlder());
    else if (a === 11) quiet(thread.showNewer());
    else if (a === 12 && item) quiet(thread.showReplies(item));
    else if (a === 13) thread.hold(b % 2 === 0);
    else if (a === 14) thread.reveal();
    else if (a === 15) thread.setSort((['newest', 'oldest', 'top'] as const)[b % 3]!);
    else if (a === 16) quiet(thread.showComment(this.pick(this.network.talk.ids, b) ?? 'nobody'));
  }

  async run([what, a, b]: Step): Promise<void> {
    const { network } = this;
    if (what === 'other') this.other(a, b);
    else if (what === 'me') this.me(a, b);
    else if (what === 'serve') network.serve();
    else if (what === 'answer') network.answer(b);
    else if (what === 'beat') network.beat();
    else if (what === 'deliver') for (let i = 0; i <= b % 3; i += 1) network.deliver();
    else if (what === 'cut') network.cut();
    else if (what === 'connect' && network.stage !== 'up') network.connect();
    else if (what === 'lose') network.loseBeat();
    else if (what === 'restart') network.restart();
    else if (what === 'wait') vi.advanceTimersByTime(1_000);
    await settle();
  }

  /** The network works, until nobody has anything to say. */
  async calm(): Promise<void> {
    if (this.network.stage !== 'up') this.network.connect();
    this.thread.hold(false);
    for (let quiet = 0; quiet < 3;) {
      await settle();
      if (this.network.isIdle) {
        quiet += 1;
        vi.advanceTimersByTime(30_000);
        await settle();
        this.network.beat();
      } else quiet = 0;
      for (let i = 0; i < 5; i += 1) {
        this.network.serve();
        this.network.answer();
        this.network.deliver();
        await settle();
      }
    }
  }
}

function check({ network, thread, posted }: Story): void {
  const { talk, hasMissedVotes } = network;
  const { view } = thread;
  const shape = ({ comment: { votes, replyCount, ...comment } }: ShownComment) => {
    return { ...comment, ...(!hasMissedVotes && { votes }), ...(comment.parentId === null && { replyCount }) };
  };
  const truth = (id: string) => {
    const { votes, replyCount, ...comment } = talk.show(id, talk.isBy(id, 'me'));
    return { ...comment, ...(!hasMissedVotes && { votes }), ...(comment.parentId === null && { replyCount }) };
  };
  expect(view.isKnown && !view.isLoadFailed).toBe(true);
  expect(view.loading).toBe(null);
  expect(view.waitingCount).toBe(0);
  expect(view.commentCount).toBe(talk.commentCount);
  for (const item of view.items) {
    const { id, status } = item.comment;
    for (const shown of [item, ...item.replies]) {
      if (shown.delivery === 'failed') continue;
      expect(shown.delivery).toBe('posted');
      expect(shape(shown)).toEqual(truth(shown.comment.id));
      // What is told to all alike says nothing of the vote of one who did not know it.
      const isBack = talk.log.some(({ type, id: other }) => type !== 'posted' && other === shown.comment.id);
      const isListed = (network.page.part as PageThread).state.known.get(shown.comment.id)?.isListed;
      if (isListed || !isBack) expect(shown.myVote).toBe(talk.voteOf(shown.comment.id, 'me'));
    }
    if (item.delivery === 'failed' || status === 'pending' || item.comment.parentId !== null) continue;
    const replies = talk.replies(id);
    const shown = item.replies
      .map(({ comment }) => comment)
      .filter((reply) => reply.status === 'published' && reply.seq);
    expect(shown.map((reply) => reply.id)).toEqual(replies.filter((reply) => shown.some((one) => one.id === reply)));
    expect(item.moreReplies).toBe(replies.length - shown.length);
  }
  // The list is a part of the whole without a gap; beside it stand pins and one’s own.
  const all = talk.threads(view.sort).map(({ id }) => id);
  const isListed = ({ seq, parentId }: Comment) => seq !== null && parentId === null;
  const items = view.items
    .map(({ comment }) => comment)
    .filter((comment) => isListed(comment) && all.includes(comment.id));
  const pinned = view.items.filter(({ comment }) => comment.pinned).map(({ comment }) => comment.id);
  expect(pinned).toEqual(talk.pinned.map(({ id }) => id));
  expect(view.items.slice(0, pinned.length).map(({ comment }) => comment.id)).toEqual(pinned);
  const plain = items.filter(({ pinned: isPinned }) => !isPinned).map(({ id }) => id);
  if (view.sort !== 'top') {
    expect(plain).toEqual(all.filter((id) => plain.includes(id)));
    const others = plain.filter((id) => !talk.isBy(id, 'me') && id !== 'target');
    const rest = all.filter((id) => !talk.isBy(id, 'me') && !talk.show(id).pinned);
    if (others.length > 0) {
      const start = rest.indexOf(others[0]!);
      expect(others).toEqual(rest.slice(start, start + others.length));
    }
  }
  // By votes a comment may pass a reader while he asks for the next part.
  if (view.newerCount === 0 && view.sort !== 'top') expect(items.length + view.olderCount).toBe(all.length);
  for (const id of talk.heldBy('me').map((comment) => comment.id)) {
    const shown = view.items.flatMap((item) => [item, ...item.replies]).find(({ comment }) => comment.id === id);
    expect(shown?.comment.status).toBe('pending');
  }
  for (const id of posted) if (talk.epoch === 'e1') expect(talk.has(id)).toBe(true);
}

const step = fc.tuple(
  fc.oneof(
    { weight: 6, arbitrary: fc.constant('other') },
    { weight: 6, arbitrary: fc.constant('me') },
    { weight: 6, arbitrary: fc.constantFrom('serve', 'serve', 'answer', 'deliver', 'deliver', 'deliver') },
    { weight: 3, arbitrary: fc.constant('beat') },
    { weight: 1, arbitrary: fc.constantFrom('cut', 'connect', 'connect', 'lose', 'wait', 'restart') },
  ),
  fc.nat(16),
  fc.nat(40),
) satisfies fc.Arbitrary<Step>;

describe('a thread and the truth', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    // The lock of all tabs would be one of all stories.
    vi.stubGlobal('navigator', {});
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('TH-1: whatever is told in whatever order, it ends equal to the server’s truth', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom<Sort[]>('newest', 'oldest', 'top'),
        fc.nat(12),
        fc.array(step, { minLength: 20, maxLength: 150, size: 'max' }),
        async (sort, count, steps) => {
          const story = new Story(sort);
          for (let i = 0; i < count; i += 1) story.other(i % 8, i);
          story.network.connect();
          for (const one of steps) await story.run(one);
          await story.calm();
          check(story);
        },
      ),
      { numRuns: 250 },
    );
  });
});
