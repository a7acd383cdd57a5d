import { expect } from '@open-wc/testing';
import { allInside, clear, inside, until } from '../testing/stage.js';
import { stageBox } from '../testing/stage-box.js';
import { comment, idOf, item, items, shown } from '../testing/staged-thread.js';

const status = (element: Element) => inside(element, '[part=status]').textContent;

describe('a link to a comment', () => {
  afterEach(() => {
    clear();
    history.replaceState(null, '', location.pathname + location.search);
    scrollTo(0, 0);
  });

  it('CB-18: showComment scrolls to it, marks it, and puts the focus on it', async () => {
    const { element, row } = await stageBox({ items: items(60, 1) });
    expect(await element.showComment(idOf(12))).to.equal(true);
    const { top, bottom } = row(idOf(12)).getBoundingClientRect();
    expect(top).to.be.greaterThan(0);
    expect(bottom).to.be.lessThan(innerHeight);
    expect(element.shadowRoot!.activeElement).to.equal(row(idOf(12)));
    expect(getComputedStyle(row(idOf(12)), '::before').inlineSize).to.equal('3px');
    expect(row(idOf(12)).matches(':focus-visible')).to.equal(true);
    const ring = () => getComputedStyle(row(idOf(12)).querySelector('.own')!).outlineColor;
    expect(ring(), 'one mark at a time').to.equal('rgba(0, 0, 0, 0)');
    row(idOf(12)).classList.remove('marked');
    expect(ring()).not.to.equal('rgba(0, 0, 0, 0)');
  });

  it('CB-18: it shows a reply too, and fetches what is not in the list', async () => {
    const reply = shown(comment(99, { parentId: idOf(2) }));
    const { element, thread, row } = await stageBox({ items: [item(comment(2), { replies: [reply] })] });
    expect(await element.showComment(idOf(99))).to.equal(true);
    expect(element.shadowRoot!.activeElement).to.equal(row(idOf(99)));
    expect(thread.wishes).to.deep.equal([]);
    thread.showComment = async (id) => {
      setTimeout(() => thread.show({ items: items(9, 7), newerCount: 4 }));
      return id === idOf(8);
    };
    expect(await element.showComment(idOf(8))).to.equal(true);
    expect(element.shadowRoot!.activeElement).to.equal(row(idOf(8)));
    expect(inside(element, '[data-act=newer]').textContent.trim()).to.equal('Show newer comments');
  });

  it('CB-18: where it is not there that is said', async () => {
    const { element, thread } = await stageBox({ items: items(3, 1) });
    expect(await element.showComment(idOf(77))).to.equal(false);
    expect(thread.wishes).to.deep.equal([['showComment', idOf(77)]]);
    await element.updateComplete;
    expect(status(element)).to.equal('That comment is no longer here.');
  });

  it('CB-18: the address of the page may name one, at first and later', async () => {
    history.replaceState(null, '', `#huzzah-${idOf(2)}`);
    const { element, row } = await stageBox({ items: items(3, 1) }, { isStill: true });
    await until(() => element.shadowRoot!.activeElement === row(idOf(2)), 'the comment');
    location.hash = `#huzzah-${idOf(1)}`;
    await until(() => element.shadowRoot!.activeElement === row(idOf(1)), 'the other');
    location.hash = '#elsewhere';
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(element.shadowRoot!.activeElement).to.equal(row(idOf(1)));
  });

  it('CB-18: Copy link gives its address', async () => {
    const { element, press } = await stageBox({ items: items(1, 1) });
    const copied: string[] = [];
    const { clipboard } = navigator;
    Object.defineProperty(navigator, 'clipboard', {
      configurable: true,
      value: { writeText: async (text: string) => void copied.push(text) },
    });
    try {
      await press('options');
      inside(element, '[data-name=copy]').click();
      await until(() => status(element) === 'Link copied', 'the words');
    } finally {
      Object.defineProperty(navigator, 'clipboard', { configurable: true, value: clipboard });
    }
    const url = new URL(copied[0]!);
    expect(url.hash).to.equal(`#huzzah-${idOf(1)}`);
    expect(url.pathname).to.equal(location.pathname);
  });

  it('CB-31: what is held on a reader is shown to him, to be taken home or erased', async () => {
    const { element, thread, press } = await stageBox({ items: [{ ...item(comment(1)), isMine: true }] });
    await press('mine');
    const dialog = inside<HTMLDialogElement>(element, 'dialog');
    await until(() => dialog.querySelector('li'), 'the sheet');
    expect(dialog.open).to.equal(true);
    expect([...dialog.querySelectorAll('li')].map((each) => each.textContent)).to.deep.equal([
      'Name: Ana',
      '1 comment',
    ]);
    const button = (text: string) => [...dialog.querySelectorAll('button')].find((each) => each.textContent === text)!;
    expect(button('Download')).not.to.equal(undefined);
    button('Erase all of it').click();
    expect(dialog.textContent).to.contain('It cannot be undone. Erase all of it?');
    expect(thread.wishes).to.deep.equal([['exportMine']]);
    button('Erase all of it').click();
    await until(() => dialog.textContent.includes('Erased.'), 'the end');
    expect(thread.wishes[1]).to.deep.equal(['eraseMine']);
    dialog.querySelector<HTMLElement>('.post')!.click();
    await until(() => allInside(element, 'dialog').length === 0, 'the sheet to go');
  });

  it('CB-31: where nothing is held, there is nothing to erase', async () => {
    const { element, press } = await stageBox();
    await press('mine');
    const dialog = inside(element, 'dialog');
    await until(() => dialog.textContent.includes('Nothing is held on you.'), 'the words');
    expect(dialog.querySelectorAll('button')).to.have.length(1);
  });
});
