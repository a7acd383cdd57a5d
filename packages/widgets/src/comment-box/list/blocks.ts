/** Rows of a block. In every frame each block is asked whether it is near, and what is near is laid out in blocks. */
const MOST = 10;
/** Blocks at the top, that are not hidden: what comes into view by a jump takes no tap in its first frame. */
const TOP = 2;
let watcher: IntersectionObserver | undefined;

/**
 * The rows of a list in blocks of a few, that are hidden as one where they are far. A full block is
 * laid out once with all that is in it, before it may be hidden: it is as high then as it was,
 * and nothing moves.
 */
export class Blocks {
  readonly #list: Element;

  constructor(list: Element) {
    this.#list = list;
  }

  /**
   * Puts a row between two that are there. In the midst of a full block the fewest leave it.
   *
   * @param next the row that follows, `before` the one that it stands behind
   */
  put(row: Element, before: Element | undefined, next: Element | undefined): void {
    this.remove(row);
    let block = before?.parentElement;
    const behind = next?.parentElement;
    if (!hasRoom(block)) {
      if (block && block === behind) this.#split(block, next!);
      else block = hasRoom(behind) ? behind! : this.#make(behind);
    }
    change(block!).insertBefore(row, next?.parentElement === block ? next! : null);
  }

  /** Takes a row out; a block of which all have left goes. */
  remove(row: Element): void {
    const block = row.parentElement;
    row.remove();
    if (block?.childElementCount === 0) block.remove();
  }

  /** All rows are there: what is full may be hidden, once it is laid out and far. */
  settle(): void {
    // Farther than a browser hides, which would lay it out anew.
    watcher ??= new IntersectionObserver(hide, { rootMargin: '200%' });
    for (const block of [...this.#list.children].slice(TOP)) {
      if (block.className || hasRoom(block)) continue;
      block.className = 'full';
      watcher.observe(block);
    }
  }

  #make(next: Element | null = null): HTMLElement {
    return this.#list.insertBefore(document.createElement('div'), next);
  }

  /** Makes room before a row of a full block: the few before it leave, or the few behind. */
  #split(block: Element, next: Element): void {
    const rows = [...block.children];
    const at = rows.indexOf(next);
    const isEarly = at < MOST / 2;
    const few = isEarly ? rows.slice(0, at) : rows.slice(at);
    let other: Element | null = isEarly ? block.previousElementSibling : block.nextElementSibling;
    if (!other || other.childElementCount + few.length > MOST)
      other = this.#make(isEarly ? block : block.nextElementSibling);
    change(other)[isEarly ? 'append' : 'prepend'](...few);
  }
}

const hasRoom = (block: Element | null | undefined) => (block?.childElementCount ?? MOST) < MOST;

/** What comes into a block is to be laid out. */
function change(block: Element): Element {
  block.className = '';
  return block;
}

function hide(entries: readonly IntersectionObserverEntry[]): void {
  for (const { target, isIntersecting } of entries) {
    if (isIntersecting) continue;
    watcher!.unobserve(target);
    if (target.className === 'full') target.className = 'far';
  }
}
