import type { Connections } from './connections.js';
import type { Wait } from './deadlines.js';
import { failureOf } from './failures.js';
import type { Key } from './keys.js';
import type { RedisCommand, Reply } from './lane.js';

/** Who join one call at most: some ms of Redis, which does nothing else meanwhile. */
const MOST = 64;

/** How a call is made of what was asked for, and what became of each, in that order. */
export interface SharedCallParts<Item, Outcome> {
  readonly make: (items: readonly Item[]) => RedisCommand;
  /** Called even where nobody waits any more. */
  readonly read: (reply: Reply) => readonly (Outcome | Error)[];
}

/**
 * A call of a script that writes, for all who have joined it before it is sent, in the next turn of the loop: to begin a script
 * and to bring a command there and back cost both sides more than what most of them do.
 */
export class SharedCall<Item, Outcome> {
  readonly #make: SharedCallParts<Item, Outcome>['make'];
  #all: { readonly item: Item; readonly wait: Wait<Outcome> }[] = [];
  #command: RedisCommand | undefined;

  /** @param key of the master that it goes to */
  constructor(connections: Connections, key: Key, { make, read }: SharedCallParts<Item, Outcome>) {
    this.#make = make;
    connections.writeForMany(key, {
      command: () => (this.#command ??= this.#close()),
      answer: (reply) => this.#answer(read(reply)),
      refuse: (error) => this.#all.forEach(({ wait }) => wait.reject(failureOf(error))),
      isOver: () => this.#all.every(({ wait }) => wait.isOver()),
    });
  }

  /** Whether more may join. */
  get isOpen(): boolean {
    return this.#command === undefined && this.#all.length < MOST;
  }

  join(item: Item, wait: Wait<Outcome>): void {
    this.#all.push({ item, wait });
  }

  #close(): RedisCommand {
    this.#all = this.#all.filter(({ wait }) => !wait.isOver());
    return this.#make(this.#all.map(({ item }) => item));
  }

  #answer(outcomes: readonly (Outcome | Error)[]): void {
    for (const [index, { wait }] of this.#all.entries()) {
      const outcome = outcomes[index]!;
      if (outcome instanceof Error) wait.reject(outcome);
      else wait.resolve(outcome);
    }
  }
}
