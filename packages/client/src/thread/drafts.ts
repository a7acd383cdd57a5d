import type { Keep } from './keep.js';
import type { Drafts } from './thread-view.js';

/** So much of a text is lost at most where the browser dies; one that closes loses none. */
const WRITE_AFTER_MS = 300;

/** The drafts of one page. */
export class PageDrafts implements Drafts {
  readonly #keep: Keep;
  readonly #prefix: string;
  #unwritten: Record<string, string | undefined> = {};
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(keep: Keep, page: string) {
    this.#keep = keep;
    this.#prefix = `draft\n${page}\n`;
  }

  async read(parentId: string | null): Promise<string> {
    const key = this.#key(parentId);
    if (!(key in this.#unwritten)) return (await this.#keep.read<string>(key))[0] ?? '';
    return this.#unwritten[key] ?? '';
  }

  write(parentId: string | null, text: string): void {
    this.#unwritten[this.#key(parentId)] = text || undefined;
    if (this.#timer !== undefined) return;
    // The first letter makes the database, for which a page that is being closed has no time.
    this.#flush();
    this.#timer = setTimeout(this.#flush, WRITE_AFTER_MS);
  }

  /** Forgets the draft; returns what to write for that, in one step with what takes its place. */
  take(parentId: string | null): Record<string, undefined> {
    const key = this.#key(parentId);
    delete this.#unwritten[key];
    return { [key]: undefined };
  }

  /** While watched, nothing is lost where the page is closed or hidden; afterwards all is written. */
  watch(isWatched: boolean): void {
    this.#flush();
    if (typeof window === 'undefined') return;
    for (const event of ['pagehide', 'visibilitychange']) {
      if (isWatched) addEventListener(event, this.#flush);
      else removeEventListener(event, this.#flush);
    }
  }

  readonly #flush = (): void => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const texts = this.#unwritten;
    this.#unwritten = {};
    if (Object.keys(texts).length > 0) void this.#keep.write(texts);
  };

  #key(parentId: string | null): string {
    return `${this.#prefix}${parentId ?? ''}\n`;
  }
}
