import type { Change, PagePulse } from '@huzzah/protocol';
import { expect } from 'vitest';
import type { Visitor } from './visitor.js';

/** A reader of one page who is strict about its log: no gap, nothing twice, nothing out of order. */
export class Follower {
  /** All changes, in the order heard. */
  readonly changes: Change[] = [];
  /** How often something was missing, so that he had to join again. */
  gaps = 0;
  readonly #visitor: Visitor;
  readonly #page: string;
  #seq = 0;
  #epoch: unknown;
  #isJoining = false;

  private constructor(visitor: Visitor, page: string) {
    this.#visitor = visitor;
    this.#page = page;
    visitor.socket.on('page.pulse', (pulse: PagePulse) => this.#heard(pulse));
  }

  static async on(visitor: Visitor, page: string): Promise<Follower> {
    const follower = new Follower(visitor, page);
    const { seq, epoch } = await visitor.join(page);
    follower.#seq = seq as number;
    follower.#epoch = epoch;
    return follower;
  }

  get seq(): number {
    return this.#seq;
  }

  #heard({ head = 0, changes = [] }: PagePulse): void {
    if (this.#isJoining) return;
    changes.forEach((change) => this.#add(change));
    if (head > this.#seq) void this.#catchUp();
  }

  #add(change: Change): void {
    expect(change.seq).toBe(this.#seq + 1);
    this.#seq = change.seq;
    this.changes.push(change);
  }

  async #catchUp(): Promise<void> {
    this.#isJoining = true;
    this.gaps += 1;
    const since = { epoch: this.#epoch, seq: this.#seq };
    const reply = await this.#visitor.join(this.#page, { since });
    expect(reply).toMatchObject({ ok: true, resumed: true });
    (reply['changes'] as Change[]).forEach((change) => this.#add(change));
    this.#isJoining = false;
  }
}
