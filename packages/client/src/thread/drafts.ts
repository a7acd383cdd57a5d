import type { Keep } from './keep.js';
import type { Drafts } from './thread-view.js';

/** The drafts of one page, kept with each letter: a page that is closed has no time to do it then. */
export class PageDrafts implements Drafts {
  readonly #keep: Keep;
  readonly #prefix: string;

  constructor(keep: Keep, page: string) {
    this.#keep = keep;
    this.#prefix = `draft\n${page}\n`;
  }

  async read(parentId: string | null): Promise<string> {
    const [text = ''] = await this.#keep.read<string>(this.#key(parentId));
    return text;
  }

  write(parentId: string | null, text: string): void {
    void this.#keep.write({ [this.#key(parentId)]: text || undefined });
  }

  /** Forgets the draft; returns what to write for that, in one step with what takes its place. */
  take(parentId: string | null): Record<string, undefined> {
    return { [this.#key(parentId)]: undefined };
  }

  #key(parentId: string | null): string {
    return `${this.#prefix}${parentId ?? ''}\n`;
  }
}
