import type { ShownComment } from '@huzzah/client';
import { Blocks } from './blocks.js';

/** The part of the document that shows one comment. */
export interface Row {
  readonly element: HTMLElement;
}

/**
 * Makes `rows`, and the rows in the blocks of `list`, those of `shown`, in that order; makes, moves and
 * removes as few as can be. A row stays the same for as long as its comment is there.
 *
 * @param isWhole no more rows follow: each can say its place
 */
export function placeRows<Shown extends ShownComment, R extends Row>(
  list: Element,
  rows: Map<string, R>,
  shown: readonly Shown[],
  make: (id: string) => R,
  draw: (row: R, shown: Shown) => void,
  isWhole = true,
): void {
  const isFirst = rows.size === 0;
  const kept = new Set(shown.map(({ comment }) => comment.id));
  for (const [id, { element }] of rows) {
    if (kept.has(id)) continue;
    element.remove();
    rows.delete(id);
  }
  const blocks = new Blocks(list);
  shown.forEach((each, index) => {
    const { id } = each.comment;
    let row = rows.get(id);
    if (row === undefined) {
      rows.set(id, (row = make(id)));
      row.element.classList.toggle('fresh', !isFirst);
    }
    draw(row, each);
    const { element } = row;
    blocks.put(element);
    const place = String(index + 1);
    if (isWhole && element.ariaPosInSet !== place) element.ariaPosInSet = place;
  });
  blocks.end();
}
