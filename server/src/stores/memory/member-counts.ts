import type { Rate } from '@huzzah/protocol';

interface Members {
  readonly ids: Set<string>;
  /** Monotonic ms. */
  readonly endsAt: number;
}

/** Counts who did something: each member of a key once, from its first on. Beyond its size the oldest keys are forgotten. */
export class MemberCounts {
  readonly #size: number;
  readonly #now: () => number;
  readonly #keys = new Map<string, Members>();

  /** @param now monotonic ms */
  constructor(size: number, now: () => number) {
    this.#size = size;
    this.#now = now;
  }

  /** In how many ms this member could be counted; 0: now, or he is already. */
  waitMs(key: string, member: string, { points }: Rate): number {
    const members = this.#alive(key);
    if (members === undefined || members.ids.size < points || members.ids.has(member)) return 0;
    return members.endsAt - this.#now();
  }

  count(key: string, member: string, { perMs }: Rate): void {
    const members = this.#alive(key) ?? { ids: new Set(), endsAt: this.#now() + perMs };
    members.ids.add(member);
    this.#keys.set(key, members);
    if (this.#keys.size <= this.#size) return;
    const [oldest] = this.#keys.keys();
    this.#keys.delete(oldest!);
  }

  #alive(key: string): Members | undefined {
    const members = this.#keys.get(key);
    if (members === undefined || members.endsAt > this.#now()) return members;
    this.#keys.delete(key);
    return undefined;
  }
}
