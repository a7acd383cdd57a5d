import type { ShownComment } from '@huzzah/client';
import { Blocks } from './blocks.js';
import type { Slice } from './slice.js';

/** So many that come at once fade in; more are a part of the list that was asked for. */
const FEW = 8;
/** So many say their places before the time is looked at. */
const PLACES = 50;

/** The part of the document that shows one comment. */
export interface Row {
  readonly element: HTMLElement;
  /** Its place in the list, as it says it. */
  place: number;
}

/** The rows of a list, in their order. A row stays the same for as long as its comment is there. */
export class Rows<R extends Row> {
  readonly #make: (id: string) => R;
  readonly #blocks: Blocks;
  readonly #byId = new Map<string, R>();
  readonly #order: R[] = [];

  constructor(list: Element, make: (id: string) => R) {
    this.#blocks = new Blocks(list);
    this.#make = make;
  }

  get inOrder(): readonly R[] {
    return this.#order;
  }

  get(id: string): R | undefined {
    return this.#byId.get(id);
  }

  /**
   * Makes them those of `shown`; makes, moves and removes as few as can be. New ones come as long
   * as there is time, the others at once.
   *
   * @param draw draws a row; says whether all of it is drawn
   * @returns whether all is drawn; else another slice is due
   */
  place<Shown extends ShownComment>(
    shown: readonly Shown[],
    slice: Slice,
    draw: (row: R, shown: Shown) => boolean,
  ): boolean {
    const order = this.#order;
    const isFew = order.length > 0 && shown.length - order.length <= FEW;
    this.#keep(new Set(shown.map(({ comment }) => comment.id)));
    let isWhole = true;
    let at = 0;
    for (const each of shown) {
      const { id } = each.comment;
      let row = this.#byId.get(id);
      if (row === undefined) {
        if (!slice.take()) {
          isWhole = false;
          continue;
        }
        this.#byId.set(id, (row = this.#make(id)));
        row.element.classList.toggle('fresh', isFew);
      }
      if (!draw(row, each)) isWhole = false;
      // What has left its place is put where it belongs when its turn comes.
      if (order[at] !== row && order[at + 1] === row) order.splice(at, 1);
      if (order[at] !== row) {
        const from = order.indexOf(row, at);
        if (from > at) order.splice(from, 1);
        this.#blocks.put(row.element, order[at - 1]?.element, order[at]?.element);
        order.splice(at, 0, row);
      }
      at += 1;
    }
    if (!isWhole) return false;
    this.#blocks.settle();
    return this.#sayPlaces(slice);
  }

  #keep(ids: ReadonlySet<string>): void {
    for (const [id, row] of this.#byId) {
      if (ids.has(id)) continue;
      this.#blocks.remove(row.element);
      this.#byId.delete(id);
      this.#order.splice(this.#order.indexOf(row), 1);
    }
  }

  #sayPlaces(slice: Slice): boolean {
    let said = 0;
    for (const [index, row] of this.#order.entries()) {
      const place = index + 1;
      if (row.place === place) continue;
      if (++said % PLACES === 0 && !slice.take()) return false;
      row.place = place;
      row.element.ariaPosInSet = String(place);
    }
    return true;
  }
}
