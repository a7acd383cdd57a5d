/**
 * Keeps the reads and writes of one connection from overtaking each other: a snapshot read
 * before a reaction was committed must not be answered after that reaction, or the visitor
 * would see his own tap undone. Writes do not wait for writes, nor does anything wait for long:
 * the store answers or refuses within its bound.
 */
export class Turns {
  readonly #room: () => Promise<void> | undefined;
  #reads: Promise<unknown> = Promise.resolve();
  #writes: Promise<unknown> = Promise.resolve();

  /** @param room resolves when there is room for what a read brings */
  constructor(room: () => Promise<void> | undefined) {
    this.#room = room;
  }

  /** Runs a join, a leave or a list after everything that was asked for before. */
  read<Result>(run: () => Promise<Result>): Promise<Result> {
    const result = Promise.allSettled([this.#reads, this.#writes]).then(this.#room).then(run);
    this.#reads = result.catch(() => {});
    return result;
  }

  /** Runs after every read that was asked for before. */
  write<Result>(run: () => Promise<Result>): Promise<Result> {
    const result = this.#reads.then(run);
    const before = this.#writes;
    const settled = () => before;
    this.#writes = result.then(settled, settled);
    return result;
  }
}
