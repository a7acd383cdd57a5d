/** A value that was read, also where it is `null`. */
interface Read {
  readonly value: unknown;
}

/** What was read of late, for when nothing can be read. Two generations: when the younger has grown to its size the elder is forgotten. */
export class LastReads {
  readonly #size: number;
  #young = new Map<string, Read>();
  #old = new Map<string, Read>();

  constructor(size: number) {
    this.#size = size;
  }

  get(key: string): Read | undefined {
    return this.#young.get(key) ?? this.#old.get(key);
  }

  set(key: string, value: unknown): void {
    this.#young.set(key, { value });
    if (this.#young.size <= this.#size) return;
    this.#old = this.#young;
    this.#young = new Map();
  }
}
