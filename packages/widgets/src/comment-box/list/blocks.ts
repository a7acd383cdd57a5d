/** Rows of a block. In every frame each block is asked whether it is near, and what is near is laid out in blocks. */
const MOST = 10;
/** Blocks of the first drawing that are never hidden: what comes into view by a jump takes no tap in its first frame. */
const SEEN = 2;
let watcher: ResizeObserver | undefined;

/**
 * The rows of a list in blocks of a few, that are hidden as one where they are far. A block is
 * laid out once with all that is in it, before it may be hidden: it is as high then as it was,
 * and nothing moves.
 */
export class Blocks {
  readonly #list: Element;
  /** Those into which rows came since they were laid out. */
  readonly #changed = new Set<Element>();
  #isFirst = true;

  constructor(list: Element) {
    this.#list = list;
  }

  /**
   * Puts a row between two that are there. Only the rows behind it in the midst of a full block leave their block.
   *
   * @param next the row that follows, `before` the one that it stands behind
   */
  put(row: Element, before: Element | undefined, next: Element | undefined): void {
    this.remove(row);
    let block: Element | null = before?.parentElement ?? null;
    const behind: Element | null = next?.parentElement ?? null;
    if (block && block === behind && !hasRoom(block)) this.#split(block, next!);
    else if (!hasRoom(block)) block = hasRoom(behind) ? behind : this.#make(behind);
    block.insertBefore(row, next?.parentElement === block ? next : null);
    this.#change(block);
  }

  /** Takes a row out; a block of which all have left goes. */
  remove(row: Element): void {
    const block = row.parentElement;
    row.remove();
    if (block && !block.firstElementChild) {
      block.remove();
      this.#changed.delete(block);
    }
  }

  /** All rows are there: what is laid out with the next frame may be hidden. A block into which more is to come stays. */
  settle(): void {
    const { firstElementChild: first, lastElementChild: last } = this.#list;
    this.#isFirst = false;
    watcher ??= new ResizeObserver(hideSoon);
    for (const block of this.#changed) {
      if (hasRoom(block) && (block === first || block === last)) continue;
      this.#changed.delete(block);
      watcher.observe(block);
    }
  }

  #make(next: Element | null): Element {
    return this.#list.insertBefore(document.createElement('div'), next);
  }

  #split(block: Element, next: Element): void {
    const rows = [...block.children];
    const rest = rows.slice(rows.indexOf(next));
    let other = block.nextElementSibling;
    if (!other || other.childElementCount + rest.length > MOST) other = this.#make(other);
    other.prepend(...rest);
    this.#change(other);
  }

  #change(block: Element): void {
    if (this.#isFirst && this.#list.childElementCount <= SEEN) return;
    block.className = '';
    this.#changed.add(block);
  }
}

const hasRoom = (block: Element | null): block is Element => block !== null && block.childElementCount < MOST;

/** They have been laid out. With the next frame their height is remembered, unless more has come into them. */
function hideSoon(entries: readonly ResizeObserverEntry[]): void {
  for (const { target } of entries) {
    watcher!.unobserve(target);
    target.className = 'seen';
  }
  requestAnimationFrame(() => {
    for (const { target } of entries) if (target.className === 'seen') target.className = 'far';
  });
}
