import type { Votes } from '@huzzah/protocol';

interface Entry {
  readonly votes: Votes;
  readonly place: number;
}

/** The votes that follow a place, as the inside of a JSON object, and the place that they lead to. */
export interface TakenVotes {
  readonly text: string;
  readonly place: number;
}

/**
 * The votes of the comments of one page that were voted on of late, as last committed, in the
 * order of their last change. Places are counted from 1 over the life of this log.
 */
export class VoteLog {
  readonly #entries = new Map<string, Entry>();
  #last = 0;

  /** The place of the newest. */
  get last(): number {
    return this.#last;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Takes in the comment's votes; `false` where newer ones are known. */
  add(id: string, votes: Votes): boolean {
    const known = this.#entries.get(id);
    if (known !== undefined && known.votes.version >= votes.version) return false;
    // Taken out first, for a map keeps the order in which its keys came.
    this.#entries.delete(id);
    this.#last += 1;
    this.#entries.set(id, { votes, place: this.#last });
    return true;
  }

  /** The votes after `after` that fit into so many bytes. */
  take(after: number, maxBytes: number): TakenVotes {
    let text = '';
    for (const [id, { votes, place }] of this.#entries) {
      if (place <= after) continue;
      const more = `${text && ','}${JSON.stringify(id)}:${JSON.stringify(votes)}`;
      // All of it is ASCII.
      if (text.length + more.length > maxBytes) return { text, place: place - 1 };
      text += more;
    }
    return { text, place: this.#last };
  }

  /** Forgets the votes up to `place`: everybody has them. */
  forget(place: number): void {
    for (const [id, entry] of this.#entries) {
      if (entry.place > place) return;
      this.#entries.delete(id);
    }
  }

  clear(): void {
    this.#entries.clear();
  }
}
