import { refKey } from '../core/ref-key.js';
import type { PageRef } from '../core/records.js';

interface OwnRead {
  readonly ref: PageRef;
  readonly visitorId: string;
  isUnderWay: boolean;
  /** Something changed since it began. */
  isOutdated: boolean;
}

/** Reads what visitors hold, each as often as it takes to have read it after its last change. */
export class OwnReads {
  readonly #read: (ref: PageRef, visitorId: string) => Promise<void>;
  readonly #reads = new Map<string, OwnRead>();

  /** @param read reads it and tells the visitor's connections */
  constructor(read: (ref: PageRef, visitorId: string) => Promise<void>) {
    this.#read = read;
  }

  /** It has changed elsewhere. */
  read(ref: PageRef, visitorId: string): void {
    const key = `${refKey(ref)}\n${visitorId}`;
    const known = this.#reads.get(key);
    if (known !== undefined) known.isOutdated = true;
    else this.#begin(key, { ref, visitorId, isUnderWay: false, isOutdated: false });
  }

  /** It has changed here: what is being read may be older. */
  outdated(ref: PageRef, visitorId: string): void {
    if (this.#reads.size === 0) return;
    const known = this.#reads.get(`${refKey(ref)}\n${visitorId}`);
    if (known !== undefined) known.isOutdated = true;
  }

  /** Tries again what could not be read. */
  again(): void {
    for (const [key, read] of this.#reads) if (!read.isUnderWay) this.#begin(key, read);
  }

  #begin(key: string, read: OwnRead): void {
    this.#reads.set(key, read);
    read.isUnderWay = true;
    read.isOutdated = false;
    this.#read(read.ref, read.visitorId).then(
      () => {
        if (read.isOutdated) this.#begin(key, read);
        else this.#reads.delete(key);
      },
      () => (read.isUnderWay = false),
    );
  }
}
