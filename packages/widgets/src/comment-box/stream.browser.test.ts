import { expect } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import { allInside, clear, inside, until } from '../testing/stage.js';
import { stageBox, type StagedBox } from '../testing/stage-box.js';
import { comment, idOf, items, mine } from '../testing/staged-thread.js';

const said = (n: number) => comment(n, { at: Date.now() - 1_000_000 + n * 1_000 });
async function stream(first: number, view = {}): Promise<StagedBox> {
  const shown = items(first, 1).map((each, index) => ({ ...each, comment: said(first - index) }));
  const box = await stageBox({ items: shown, ...view }, { attributes: { layout: 'stream' } });
  await until(() => allInside(box.element, 'article').length === first, 'all rows');
  return box;
}
const view = (element: Element) => inside(element, '.view');
const left = (element: Element) => view(element).scrollHeight - view(element).scrollTop - view(element).clientHeight;
const last = (element: Element) => allInside(element, 'article').at(-1)!.id.slice(-3);
const jump = (element: Element) => allInside(element, '[part=new]').map((each) => each.textContent.trim());

async function scrollUp({ element, thread }: StagedBox): Promise<void> {
  view(element).scrollTop = 100;
  await until(() => thread.isHeld, 'the hold');
}

describe('a stream', () => {
  beforeEach(async () => {
    await sendMouse({ type: 'move', position: [1, 1] });
  });

  afterEach(clear);

  it('CB-26: is a box of fixed height, the newest at its end, the field below', async () => {
    const { element, field } = await stream(60);
    expect(element.getBoundingClientRect().height).to.be.closeTo(480, 1);
    element.style.setProperty('--huzzah-height', '320px');
    expect(element.getBoundingClientRect().height).to.be.closeTo(320, 1);
    expect(last(element)).to.equal('060');
    expect(field.getBoundingClientRect().top).to.be.greaterThan(view(element).getBoundingClientRect().bottom - 1);
    expect(allInside(element, 'select, [data-act=up], [data-act=reply]')).to.have.length(0);
  });

  it('CB-26: a row is one paragraph, and an own one has a bar', async () => {
    const { element, thread } = await stream(3);
    const row = inside(element, `#c-${idOf(2)}`);
    expect(row.querySelectorAll('p')).to.have.length(1);
    expect(row.querySelector('.author')!.textContent).to.equal('Reader 2');
    expect(row.querySelector('[part=body]')!.textContent).to.equal('Comment 2');
    thread.change(idOf(2), mine);
    await element.updateComplete;
    expect(getComputedStyle(row.querySelector('.own')!).borderInlineStartWidth).to.equal('3px');
  });

  it('CB-26: at its end it follows', async () => {
    const { element, thread } = await stream(60);
    await until(() => left(element) < 2, 'the end');
    for (let n = 61; n < 80; n += 1) thread.arrive(said(n));
    await until(() => last(element) === '079' && left(element) < 2, 'the end again');
  });

  it('CB-26: further up it holds still, and leads back by a button', async () => {
    const box = await stream(60);
    const { element, thread, press } = box;
    await scrollUp(box);
    await element.updateComplete;
    expect(jump(element)).to.deep.equal(['Jump to live']);
    for (let n = 61; n < 95; n += 1) thread.arrive(said(n));
    await element.updateComplete;
    expect(jump(element)).to.deep.equal(['Jump to live · 34 new']);
    expect(view(element).scrollTop).to.equal(100);
    expect(last(element)).to.equal('060');
    await press('new');
    await until(() => left(element) < 2 && last(element) === '094', 'the end');
    await until(() => !thread.isHeld, 'the end of the hold');
    expect(jump(element)).to.deep.equal([]);
  });

  it('CB-26: under a pointer too it says at once that the end is left, or reached', async () => {
    const { element, thread } = await stream(60);
    await until(() => last(element) === '060' && left(element) < 2, 'the end');
    const { x, y } = view(element).getBoundingClientRect();
    await sendMouse({ type: 'move', position: [Math.round(x) + 20, Math.round(y) + 20] });
    await until(() => thread.isHeld, 'the hold');
    expect(jump(element)).to.deep.equal([]);
    view(element).scrollTop = 100;
    await until(() => jump(element)[0] === 'Jump to live', 'the way back');
    view(element).scrollTop = view(element).scrollHeight;
    await until(() => jump(element).length === 0, 'its end');
  });

  it('CB-26: at most 200 rows are in the document, whatever came', async () => {
    const { element, thread } = await stream(150);
    for (let n = 151; n <= 600; n += 1) thread.arrive(said(n));
    let most = 0;
    await until(() => (most = Math.max(most, allInside(element, 'article').length)) && last(element) === '600', 'all');
    await until(() => allInside(element, 'article').length === 200, 'the last 200');
    expect(most).to.be.at.most(200);
    expect(last(element)).to.equal('600');
  });

  it('CB-26: Enter sends, Shift with Enter is a new line, and writing holds nothing', async () => {
    const { element, thread, field } = await stream(3);
    expect(inside(element, '.post').textContent.trim()).to.equal('Send');
    expect(field.placeholder).to.equal('Say something');
    field.focus();
    await sendKeys({ type: 'one' });
    await sendKeys({ down: 'Shift' });
    await sendKeys({ press: 'Enter' });
    await sendKeys({ up: 'Shift' });
    await sendKeys({ type: 'two' });
    expect(thread.isHeld).to.equal(false);
    expect(thread.wishes).to.deep.equal([]);
    await sendKeys({ press: 'Enter' });
    expect(thread.wishes).to.deep.equal([['post', { body: 'one\ntwo', parentId: null }]]);
    expect(element.shadowRoot!.activeElement).to.equal(field);
    await until(() => left(element) < 2, 'the end');
  });

  it('CB-26: older ones stand behind a button at its top', async () => {
    const { element, thread, press } = await stream(3, { olderCount: 40 });
    expect(inside(element, '[data-act=older]').textContent.trim()).to.equal('Show 40 older comments');
    await press('older');
    expect(thread.wishes).to.deep.equal([['showOlder']]);
  });

  it('CB-26: nobody yet, it says so', async () => {
    const { element } = await stream(0);
    expect(inside(element, '.empty').innerText).to.equal('Quiet so far. Say hello.');
  });

  it('CB-26: becomes a thread, and a stream again', async () => {
    const { element } = await stream(3);
    element.layout = 'thread';
    await element.updateComplete;
    expect(inside(element, 'article').id).to.equal(`c-${idOf(3)}`);
    expect(allInside(element, '[data-act=reply]')).to.have.length(3);
    element.layout = 'stream';
    await element.updateComplete;
    expect(last(element)).to.equal('003');
    expect(allInside(element, '[data-act=reply]')).to.have.length(0);
  });

  it('CB-26: axe finds nothing in it', async () => {
    document.documentElement.lang = 'en';
    document.body.style.cssText = 'background: #fff; color: #1b1c20; font: 16px sans-serif';
    const { element } = await stream(60, { olderCount: 4 });
    await until(() => element.shadowRoot!.getAnimations().length === 0, 'rows that have faded in');
    await expect(element).to.be.accessible();
  });
});
