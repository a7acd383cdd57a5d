import { expect } from '@open-wc/testing';
import { sendMouse } from '@web/test-runner-commands';
import { allInside, clear, inside, until } from '../testing/stage.js';
import { stageBox, type StagedBox } from '../testing/stage-box.js';
import { comment, idOf, item, items } from '../testing/staged-thread.js';

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
/** So many as 100 rows take, and some more. */
const frames = async () => {
  for (let i = 0; i < 16; i += 1) await frame();
};
const news = (element: Element) => allInside(element, '[part=new]').map((each) => each.textContent.trim());

/** A box of 60 comments, read so far that the top of its list is gone. */
async function deepInside(attributes = {}): Promise<StagedBox> {
  const box = await stageBox({ items: items(60, 1) }, { attributes });
  await until(() => allInside(box.element, 'article').length === 60, 'all rows');
  box.row(idOf(40)).scrollIntoView({ block: 'start' });
  await until(() => box.thread.isHeld, 'the hold');
  await frames();
  return box;
}

describe('a reader', () => {
  beforeEach(async () => {
    await sendMouse({ type: 'move', position: [1, 1] });
  });

  afterEach(() => {
    clear();
    document.documentElement.style.cssText = '';
    scrollTo(0, 0);
  });

  it('CB-20: at the top and idle he sees new comments at once', async () => {
    const { element, thread } = await stageBox({ items: items(3, 1) });
    expect(thread.isHeld).to.equal(false);
    thread.arrive(comment(4));
    await element.updateComplete;
    expect(inside(element, 'article').id).to.equal(`c-${idOf(4)}`);
    expect(news(element)).to.deep.equal([]);
  });

  it('CB-20: past the top of the list they wait behind their number, and come when he asks', async () => {
    const { element, thread, press } = await deepInside();
    thread.arrive(comment(61));
    await element.updateComplete;
    expect(news(element)).to.deep.equal(['1 new comment']);
    thread.arrive(comment(62), comment(63));
    await element.updateComplete;
    expect(news(element)).to.deep.equal(['3 new comments']);
    const pill = inside(element, '[part=new]').getBoundingClientRect();
    expect(pill.top).to.be.within(0, 20);
    await press('new');
    expect(thread.wishes).to.deep.equal([['reveal']]);
    expect(news(element)).to.deep.equal([]);
    await until(() => inside(element, `#c-${idOf(62)}`).getBoundingClientRect().top >= 0, 'the top of the list');
    await until(() => !thread.isHeld, 'the end of the hold');
  });

  it('CB-20: let in by a key, the first of them has the focus', async () => {
    const { element, thread } = await deepInside();
    thread.arrive(comment(61), comment(62));
    await element.updateComplete;
    inside(element, '[part=new]').focus();
    inside(element, '[part=new]').click();
    await until(() => element.shadowRoot!.activeElement?.id === `c-${idOf(61)}`, 'the focus');
  });

  it('CB-20: they wait while he writes', async () => {
    const { field, thread, write } = await stageBox({ items: items(3, 1) });
    await write('I think');
    await until(() => thread.isHeld, 'the hold');
    await write('');
    await until(() => !thread.isHeld, 'the end of the hold');
    await write('I think');
    await until(() => thread.isHeld, 'the hold again');
    field.blur();
    await until(() => !thread.isHeld, 'the end of the hold again');
  });

  it('CB-20: they wait while he points at the list', async () => {
    const { thread, row } = await stageBox({ items: items(3, 1) });
    const { left, top } = row(idOf(2)).getBoundingClientRect();
    await sendMouse({ type: 'move', position: [Math.round(left) + 60, Math.round(top) + 20] });
    await until(() => thread.isHeld, 'the hold');
    await sendMouse({ type: 'move', position: [1, 1] });
    await until(() => !thread.isHeld, 'the end of the hold');
  });

  it('CB-20: they wait while he has selected a text of it', async () => {
    const { element, thread } = await stageBox({ items: items(3, 1) });
    getSelection()!.selectAllChildren(inside(element, '.body'));
    await until(() => thread.isHeld, 'the hold');
    getSelection()!.removeAllRanges();
    await until(() => !thread.isHeld, 'the end of the hold');
  });

  it('CB-20: they wait while the focus is in the list', async () => {
    const { element, thread } = await stageBox({ items: items(3, 1) });
    inside(element, '[data-act=reply]').focus();
    await until(() => thread.isHeld, 'the hold');
    (element.shadowRoot!.activeElement as HTMLElement).blur();
    await until(() => !thread.isHeld, 'the end of the hold');
  });

  it('CB-20: one who has not come to the list yet holds nothing', async () => {
    const above = document.createElement('div');
    above.style.height = '3000px';
    document.body.append(above);
    const { element, thread } = await stageBox({ items: items(60, 1) });
    await until(() => allInside(element, 'article').length === 60, 'all rows');
    thread.arrive(comment(61));
    await element.updateComplete;
    expect(thread.isHeld).to.equal(false);
    await until(() => inside(element, 'article').id === `c-${idOf(61)}`, 'the new one');
  });

  it('CB-20: where the newest stand last, they wait at the end', async () => {
    const { element, thread } = await deepInside({ sort: 'oldest' });
    thread.arrive(comment(61));
    await element.updateComplete;
    const pill = inside(element, '[part=new]').getBoundingClientRect();
    expect(innerHeight - pill.bottom).to.be.within(0, 20);
  });

  for (const [how, supports] of [
    ['the browser keeps it', true],
    ['no browser does', false],
  ] as const) {
    it(`CB-21: 500 that come in above him move his line by nothing (${how})`, async () => {
      const original = CSS.supports;
      if (!supports) {
        document.documentElement.style.overflowAnchor = 'none';
        CSS.supports = (name: string) => name !== 'overflow-anchor';
      }
      try {
        const { thread, row } = await deepInside();
        const { top } = row(idOf(38)).getBoundingClientRect();
        for (let n = 0; n < 500; n += 100) {
          thread.show({ items: [...items(160 + n, 61 + n), ...thread.view.items] });
          await frames();
          expect(row(idOf(38)).getBoundingClientRect().top).to.be.closeTo(top, 0.5);
        }
      } finally {
        CSS.supports = original;
      }
    });
  }

  it('CB-21: a long text that goes above him moves his line by nothing', async () => {
    const { thread, row } = await deepInside();
    const { top } = row(idOf(38)).getBoundingClientRect();
    thread.change(idOf(50), { comment: comment(50, { body: 'long\n'.repeat(7) }) });
    await frames();
    expect(row(idOf(38)).getBoundingClientRect().top).to.be.closeTo(top, 0.5);
    thread.show({ items: thread.view.items.filter((each) => each.comment.id !== idOf(51)) });
    await frames();
    expect(row(idOf(38)).getBoundingClientRect().top).to.be.closeTo(top, 0.5);
  });

  it('CB-21: what goes just above him, in the block that he reads, moves his line by nothing', async () => {
    const { thread, row } = await deepInside();
    row(idOf(25)).scrollIntoView({ block: 'start' });
    await frames();
    const { top } = row(idOf(23)).getBoundingClientRect();
    for (const gone of [27, 28]) {
      thread.show({ items: thread.view.items.filter((each) => each.comment.id !== idOf(gone)) });
      await frames();
      expect(row(idOf(23)).getBoundingClientRect().top).to.be.closeTo(top, 0.5);
    }
  });

  it('CB-22: the focus stays on its comment while others come, go and change places', async () => {
    const { element, thread, row } = await stageBox({ items: items(5, 1) });
    const reply = row(idOf(3)).querySelector<HTMLElement>('[data-act=reply]')!;
    reply.focus();
    thread.show({ items: [item(comment(9)), ...thread.view.items] });
    await element.updateComplete;
    expect(element.shadowRoot!.activeElement).to.equal(reply);
    thread.show({ items: [...thread.view.items].reverse() });
    await element.updateComplete;
    expect(element.shadowRoot!.activeElement).to.equal(reply);
    expect(allInside(element, 'article').map(({ id }) => id)).to.deep.equal(
      [1, 2, 3, 4, 5, 9].map((n) => `c-${idOf(n)}`),
    );
  });

  it('CB-22: where its comment goes it moves on to the next one, and from the last one back', async () => {
    const { element, thread, row } = await stageBox({ items: items(3, 1) });
    row(idOf(2)).querySelector<HTMLElement>('[data-act=reply]')!.focus();
    const without = (id: string) => thread.show({ items: thread.view.items.filter((each) => each.comment.id !== id) });
    without(idOf(2));
    await element.updateComplete;
    expect(element.shadowRoot!.activeElement).to.equal(row(idOf(1)));
    without(idOf(1));
    await element.updateComplete;
    expect(element.shadowRoot!.activeElement).to.equal(row(idOf(3)));
  });

  it('CB-22: a button that goes leaves the focus at its comment', async () => {
    const { element, thread, row } = await stageBox({ items: items(3, 1) });
    row(idOf(2)).querySelector<HTMLElement>('[data-act=reply]')!.focus();
    thread.show({ isLocked: true });
    await element.updateComplete;
    expect(element.shadowRoot!.activeElement).to.equal(row(idOf(2)));
  });

  it('CB-22: rows that have not changed are left alone', async () => {
    const { element, thread, row } = await stageBox({ items: items(3, 1) });
    const before = row(idOf(2));
    let changes = 0;
    const observer = new MutationObserver((records) => (changes += records.length));
    observer.observe(before.querySelector('.own')!, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
    thread.show({ items: [item(comment(4)), ...thread.view.items], commentCount: 4 });
    await element.updateComplete;
    await frame();
    observer.disconnect();
    expect(changes).to.equal(0);
    expect(row(idOf(2))).to.equal(before);
  });
});
