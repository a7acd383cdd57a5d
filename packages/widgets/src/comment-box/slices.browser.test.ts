import { expect } from '@open-wc/testing';
import { allInside, clear, inside, until } from '../testing/stage.js';
import { stageBox } from '../testing/stage-box.js';
import { comment, idOf, item, items } from '../testing/staged-thread.js';

const rows = (element: Element) => allInside(element, 'article');
const animated = (element: Element) => rows(element).filter((row) => row.getAnimations({ subtree: true }).length > 0);

describe('what is drawn of a long list', () => {
  afterEach(clear);

  it('CB-60: comes slice by slice, at least a row a frame, and says its places and that it is whole at the end', async () => {
    const { element, thread } = await stageBox({ items: items(3, 1) });
    const counts = [rows(element).length];
    thread.show({ items: items(400, 1) });
    await until(() => inside(element, '.list').getAttribute('aria-busy') === 'true', 'the first slice');
    for (let whole = false; !whole; whole = counts.at(-1) === 400) {
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      counts.push(rows(element).length);
    }
    expect(counts.length).to.be.above(3);
    await element.updateComplete;
    expect(inside(element, '.list').getAttribute('aria-busy')).to.equal('false');
    expect(rows(element).map(({ id }) => id)).to.deep.equal(items(400, 1).map((each) => `c-${each.comment.id}`));
    expect(rows(element).map(({ ariaPosInSet }) => Number(ariaPosInSet))).to.deep.equal(
      Array.from({ length: 400 }, (_, index) => index + 1),
    );
  });

  it('CB-60: what changes meanwhile is drawn as it is at the end', async () => {
    const { element, thread } = await stageBox({ items: items(3, 1) });
    thread.show({ items: items(300, 1) });
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const changed = item(comment(150, { body: 'Another text' }));
    thread.show({ items: items(301, 1).flatMap((each) => (each.comment.id === idOf(150) ? [changed] : [each])) });
    thread.show({ items: thread.view.items.filter((each) => each.comment.id !== idOf(299)) });
    await element.updateComplete;
    expect(rows(element).map(({ id }) => id)).to.deep.equal(thread.view.items.map((each) => `c-${each.comment.id}`));
    expect(inside(element, `#c-${idOf(150)} .body`).textContent).to.equal('Another text');
  });

  it('CB-61: a few that come in fade in; the rows of a part of the list do not', async () => {
    const { element, thread } = await stageBox({ items: items(20, 1) });
    await element.updateComplete;
    thread.show({ items: items(60, 1) });
    await element.updateComplete;
    expect(animated(element)).to.deep.equal([]);
    thread.show({ items: items(61, 1) });
    await element.updateComplete;
    expect(animated(element).map(({ id }) => id)).to.deep.equal([`c-${idOf(61)}`]);
  });
});
