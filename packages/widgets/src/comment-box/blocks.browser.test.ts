import { expect } from '@open-wc/testing';
import { clear } from '../testing/stage.js';
import { comment, shown } from '../testing/staged-thread.js';
import { Rows, type Row } from './list/rows.js';

/** A list whose rows are paragraphs. */
const rowsOf = (list: Element) =>
  new Rows<Row>(list, (id) => ({ id, element: Object.assign(document.createElement('p'), { id }), place: 0 }));
/** Makes rows of these names those of a list, as a drawing does. */
function put(rows: Rows<Row>, names: readonly string[]): void {
  rows.place(
    names.map((id) => shown({ ...comment(1), id })),
    () => true,
    () => true,
  );
}
const named = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `n${from + i}`);
const idsOf = (list: Element) => [...list.querySelectorAll('p')].map(({ id }) => id);
const sizes = (list: Element) => [...list.children].map(({ childElementCount }) => childElementCount);

describe('the blocks of a list', () => {
  let list: HTMLElement;
  let rows: Rows<Row>;
  beforeEach(() => {
    document.body.append((list = document.createElement('div')));
    rows = rowsOf(list);
  });
  afterEach(() => {
    list.remove();
    clear();
  });

  it('CB-32: are of ten rows at most, in order, whatever comes, goes and changes places; none is empty', () => {
    let random = 7;
    const next = (below: number) => (random = (random * 16_807) % 2_147_483_647) % below;
    let names = named(0, 45);
    for (let round = 0; round < 200; round += 1) {
      names = names.filter(() => next(12) > 0);
      for (let n = next(15); n > 0; n -= 1) names.splice(next(names.length + 1), 0, `r${round}-${n}`);
      if (names.length > 2) names.splice(next(names.length), 0, ...names.splice(next(names.length), 1));
      if (round % 40 === 0) names.reverse();
      put(rows, names);
      expect(idsOf(list)).to.deep.equal(names);
      expect(Math.max(...sizes(list))).to.be.at.most(10);
      expect(Math.min(...sizes(list))).to.be.at.least(1);
    }
  });

  it('CB-32: fill up from the edge at which rows come in; no row that stays is moved', () => {
    put(rows, named(100, 120));
    const moved = new Set<string>();
    const observer = new MutationObserver(() => {});
    observer.observe(list, { childList: true, subtree: true });
    for (let n = 99; n >= 75; n -= 1) put(rows, named(n, 120));
    for (const { removedNodes } of observer.takeRecords())
      for (const node of removedNodes) moved.add((node as Element).id);
    observer.disconnect();
    expect([...moved]).to.deep.equal([]);
    expect(sizes(list)).to.deep.equal([5, 10, 10, 10, 10]);
  });

  it('CB-32: are as high when they are hidden as they were', async () => {
    put(rows, named(0, 10));
    put(rows, named(0, 40));
    list.querySelectorAll('p').forEach((row) => (row.style.height = '277.3px'));
    const { height } = list.getBoundingClientRect();
    for (let frames = 0; frames < 6; frames += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
    expect([...list.children].map(({ className }) => className)).to.deep.equal(['', '', 'far', 'far']);
    expect(list.getBoundingClientRect().height).to.be.closeTo(height, 0.5);
  });
});
