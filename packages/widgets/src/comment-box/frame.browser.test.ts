import { expect } from '@open-wc/testing';
import { BEFORE_DATA, allInside, clear, inside, until } from '../testing/stage.js';
import { stageBox, stir } from '../testing/stage-box.js';
import { items } from '../testing/staged-thread.js';

const text = (element: Element, selector: string) => inside(element, selector).textContent.replace(/\s+/g, ' ').trim();

describe('<comment-box>', () => {
  afterEach(clear);

  it('CB-1: before any data there are a heading, a field that can be written in, and room for three', async () => {
    const { element, field } = await stageBox({ isKnown: false }, { page: BEFORE_DATA, isStill: true });
    expect(text(element, '.heading')).to.equal('Comments');
    expect(field.placeholder).to.equal('Write a comment');
    expect(text(element, '.counter')).to.equal('Max characters 0 / 500');
    expect(text(element, '.post')).to.equal('Post');
    expect(inside(element, '.view').getBoundingClientRect().height).to.be.at.least(280);
    expect(element.querySelector('form') ?? element.shadowRoot!.querySelector('form')).to.equal(null);
  });

  it('CB-1: what comes in moves nothing that stands above it, nor the end of a box of three', async () => {
    const { element, field, tell } = await stageBox({ isKnown: false }, { page: BEFORE_DATA });
    const [fieldTop, height] = [field.getBoundingClientRect().top, element.getBoundingClientRect().height];
    await tell({ isKnown: true, commentCount: 2, items: items(2, 1) });
    expect(field.getBoundingClientRect().top).to.equal(fieldTop);
    expect(element.getBoundingClientRect().height).to.equal(height);
  });

  it('CB-1: in every state the field stands where it stood', async () => {
    const { element, field, show } = await stageBox({ items: items(3, 1) });
    const { top } = field.getBoundingClientRect();
    for (const state of ['offline', 'catching-up', 'live', 'read-only'] as const) {
      await show({ state });
      expect(field.getBoundingClientRect().top, state).to.equal(top);
    }
    await show({ state: 'catching-up' });
    await until(() => text(element, '[part=status]') === 'Catching up…', 'the words');
    expect(field.getBoundingClientRect().top).to.equal(top);
  });

  it('CB-1: nobody yet, it says so', async () => {
    const { element } = await stageBox();
    expect(text(element, '.empty')).to.equal('No comments yet. Yours can be the first.');
  });

  it('CB-28: heading and placeholder are the site’s, and an empty heading is none', async () => {
    const { element, field } = await stageBox(
      { items: items(3, 1) },
      { attributes: { heading: 'Letters', placeholder: 'Dear editor' } },
    );
    expect(text(element, '.heading')).to.equal('Letters 3');
    expect(field.placeholder).to.equal('Dear editor');
    expect(field.getAttribute('aria-label')).to.equal('Write a comment');
    element.heading = '';
    await element.updateComplete;
    expect(allInside(element, '.heading')).to.have.length(0);
  });

  it('CB-28: slots go before heading and empty words, and stand beside the name', async () => {
    const { element, field } = await stageBox();
    for (const name of ['heading', 'empty', 'signin']) {
      const own = document.createElement('a');
      own.slot = own.textContent = name;
      element.append(own);
    }
    field.focus();
    await element.updateComplete;
    for (const name of ['heading', 'empty', 'signin']) {
      const [own] = inside<HTMLSlotElement>(element, `slot[name=${name}]`).assignedElements();
      expect((own as HTMLElement).checkVisibility(), name).to.equal(true);
    }
  });

  it('CB-28: in Korean every word is Korean', async () => {
    document.documentElement.lang = 'ko';
    const { element, field, show } = await stageBox({ items: items(3, 1), olderCount: 20, waitingCount: 0 });
    await until(() => text(element, '.heading') === '댓글 3', 'Korean words');
    expect(field.placeholder).to.equal('댓글을 남겨 보세요');
    expect(text(element, '.counter')).to.equal('글자 수 0 / 500');
    await show({ state: 'offline' });
    expect(element.shadowRoot!.textContent.replace(/Reader \d|Comment \d|⌘↵|Ctrl ↵/g, '')).not.to.match(/[A-Za-z]{2}/);
  });

  it('CB-19: a reader chooses the order', async () => {
    const { element, thread } = await stageBox({ items: items(3, 1) }, { attributes: { sort: 'top' } });
    expect(thread.wishes).to.deep.equal([['setSort', 'top']]);
    const select = inside<HTMLSelectElement>(element, 'select');
    expect(select.value).to.equal('top');
    select.value = 'oldest';
    select.dispatchEvent(new Event('change'));
    await element.updateComplete;
    expect(element.sort).to.equal('oldest');
    expect(thread.wishes[1]).to.deep.equal(['setSort', 'oldest']);
    element.setAttribute('sort', 'sideways');
    await element.updateComplete;
    expect(select.value).to.equal('newest');
  });

  it('CB-19: older ones wait behind a button with their number, which keeps the focus', async () => {
    const { element, thread, tell, press } = await stageBox({ items: items(23, 4), olderCount: 3 });
    const older = inside(element, '[data-act=older]');
    expect(older.textContent.trim()).to.equal('Show 3 older comments');
    older.focus();
    await press('older');
    expect(thread.wishes).to.deep.equal([['showOlder']]);
    await tell({ loading: 'older' });
    expect(older.getAttribute('aria-busy')).to.equal('true');
    expect(element.shadowRoot!.activeElement).to.equal(older);
    await tell({ loading: null, items: items(23, 2), olderCount: 1 });
    expect(older.textContent.trim()).to.equal('Show 1 older comment');
    expect(element.shadowRoot!.activeElement).to.equal(older);
  });

  it('CB-19: the button says what comes, in each order', async () => {
    const { element, tell } = await stageBox(
      { items: items(3, 1), olderCount: 3, sort: 'oldest' },
      { attributes: { sort: 'oldest' } },
    );
    const texts = () => allInside(element, '.part').map((part) => part.textContent.trim());
    expect(texts()).to.deep.equal(['Show 3 newer comments']);
    element.sort = 'top';
    await tell({});
    expect(texts()).to.deep.equal(['Show 3 more comments']);
    element.sort = 'newest';
    await tell({ newerCount: 2 });
    expect(texts()).to.deep.equal(['Show newer comments', 'Show older comments']);
  });

  it('CB-19: what could not be loaded is said, and can be asked for again', async () => {
    const { element, press, thread } = await stageBox({ items: items(3, 1), olderCount: 9, isLoadFailed: true });
    expect(text(element, '.view > .note')).to.equal('Comments could not be loaded.');
    await press('older');
    expect(thread.wishes).to.deep.equal([['showOlder']]);
  });

  it('CB-29: 280 px are enough', async () => {
    document.body.style.width = '280px';
    const { element, field } = await stageBox({ items: items(3, 1), olderCount: 3 });
    field.focus();
    await element.updateComplete;
    expect(element.shadowRoot!.querySelector('.root')!.scrollWidth).to.be.at.most(280);
    for (const part of allInside(element, '.post, .sort, .field')) {
      expect(part.getBoundingClientRect().right, part.className).to.be.at.most(
        element.getBoundingClientRect().right + 8,
      );
    }
  });

  it('CB-30: what answers to a reader comes with his first stir, and not before', async () => {
    const { element } = await stageBox({ items: items(3, 1) }, { isStill: true });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(allInside(element, 'kbd')).to.have.length(0);
    await stir(element);
  });

  it('CB-30: how comments are listed comes with the first of them', async () => {
    const { element, tell } = await stageBox({}, { isStill: true });
    expect(inside(element, '.list').role).to.equal(null);
    await tell({ items: items(3, 1), commentCount: 3 });
    await until(() => allInside(element, 'article').length === 3, 'the comments');
    expect(allInside(element, 'kbd')).to.have.length(0);
  });

  it('CB-30: a press before it has come is not lost', async () => {
    const { thread, press } = await stageBox({ items: items(3, 1) }, { isStill: true });
    await press('up');
    await until(() => thread.wishes.length > 0, 'the vote');
    expect(thread.wishes[0]!.slice(0, 1)).to.deep.equal(['vote']);
  });

  it('CB-30: what is posted before it has come is posted as it was then, one by one', async () => {
    const { thread, field } = await stageBox({}, { isStill: true });
    const press = () =>
      field.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true }),
      );
    field.focus();
    field.value = 'One';
    press();
    field.value = 'OneTwo';
    press();
    field.value = 'OneTwoThree';
    await until(() => thread.wishes.length === 2, 'both');
    expect(thread.wishes).to.deep.equal([
      ['post', { body: 'One', parentId: null }],
      ['post', { body: 'Two', parentId: null }],
    ]);
    expect(field.value).to.equal('Three');
    await until(() => thread.texts.get(null) === 'Three', 'the draft');
  });

  it('CB-30: focusComposer puts the cursor into the field, also before anything is there', async () => {
    const { element, field } = await stageBox({}, { isStill: true });
    element.focusComposer();
    await until(() => element.shadowRoot!.activeElement === field, 'the focus');
  });

  it('CB-30: comments are those that everybody sees', async () => {
    const { element, thread, write, press } = await stageBox({ items: items(2, 1) });
    await write('Mine');
    await press('post');
    expect(element.comments.map(({ body }) => body)).to.deep.equal(['Comment 2', 'Comment 1']);
    thread.acknowledge();
    expect(element.comments.map(({ body }) => body)).to.deep.equal(['Mine', 'Comment 2', 'Comment 1']);
  });
});
