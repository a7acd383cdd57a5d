import { LIST_LENGTH, type CommandInputs, type CommentsListed, type Sort } from '@huzzah/protocol';
import type { Page } from '../page.js';
import { HuzzahRefusal } from '../refusal.js';
import { compare, isWithin } from './places.js';
import { foldList, type ListPart, type ThreadState } from './thread-state.js';
import type { ThreadView } from './thread-view.js';

type ListInput = Pick<CommandInputs['comment.list'], 'before' | 'parentId' | 'around'>;

/** What takes the lists. */
export interface ListTaker {
  readonly sort: Sort;
  readonly limit: number;
  state: ThreadState;
  changed(): void;
}

/** Asks for parts of a page's list, for its thread. */
export class Lists {
  loading: ThreadView['loading'] = null;
  isFailed = false;
  readonly loadingReplies = new Set<string>();
  readonly #page: Page;
  readonly #taker: ListTaker;
  /** Counts the times that the list began anew: what was asked for before is not of it. */
  #life = 0;

  constructor(page: Page, taker: ListTaker) {
    this.#page = page;
    this.#taker = taker;
  }

  /** The list begins anew: whatever is on its way comes too late. */
  begin(): void {
    this.#life += 1;
    this.loading = null;
    this.isFailed = false;
  }

  /** Fetches a part of the list; one at a time, but for one that begins it anew. */
  async fetch(part: NonNullable<ThreadView['loading']>, input: ListInput): Promise<void> {
    if (part === 'first') this.begin();
    else if (this.loading !== null) return;
    const life = this.#life;
    this.loading = part;
    await this.#ask(part, input);
    if (life === this.#life) this.loading = null;
    this.#taker.changed();
  }

  /** Fetches the part at a cursor, where there is one. */
  async fetchOn(part: 'older' | 'newer', cursor: string | null): Promise<void> {
    if (cursor !== null) await this.fetch(part, { before: cursor });
  }

  /** Fetches the next replies of a comment. */
  async fetchReplies(id: string): Promise<void> {
    if (this.loadingReplies.has(id)) return;
    const before = this.#taker.state.known.get(id)?.repliesCursor;
    this.loadingReplies.add(id);
    await this.#ask(null, { parentId: id, ...(before && { before }) });
    this.loadingReplies.delete(id);
    this.#taker.changed();
  }

  /** Reads all that is shown again, which changes nothing of the list but what is newer. */
  refresh(): Promise<void> {
    const { limit, state } = this.#taker;
    const inside = [...state.known.values()].filter(
      ({ comment, place }) => comment.parentId === null && isWithin(state, place),
    );
    const [first] = inside.sort((a, b) => compare(state.sort, a.place, b.place));
    // The part around a comment begins before it.
    if (state.after !== null && first) return this.#ask('again', { around: first.comment.id }, inside.length + limit);
    return this.#ask('again', {}, Math.max(limit, inside.length));
  }

  /** @param most comments that the part may have, in as many lists as that takes where it has an end to reach */
  async #ask(part: ListPart, input: ListInput, most = this.#taker.limit): Promise<void> {
    const life = this.#life;
    const { limit, sort } = this.#taker;
    const command = { page: this.#page.key, limit, sort, ...input };
    // A cursor has its own place: what the first one was around is no part of the next.
    const ask = (count: number, before?: string) =>
      this.#page.connection.request('comment.list', {
        ...command,
        limit: count,
        ...(before && { before, around: undefined }),
      });
    const fold = (reply: CommentsListed, as: ListPart) => {
      const { state } = this.#taker;
      if (life === this.#life && reply.epoch === state.epoch) this.#taker.state = foldList(state, reply, as, command);
    };
    this.isFailed = false;
    this.#taker.changed();
    try {
      const reply = await ask(Math.min(most, LIST_LENGTH));
      // A list that would be too large is cut at its end, and what comes before ours has to reach it.
      if (part === 'newer' || part === 'again') {
        let { before } = reply;
        for (let rest = most - topCount(reply); rest > 0 && before !== null;) {
          const more = await ask(Math.min(rest, LIST_LENGTH), before);
          fold(more, part === 'again' ? part : null);
          rest -= topCount(more);
          ({ before } = more);
        }
      }
      fold(reply, part);
    } catch (error) {
      // What is not there is no failure.
      if (life === this.#life) this.isFailed = !(error instanceof HuzzahRefusal && error.code === 'not_found');
    }
  }
}

const topCount = ({ comments }: CommentsListed) => comments.filter(({ parentId }) => parentId === null).length;
