import type { ShownComment } from '@huzzah/client';
import { Blocks } from './blocks.js';
import type { Slice } from './slice.js';

/** So many that come at once fade in; more are a part of the list that was asked for. */
const FEW = 8;

/** The part of the document that shows one comment. */
export interface Row {
  readonly id: string;
  readonly element: HTMLElement;
  /** Its place in the list, as it says it. */
  place: number;
}

/** The rows of a list, in their order. A row stays the same for as long as its comment is there. */
export class Rows<R extends Row> {
  inOrder: R[] = [];
  readonly #make: (id: string) => R;
  readonly #blocks: Blocks;
  readonly #byId = new Map<string, R>();

  constructor(list: Element, make: (id: string) => R) {
    this.#blocks = new Blocks(list);
    this.#make = make;
  }

  get(id: string): R | undefined {
    return this.#byId.get(id);
  }

  /**
   * Makes them those of `shown`; makes, moves and removes as few as can be. New ones come as long
   * as there is time. Once all are there each says its place.
   *
   * @param draw draws a row; says whether all of it is drawn
   * @returns whether all is drawn; else another slice is due
   */
  place<Shown extends ShownComment>(
    shown: readonly Shown[],
    slice: Slice,
    draw: (row: R, shown: Shown) => boolean,
  ): boolean {
    const { length } = this.inOrder;
    const isFew = length > 0 && shown.length - length <= FEW;
    this.#keep(new Set(shown.map(({ comment }) => comment.id)));
    const rows = this.inOrder;
    let isWhole = true;
    let at = 0;
    for (const each of shown) {
      const { id } = each.comment;
      let row = this.#byId.get(id);
      if (!row) {
        if (!slice()) {
          isWhole = false;
          continue;
        }
        this.#byId.set(id, (row = this.#make(id)));
        row.element.classList.toggle('fresh', isFew);
      }
      if (!draw(row, each)) isWhole = false;
      // What has left its place is put where it belongs when its turn comes.
      if (rows[at] !== row && rows[at + 1] === row) rows.splice(at, 1);
      if (rows[at] !== row) {
        const from = rows.indexOf(row);
        if (from >= 0) rows.splice(from, 1);
        this.#blocks.put(row.element, rows[at - 1]?.element, rows[at]?.element);
        rows.splice(at, 0, row);
      }
      at += 1;
    }
    if (isWhole) {
      this.#blocks.settle();
      rows.forEach((row, index) => {
        if (row.place === index) return;
        row.place = index;
        row.element.ariaPosInSet = String(index + 1);
      });
    }
    return isWhole;
  }

  #keep(ids: ReadonlySet<string>): void {
    this.inOrder = this.inOrder.filter(({ id, element }) => {
      if (ids.has(id)) return true;
      this.#blocks.remove(element);
      return !this.#byId.delete(id);
    });
  }
}
