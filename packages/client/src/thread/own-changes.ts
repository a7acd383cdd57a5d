import type { CommandResults, FlagReason, Vote, WireError } from '@huzzah/protocol';
import { newCommandId } from '../command-id.js';
import { Queue } from '../queue.js';
import { HuzzahRefusal, retryOf } from '../refusal.js';
import type { Waiter } from '../waiter.js';
import { progressOf, type Progress } from './progress.js';

/** What each kind of change takes beside the comment. */
export interface ChangeInputs {
  edit: { readonly body: string };
  remove: object;
  restore: object;
  vote: { readonly value: Vote };
  flag: { readonly reason: FlagReason; readonly text?: string };
}

/** The name of a change: of the command `comment.NAME`. */
export type ChangeName = keyof ChangeInputs;

/** What a change is answered with. */
export type ChangeReply = CommandResults[`comment.${ChangeName}`];

interface Change {
  readonly id: string;
  readonly type: ChangeName;
  readonly input: { readonly body?: string; readonly value?: Vote; readonly reason?: FlagReason };
  readonly at: number;
  readonly commandId: string;
  failure: WireError | null;
  /** Whoever waits for it, or for an earlier one in whose place it came. */
  waiters: Waiter<ChangeReply>[];
}

/** A change as its comment shows it. */
export type AskedChange = Pick<Change, 'type' | 'input'> & Progress;

/** What changes need of their thread. */
export interface ChangeCourier {
  /** Rejects with a HuzzahRefusal, or with anything else where the reply was lost. */
  send(type: ChangeName, command: { id: string; commandId: string }): Promise<ChangeReply>;
  /** Takes the reply, before the change is dropped. */
  acknowledged(id: string, reply: ChangeReply): void;
  changed(): void;
}

/**
 * Edits, removals, votes and flags that are not acknowledged: in order, one at a time, each under
 * its commandId until it is answered. They wait for a connection, and are forgotten with the tab.
 */
export class OwnChanges {
  readonly #courier: ChangeCourier;
  readonly #queue = new Queue(() => this.#sendFirst());
  #changes: Change[] = [];

  constructor(courier: ChangeCourier) {
    this.#courier = courier;
  }

  /** What is asked for of a comment, in order; a refused edit stays, for its text. */
  of(id: string): AskedChange[] {
    return this.#changes
      .filter((change) => change.id === id)
      .map(({ type, input, at, failure }) => ({ type, input, ...progressOf(at, failure, this.#queue) }));
  }

  /** Resolves with the reply; of several votes on a comment that wait, only the last is sent. */
  ask<Name extends ChangeName>(id: string, type: Name, input: ChangeInputs[Name]): Promise<ChangeReply> {
    return new Promise((resolve, reject) => {
      const isReplaced = (other: Change) => type === 'vote' && other.type === type && other.id === id;
      const waiters = this.#changes.filter(isReplaced).flatMap((other) => other.waiters);
      this.#changes = this.#changes.filter((other) => !isReplaced(other) && !(other.id === id && other.failure));
      this.#changes.push({
        id,
        type,
        input,
        at: Date.now(),
        commandId: newCommandId(),
        failure: null,
        waiters: [...waiters, { resolve, reject }],
      });
      this.#changed();
    });
  }

  /** Sends a refused edit again. */
  retry(id: string): void {
    for (const change of this.#changes) if (change.id === id) change.failure = null;
    this.#changed();
  }

  /** Forgets a refused edit. */
  discard(id: string): void {
    this.#changes = this.#changes.filter((change) => change.id !== id || !change.failure);
    this.#changed();
  }

  setConnected(isConnected: boolean): void {
    this.#queue.setConnected(isConnected);
  }

  end(reason: Error): void {
    this.#queue.setConnected(false);
    for (const { waiters } of this.#changes.splice(0)) waiters.forEach((waiter) => waiter.reject(reason));
  }

  #changed(): void {
    this.#courier.changed();
    this.#queue.proceed();
  }

  #sendFirst(): Promise<void> | null {
    const change = this.#changes.find(({ failure }) => !failure);
    return change ? this.#send(change) : null;
  }

  async #send(change: Change): Promise<void> {
    const { id, type, input, commandId, waiters } = change;
    try {
      const reply = await this.#courier.send(type, { ...input, id, commandId });
      this.#courier.acknowledged(id, reply);
      this.#drop(change);
      waiters.forEach((waiter) => waiter.resolve(reply));
    } catch (error) {
      if (!(error instanceof HuzzahRefusal) || retryOf(error.code) === 'same') throw error;
      if (type === 'edit') change.failure = error.error;
      else this.#drop(change);
      waiters.splice(0).forEach((waiter) => waiter.reject(error));
    } finally {
      this.#courier.changed();
    }
  }

  #drop(change: Change): void {
    this.#changes = this.#changes.filter((other) => other !== change);
  }
}
