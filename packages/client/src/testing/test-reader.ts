import type { PagePulse } from '@huzzah/protocol';
import type { TestPage } from './test-page.js';

/** What one connection has been told of a page that it has joined. */
export class TestReader {
  readonly #page: TestPage;
  readonly #visitorId: string;
  #told: number;
  readonly #toldVotes = new Map<string, number>();

  /** As of the reply to the join, which told all that there was. */
  constructor(page: TestPage, visitorId: string) {
    this.#page = page;
    this.#visitorId = visitorId;
    this.#told = page.talk.seq;
    for (const id of page.talk.ids) this.#toldVotes.set(id, page.talk.show(id).votes.version);
  }

  /** What is new since it was last told, for every reader. */
  news(): PagePulse {
    const { key: page, talk, settings, tally, occupancy } = this.#page;
    const { epoch, seq: head, commentCount } = talk;
    const votes: NonNullable<PagePulse['votes']> = {};
    for (const id of talk.ids) {
      const now = talk.show(id).votes;
      if (now.version > (this.#toldVotes.get(id) ?? 0)) votes[id] = now;
      this.#toldVotes.set(id, now.version);
    }
    const changes = talk.changesAfter(this.#told);
    this.#told = head;
    const threadCount = talk.threads('newest').length;
    return { page, epoch, head, tally, occupancy, commentCount, threadCount, votes, settings, changes };
  }

  /** What is for this visitor alone. */
  own(): PagePulse {
    const { key: page, talk } = this.#page;
    return { page, epoch: talk.epoch, mine: this.#page.mineOf(this.#visitorId), held: talk.heldBy(this.#visitorId) };
  }
}
