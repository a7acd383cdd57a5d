import type { ShownComment } from '@huzzah/client';

/** One row of a list. */
export interface Row {
  readonly element: HTMLElement;
}

/** The rows of a list, each the same one for as long as its comment is in it. */
export class Rows<R extends Row> {
  readonly element = document.createElement('div');
  readonly #make: (id: string) => R;
  readonly #rows = new Map<string, R>();

  constructor(make: (id: string) => R) {
    this.#make = make;
  }

  get all(): Iterable<R> {
    return this.#rows.values();
  }

  get(id: string): R | undefined {
    return this.#rows.get(id);
  }

  /** Makes the rows those of `shown`, in that order; makes, moves and removes as few as can be. */
  draw<Shown extends ShownComment>(shown: readonly Shown[], draw: (row: R, shown: Shown) => void): void {
    const rows = this.#rows;
    const isFirst = rows.size === 0;
    const kept = new Set(shown.map(({ comment }) => comment.id));
    for (const [id, { element }] of rows) {
      if (kept.has(id)) continue;
      element.remove();
      rows.delete(id);
    }
    let at = this.element.firstElementChild;
    for (const each of shown) {
      const { id } = each.comment;
      let row = rows.get(id);
      if (row === undefined) {
        rows.set(id, (row = this.#make(id)));
        if (!isFirst) row.element.classList.add('fresh');
      }
      draw(row, each);
      const { element } = row;
      // Where the next one is wanted, one has left its place; it is put where it belongs when its turn comes.
      if (at !== element && at?.nextElementSibling === element) at = element;
      if (at === element) at = at.nextElementSibling;
      else this.element.insertBefore(element, at);
    }
  }
}
