import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { ShownComment } from '@huzzah/client';
import type { Comment, WireError } from '@huzzah/protocol';
import { allInside, clear, inside, until } from '../testing/stage.js';
import { stageBox } from '../testing/stage-box.js';
import { comment, idOf, item, items, mine } from '../testing/staged-thread.js';

const own = (change: Partial<ShownComment> = {}, more: Partial<Comment> = {}) =>
  item(comment(1, { body: 'My words', ...more }), { ...mine, ...change });
const failed = (error: Partial<WireError>) =>
  own({ delivery: 'failed', failure: { code: 'rate_limited', message: '', ...error } });
const note = (element: Element) => inside(element, '.own > .note').textContent.replace(/\s+/g, ' ').trim();
const buttons = (element: Element) => allInside(element, '.own > .note button').map((button) => button.textContent);

describe('an own comment', () => {
  afterEach(clear);

  it('CB-16: on its way it is faint, and says so after a moment', async () => {
    const { element } = await stageBox({ items: [own({ delivery: 'sending', askedAt: Date.now() })] });
    expect(getComputedStyle(inside(element, '.body')).opacity).to.equal('0.7');
    expect(note(element)).to.equal('Sending…');
    expect(getComputedStyle(inside(element, '.own > .note')).animationDelay).to.equal('0.4s');
    expect(allInside(element, '.actions, .options')).to.have.length(0);
  });

  it('CB-16: acknowledged, it moves nothing', async () => {
    const { element, thread, write, press } = await stageBox({ items: items(2, 1) });
    await write('Hello');
    await press('post');
    const { top } = inside(element, `#c-${idOf(2)}`).getBoundingClientRect();
    thread.acknowledge();
    await element.updateComplete;
    expect(allInside(element, '.own > .note')).to.have.length(0);
    expect(inside(element, `#c-${idOf(2)}`).getBoundingClientRect().top).to.be.closeTo(top, 0.5);
  });

  it('CB-16: waiting for a connection it says that it sends by itself, and can be discarded', async () => {
    const { element, thread, press } = await stageBox({ items: [own({ delivery: 'waiting', askedAt: Date.now() })] });
    expect(note(element)).to.equal('Waiting for a connection. Sends by itself. Discard');
    await press('discard');
    expect(thread.wishes).to.deep.equal([['discard', idOf(1)]]);
  });

  it('CB-16: one that failed says why, and can be tried again, copied and discarded', async () => {
    const { element, thread, press } = await stageBox({ items: [failed({ retryAfterMs: 3_000 })] });
    expect(note(element)).to.equal('Not sent. That was quick. Again in 3 s. Try again Copy text Discard');
    await press('retry');
    expect(thread.wishes).to.deep.equal([['retry', idOf(1)]]);
    expect(note(element)).to.equal('Sending…');
  });

  for (const [code, words] of [
    ['rejected', 'Not published: contains a link'],
    ['not_found', 'Not sent. It is no longer here.'],
    ['storage_full', 'Not sent. New comments are paused for now.'],
    ['unauthorized', 'Not sent. Your sign-in has ended. Your text is kept.'],
    [
      'gone_fishing' as 'internal',
      'Not sent. That could not be sent. Reload the page and try again; your text is kept.',
    ],
  ] as const) {
    it(`CB-16: says ${code} in words`, async () => {
      const { element } = await stageBox({ items: [failed({ code, reason: { code: 'link' } })] });
      expect(inside(element, '.own > .note > span').textContent).to.equal(words);
    });
  }

  it('CB-16: where it is narrow its buttons stand below its words', async () => {
    document.body.style.width = '342px';
    const { element } = await stageBox({ items: [failed({})] });
    const words = inside(element, '.own > .note > span').getBoundingClientRect();
    const tops = allInside(element, '.own > .note button').map((each) => each.getBoundingClientRect().top);
    document.body.style.width = '';
    expect(new Set(tops).size).to.equal(1);
    expect(tops[0]! + 10).to.be.closeTo(words.bottom, 1);
  });

  it('CB-16: held and rejected it says so to its author, with the reason', async () => {
    const { element, thread } = await stageBox({ items: [own({}, { status: 'pending', reason: { code: 'first' } })] });
    expect(note(element)).to.equal('Only you can see this until a moderator has looked. First comment.');
    thread.change(idOf(1), { comment: comment(1, { status: 'rejected', reason: { code: 'word' } }) });
    await element.updateComplete;
    expect(note(element)).to.equal('Not published: blocked word');
    thread.change(idOf(1), { comment: comment(1, { status: 'pending', reason: { code: 'newer' } }) });
    await element.updateComplete;
    expect(note(element)).to.equal('Only you can see this until a moderator has looked.');
    expect(allInside(element, '.actions')).to.have.length(0);
    expect(buttons(element)).to.deep.equal([]);
  });

  it('CB-16: what waits from an earlier visit is shown without a stir', async () => {
    const { element } = await stageBox({ items: [failed({})] }, { isStill: true });
    await until(() => allInside(element, '.own > .note').length > 0, 'the note');
  });

  it('CB-17: its author edits it in its place', async () => {
    const { element, thread, row, press, write } = await stageBox({ items: [own()] });
    await press('options');
    const names = () => allInside(element, '[role=menuitem]').map((each) => each.textContent);
    expect(names()).to.deep.equal(['Edit', 'Remove', 'Copy link']);
    await press('options');
    allInside(element, '[data-name=edit]')[0]!.click();
    const field = row(idOf(1)).querySelector('textarea')!;
    expect(field.value).to.equal('My words');
    expect(element.shadowRoot!.activeElement).to.equal(field);
    expect(inside(element, '.body').checkVisibility()).to.equal(false);
    await write('My better words', field);
    row(idOf(1)).querySelector<HTMLElement>('.post')!.click();
    expect(thread.wishes).to.deep.equal([['edit', idOf(1), 'My better words']]);
    expect(inside(element, '.body').checkVisibility()).to.equal(true);
    expect(element.shadowRoot!.activeElement).to.equal(row(idOf(1)));
  });

  it('CB-17: an edit that changes nothing asks for nothing, and Escape takes it back', async () => {
    const { element, thread, row, press } = await stageBox({ items: [own()] });
    const edit = async () => {
      await press('options');
      inside(element, '[data-name=edit]').click();
    };
    await edit();
    row(idOf(1)).querySelector<HTMLElement>('.post')!.click();
    await edit();
    await sendKeys({ press: 'Escape' });
    expect(allInside(element, '.panel')).to.have.length(0);
    expect(thread.wishes).to.deep.equal([]);
  });

  it('CB-17: removing asks nothing, and can be undone where it stood', async () => {
    const { element, thread, row, press } = await stageBox({ items: [own(), ...items(3, 2)] });
    await press('options');
    inside(element, '[data-name=remove]').click();
    await element.updateComplete;
    expect(row(idOf(1)).innerText.replace(/\s+/g, ' ').trim()).to.equal('Removed. Undo');
    await until(() => element.shadowRoot!.activeElement?.textContent === 'Undo', 'the focus');
    await press('undo');
    expect(thread.wishes).to.deep.equal([
      ['remove', idOf(1)],
      ['restore', idOf(1)],
    ]);
  });

  it('CB-17: after its time it is neither edited nor removed', async () => {
    const { element, press } = await stageBox({ items: [own({ editableUntil: Date.now() - 1 })] });
    await press('options');
    expect(allInside(element, '[role=menuitem]').map((each) => each.textContent)).to.deep.equal(['Copy link']);
  });

  it('CB-17: another’s is reported with a reason', async () => {
    const { element, thread, row, press } = await stageBox({ items: items(1, 1) });
    await press('options');
    expect(allInside(element, '[role=menuitem]').map((each) => each.textContent)).to.deep.equal([
      'Report',
      'Copy link',
    ]);
    inside(element, '[data-name=flag]').click();
    const choices = allInside(element, '.choice').map((each) => each.textContent.trim());
    expect(choices).to.deep.equal(['Spam', 'Abuse', 'Spoiler', 'Something else']);
    allInside(element, '.choice')[1]!.click();
    expect(thread.wishes).to.deep.equal([['flag', idOf(1), 'abuse']]);
    thread.acknowledge();
    await until(() => row(idOf(1)).querySelector(':scope > .note'), 'the thanks');
    expect(row(idOf(1)).querySelector(':scope > .note')!.textContent).to.equal('Thank you. A moderator will look.');
  });

  it('CB-17: what is wrong otherwise can be said', async () => {
    const { element, thread, press } = await stageBox({ items: items(1, 1) });
    await press('options');
    inside(element, '[data-name=flag]').click();
    allInside(element, '.choice')[3]!.click();
    const field = inside<HTMLInputElement>(element, '.flags input');
    expect(element.shadowRoot!.activeElement).to.equal(field);
    field.value = ' Not her song ';
    inside(element, '.flags .post').click();
    expect(thread.wishes).to.deep.equal([['flag', idOf(1), 'other', 'Not her song']]);
  });

  for (const direction of ['ltr', 'rtl']) {
    it(`CB-17: the menu ends where the comment ends (${direction})`, async () => {
      document.dir = direction;
      const { element, press } = await stageBox({ items: [own()] });
      const end = direction === 'ltr' ? 'right' : 'left';
      await press('options');
      const at = inside(element, '.menu').getBoundingClientRect()[end];
      document.dir = '';
      expect(at).to.be.closeTo(element.getBoundingClientRect()[end === 'right' ? 'right' : 'left'], 0.5);
    });
  }

  it('CB-17: the menu is used by keys, and gives the focus back', async () => {
    const { element } = await stageBox({ items: [own()] });
    const options = inside(element, '[data-act=options]');
    const focused = () => element.shadowRoot!.activeElement?.textContent;
    options.focus();
    await sendKeys({ press: 'Enter' });
    await until(() => focused() === 'Edit', 'the menu');
    expect(options.getAttribute('aria-expanded')).to.equal('true');
    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'ArrowDown' });
    expect(focused()).to.equal('Edit');
    await sendKeys({ press: 'End' });
    expect(focused()).to.equal('Copy link');
    await sendKeys({ press: 'Escape' });
    await until(() => element.shadowRoot!.activeElement === options, 'the focus back');
    expect(allInside(element, '.menu')).to.have.length(0);
  });
});
