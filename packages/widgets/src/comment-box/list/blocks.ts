/** Rows of a block. In every frame each block is asked whether it is near, and what is near is laid out in blocks. */
const MOST = 10;
let watcher: ResizeObserver | undefined;

/**
 * Puts the rows of a list, given one by one in their order, into blocks of a few, that are hidden
 * as one where they are far. Moves as few as can be: a row stays in its block where that is in its turn.
 */
export class Blocks {
  readonly #list: Element;
  readonly #isFirst: boolean;
  #block: Element | null = null;
  /** The row that stands where the next one is to be. */
  #at: Element | null = null;

  constructor(list: Element) {
    this.#list = list;
    this.#isFirst = list.firstElementChild === null;
  }

  put(row: Element): void {
    const own = row.parentElement;
    const next = this.#block ? this.#block.nextElementSibling : this.#list.firstElementChild;
    if (own === null || own !== this.#block) {
      // Where the block behind the next one is wanted, the rows of the next have left their places.
      if (own !== null && (own === next || own === next?.nextElementSibling)) this.#enter(own);
      else if (!hasRoom(this.#block)) this.#enter(hasRoom(next) ? next : this.#make(next));
    }
    // Likewise of rows; such a one is put where it belongs when its turn comes.
    if (this.#at !== row && this.#at?.nextElementSibling === row) this.#at = row;
    if (this.#at === row) return void (this.#at = row.nextElementSibling);
    const block = this.#block!;
    block.insertBefore(row, this.#at);
    // Those that were there first stay: what comes into view by a jump takes no tap in its first frame.
    if (!this.#isFirst) measure(block);
  }

  /** After the last row: blocks of which all have left go. */
  end(): void {
    for (const block of [...this.#list.children]) if (!block.firstElementChild) block.remove();
  }

  #enter(block: Element): void {
    this.#block = block;
    this.#at = block.firstElementChild;
  }

  #make(next: Element | null): Element {
    return this.#list.insertBefore(document.createElement('div'), next);
  }
}

const hasRoom = (block: Element | null): block is Element => block !== null && block.childElementCount < MOST;

/** Has a block laid out with what is in it now, before it may be hidden: it is as high then as it was, and nothing moves. */
function measure(block: Element): void {
  block.className = '';
  watcher ??= new ResizeObserver((entries) => {
    const blocks = entries.map(({ target }) => target);
    for (const block of blocks) {
      watcher!.unobserve(block);
      block.className = 'seen';
    }
    // With the next frame its height is remembered; unless more has come into it.
    requestAnimationFrame(() => blocks.forEach((block) => block.className === 'seen' && (block.className = 'far')));
  });
  watcher.observe(block);
}
