/** The talk of one page as a server knows it: naive, whole, in memory. */
import type { Change, ChangeType, Comment, CommentList, CommentStatus, Sort, Vote } from '@huzzah/protocol';

interface Stored {
  readonly id: string;
  readonly parentId: string | null;
  readonly authorId: string;
  readonly name: string;
  readonly at: number;
  seq: number | null;
  version: number;
  body: string;
  editedAt: number | null;
  status: CommentStatus;
  pinned: boolean;
  readonly voters: Map<string, Vote>;
  votesVersion: number;
}

/** How many replies come with a comment. */
const FIRST_REPLIES = 2;

/** At the end of a cursor to what comes before. */
const BACK = '/back';

export class ModelTalk {
  epoch: string;
  /** What each change did, to whom; the comment is as it is when told. */
  readonly log: { readonly type: ChangeType; readonly id: string }[] = [];
  readonly #comments = new Map<string, Stored>();
  readonly #now: (() => number) | undefined;
  #pins: string[] = [];

  /** @param now the clock; without it times are numbers in order */
  constructor(epoch: string, now?: () => number) {
    this.epoch = epoch;
    this.#now = now;
  }

  get seq(): number {
    return this.log.length;
  }

  get ids(): string[] {
    return [...this.#comments.keys()];
  }

  get commentCount(): number {
    return [...this.#comments.values()].filter(({ status }) => status === 'published').length;
  }

  get pinned(): Comment[] {
    return this.#pins.map((id) => this.show(id));
  }

  has(id: string): boolean {
    return this.#comments.has(id);
  }

  status(id: string): CommentStatus | undefined {
    return this.#comments.get(id)?.status;
  }

  isBy(id: string, visitorId: string): boolean {
    return this.#comments.get(id)?.authorId === visitorId;
  }

  /** Once, whatever is asked how often. */
  post(id: string, authorId: string, parentId: string | null, body: string, isHeld = false, name = authorId): void {
    if (this.#comments.has(id)) return;
    const top = parentId === null ? null : (this.#comments.get(parentId)!.parentId ?? parentId);
    this.#comments.set(id, {
      id,
      parentId: top,
      authorId,
      name,
      at: this.#now?.() ?? this.#comments.size,
      seq: null,
      version: 1,
      body,
      editedAt: null,
      status: 'pending',
      pinned: false,
      voters: new Map(),
      votesVersion: 0,
    });
    if (!isHeld) this.#publish(id);
  }

  approve(id: string): void {
    this.#comments.get(id)!.version += 1;
    this.#publish(id);
  }

  edit(id: string, body: string): void {
    this.#change(id, 'edited', { body, editedAt: this.#now?.() ?? 1 });
  }

  remove(id: string): void {
    this.#pins = this.#pins.filter((pin) => pin !== id);
    this.#change(id, 'removed', { status: 'removed', pinned: false });
  }

  restore(id: string): void {
    this.#change(id, 'restored', { status: 'published' });
  }

  pin(id: string): void {
    this.#pins = [id, ...this.#pins];
    this.#change(id, 'pinned', { pinned: true });
  }

  unpin(id: string): void {
    this.#pins = this.#pins.filter((pin) => pin !== id);
    this.#change(id, 'unpinned', { pinned: false });
  }

  vote(id: string, visitorId: string, value: Vote): void {
    const comment = this.#comments.get(id)!;
    if (this.voteOf(id, visitorId) === value) return;
    comment.voters.set(visitorId, value);
    comment.votesVersion += 1;
  }

  /** The votes of one visitor on these comments, by id. */
  votesOf(visitorId: string, ids: Iterable<string> = this.ids): Record<string, Vote> {
    const votes = [...ids].map((id) => [id, this.voteOf(id, visitorId)] as const);
    return Object.fromEntries(votes.filter(([, vote]) => vote !== 0));
  }

  voteOf(id: string, visitorId: string): Vote {
    return this.#comments.get(id)?.voters.get(visitorId) ?? 0;
  }

  /** As all readers see it, or, `isOwn`, as its author does. */
  show(id: string, isOwn = false): Comment {
    const { seq, version, parentId, authorId, name, body, at, editedAt, status, pinned, voters, votesVersion } =
      this.#comments.get(id)!;
    const count = (vote: Vote) => [...voters.values()].filter((value) => value === vote).length;
    const isSeen = status === 'published' || (isOwn && status !== 'removed');
    return {
      id,
      seq,
      version,
      parentId,
      at,
      editedAt,
      author: isSeen ? { id: authorId, name, role: 'visitor' } : null,
      body: isSeen ? body : '',
      status: isSeen ? status : 'removed',
      votes: { up: count(1), down: count(-1), version: votesVersion },
      pinned,
      replyCount: this.replies(id).length,
      ...(!isSeen && { removedBy: 'author' }),
    };
  }

  heldBy(visitorId: string): Comment[] {
    return [...this.#comments.values()]
      .filter(({ authorId, status }) => authorId === visitorId && status === 'pending')
      .map(({ id }) => this.show(id, true));
  }

  /** A change of the log, by its `seq`. */
  change(seq: number): Change {
    const { type, id } = this.log[seq - 1]!;
    return { seq, type, comment: this.show(id) };
  }

  /** All changes after this `seq`. */
  changesAfter(seq: number): Change[] {
    return this.log.slice(seq).map((_, index) => this.change(seq + index + 1));
  }

  /** All top-level comments that a list would hold. */
  threads(sort: Sort): Comment[] {
    const score = ({ votes }: Comment) => votes.up - votes.down;
    return this.ids
      .map((id) => this.show(id))
      .filter(({ parentId, seq, status, replyCount }) => {
        return parentId === null && seq !== null && (status === 'published' || replyCount > 0);
      })
      .sort((a, b) => {
        return (sort === 'top' && score(b) - score(a)) || (sort === 'oldest' ? a.seq! - b.seq! : b.seq! - a.seq!);
      });
  }

  replies(id: string): string[] {
    return [...this.#comments.values()]
      .filter(({ parentId, status }) => parentId === id && status === 'published')
      .sort((a, b) => a.seq! - b.seq!)
      .map((reply) => reply.id);
  }

  /** A part of a list; its cursors say behind which comment they are, `score/seq`. */
  list(sort: Sort, limit: number, before?: string, parentId?: string, around?: string): CommentList | null {
    const score = ({ votes }: Comment) => votes.up - votes.down;
    const cursor = (comment: Comment) => `${score(comment)}/${comment.seq}`;
    if (parentId !== undefined) {
      const after = before === undefined ? 0 : Number(before.split('/')[1]);
      const rest = this.replies(parentId)
        .map((id) => this.show(id))
        .filter(({ seq }) => seq! > after);
      const comments = rest.slice(0, limit);
      return { comments, asOf: this.seq, before: rest.length > limit ? cursor(comments.at(-1)!) : null };
    }
    const all = this.threads(sort);
    const top = around === undefined ? undefined : (this.#comments.get(around)?.parentId ?? around);
    let start = 0;
    if (top !== undefined) {
      const index = all.findIndex(({ id }) => id === top);
      if (index < 0 || this.show(around!).status !== 'published') return null;
      start = Math.max(0, index - (limit >> 1));
    } else if (before !== undefined) {
      const [points, seq] = before.split('/').map(Number) as [number, number];
      const isBehind = (comment: Comment) => {
        if (sort === 'top' && score(comment) !== points) return score(comment) < points;
        return sort === 'oldest' ? comment.seq! > seq : comment.seq! < seq;
      };
      start = all.findIndex(isBehind);
      if (start < 0) start = all.length;
    }
    const threads = all.slice(start, start + limit);
    const previous = start - limit;
    const beginning = sort === 'oldest' ? '0/0' : `${Number.MAX_SAFE_INTEGER}/${Number.MAX_SAFE_INTEGER}`;
    const isBothWays = around !== undefined || before?.endsWith(BACK) === true;
    return {
      comments: threads.flatMap((thread) => {
        const replies = this.replies(thread.id);
        const shown = replies.slice(0, FIRST_REPLIES);
        if (around !== undefined && replies.includes(around) && !shown.includes(around)) shown.push(around);
        return [thread, ...shown.map((id) => this.show(id))];
      }),
      asOf: this.seq,
      before: start + limit < all.length ? cursor(threads.at(-1)!) : null,
      ...(isBothWays && {
        after: start === 0 ? null : (previous > 0 ? cursor(all[previous - 1]!) : beginning) + BACK,
        skipped: start,
      }),
    };
  }

  #publish(id: string): void {
    this.#comments.get(id)!.seq = this.seq + 1;
    this.#comments.get(id)!.status = 'published';
    this.log.push({ type: 'posted', id });
  }

  /** Of what is not published nobody is told, nor was. */
  #change(id: string, type: ChangeType, change: Partial<Stored>): void {
    const comment = this.#comments.get(id)!;
    const wasPublished = comment.status === 'published';
    Object.assign(comment, change, { version: comment.version + 1 });
    if (wasPublished || comment.status === 'published') this.log.push({ type, id });
  }
}
