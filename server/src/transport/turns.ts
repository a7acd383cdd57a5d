/**
 * Keeps the joins, leaves and writes of one connection from overtaking each other: a snapshot read
 * before a reaction was committed must not be answered after that reaction, or the visitor
 * would see his own tap undone. Writes do not wait for writes, nor does anything wait for long:
 * the store answers or refuses within its bound.
 */
export class Turns {
  #joins: Promise<unknown> = Promise.resolve();
  #writes: Promise<unknown> = Promise.resolve();

  /** Runs a join or a leave after every join, leave and write asked for before. */
  join<Result>(run: () => Promise<Result>): Promise<Result> {
    const result = Promise.allSettled([this.#joins, this.#writes]).then(run);
    this.#joins = result.catch(() => {});
    return result;
  }

  /** Runs after every join and leave asked for before. */
  write<Result>(run: () => Promise<Result>): Promise<Result> {
    const result = this.#joins.then(run);
    this.#writes = Promise.allSettled([this.#writes, result]);
    return result;
  }
}
