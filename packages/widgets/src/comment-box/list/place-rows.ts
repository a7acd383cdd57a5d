import type { ShownComment } from '@huzzah/client';

/** The part of the document that shows one comment. */
export interface Row {
  readonly element: HTMLElement;
}

/**
 * Makes `rows`, and the elements of `list`, those of `shown`, in that order; makes, moves and
 * removes as few as can be. A row stays the same for as long as its comment is there.
 */
export function placeRows<Shown extends ShownComment, R extends Row>(
  list: Element,
  rows: Map<string, R>,
  shown: readonly Shown[],
  make: (id: string) => R,
  draw: (row: R, shown: Shown) => void,
): void {
  const isFirst = rows.size === 0;
  const kept = new Set(shown.map(({ comment }) => comment.id));
  for (const [id, { element }] of rows) {
    if (kept.has(id)) continue;
    element.remove();
    rows.delete(id);
  }
  let at = list.firstElementChild;
  shown.forEach((each, index) => {
    const { id } = each.comment;
    let row = rows.get(id);
    if (row === undefined) {
      rows.set(id, (row = make(id)));
      row.element.classList.toggle('fresh', !isFirst);
    }
    draw(row, each);
    const { element } = row;
    // Where the next one is wanted, one has left its place; it is put where it belongs when its turn comes.
    if (at !== element && at?.nextElementSibling === element) at = element;
    if (at === element) at = at.nextElementSibling;
    else list.insertBefore(element, at);
    const place = String(index + 1);
    if (element.ariaPosInSet !== place) element.ariaPosInSet = place;
  });
}
