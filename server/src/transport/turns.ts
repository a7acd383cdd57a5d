/**
 * Keeps the reads and writes of one connection from overtaking each other: a snapshot read
 * before a reaction was committed must not be answered after that reaction, or the visitor
 * would see his own tap undone. Writes do not wait for writes, nor does anything wait for long:
 * the store answers or refuses within its bound.
 */
export class Turns {
  readonly #room: () => Promise<void> | undefined;
  /** Settles with the last read; `null` where none is under way. */
  #reads: Promise<void> | null = null;
  /** Writes that have begun and have not ended: while a read waits for them, none begins. */
  #writeCount = 0;
  #onWritten: (() => void)[] = [];

  /** @param room resolves when there is room for what a read brings */
  constructor(room: () => Promise<void> | undefined) {
    this.#room = room;
  }

  /** Runs a join, a leave or a list after everything that was asked for before. */
  read<Result>(run: () => Promise<Result>): Promise<Result> {
    const result = this.#before().then(this.#room).then(run);
    const ended = () => {
      if (this.#reads === reads) this.#reads = null;
    };
    const reads = result.then(ended, ended);
    this.#reads = reads;
    return result;
  }

  /** Runs after every read that was asked for before: mostly there is none, and what is done most often takes no turn for it. */
  write<Result>(run: () => Promise<Result>): Promise<Result> {
    return this.#reads === null ? this.#write(run) : this.#reads.then(() => this.#write(run));
  }

  async #write<Result>(run: () => Promise<Result>): Promise<Result> {
    this.#writeCount += 1;
    try {
      return await run();
    } finally {
      this.#writeCount -= 1;
      if (this.#writeCount === 0) for (const tell of this.#onWritten.splice(0)) tell();
    }
  }

  async #before(): Promise<void> {
    await this.#reads;
    if (this.#writeCount > 0) await new Promise<void>((resolve) => this.#onWritten.push(resolve));
  }
}
