import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { CommentPosted, CommentSubmit, HuzzahError } from '../events.js';
import { allInside, clear, heard, inside, until } from '../testing/stage.js';
import { postByKey, stageBox } from '../testing/stage-box.js';
import { comment, idOf, item, items } from '../testing/staged-thread.js';

const ana = { id: 'me', name: 'Ana', role: 'visitor' } as const;
const said = (element: Element) => inside(element, '.said').innerText.trim();
const post = (element: Element) => inside(element, '.post');

describe('the composer', () => {
  afterEach(clear);

  it('CB-2: is one line until it is used, then has a name, three lines and grows with its text', async () => {
    const { element, field, write } = await stageBox();
    expect(field.getBoundingClientRect().height).to.be.closeTo(44, 1);
    expect(allInside(element, '.name')).to.have.length(0);
    field.focus();
    await element.updateComplete;
    expect(field.getBoundingClientRect().height).to.be.closeTo(88, 4);
    const name = inside(element, '.name');
    expect(name.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING).not.to.equal(0);
    await write('a\n'.repeat(6));
    expect(field.getBoundingClientRect().height).to.be.greaterThan(150);
    expect(field.scrollHeight).to.be.at.most(field.clientHeight + 1);
  });

  it('CB-3: asks a guest for a name that he may leave out', async () => {
    const { element, thread, write, press } = await stageBox();
    await write('Hello');
    expect(inside<HTMLInputElement>(element, '.name').placeholder).to.equal('Name (optional)');
    await press('post');
    expect(thread.wishes).to.deep.equal([['post', { body: 'Hello', parentId: null }]]);
    await write('Again');
    inside<HTMLInputElement>(element, '.name').value = '  Ana ';
    await press('post');
    expect(thread.wishes[1]).to.deep.equal(['post', { body: 'Again', parentId: null, name: 'Ana' }]);
  });

  it('CB-3: knows a name again, and changes it by writing over it', async () => {
    const { element, thread, write, press } = await stageBox({}, { page: { visitor: ana } });
    await write('Hello');
    expect(inside<HTMLInputElement>(element, '.name').value).to.equal('Ana');
    await press('post');
    expect(thread.wishes[0]).to.deep.equal(['post', { body: 'Hello', parentId: null }]);
  });

  it('CB-3: leaves a member the name of his sign-on', async () => {
    const { element, write } = await stageBox({}, { page: { visitor: { ...ana, role: 'member' } } });
    await write('Hello');
    expect(inside<HTMLInputElement>(element, '.name').readOnly).to.equal(true);
  });

  it('CB-6: with nothing to say the button is quiet, never disabled, and puts the cursor into the field', async () => {
    const { element, thread, field, write, press } = await stageBox();
    expect(post(element).getAttribute('aria-disabled')).to.equal('true');
    expect((post(element) as HTMLButtonElement).disabled).to.equal(false);
    await press('post');
    expect(element.shadowRoot!.activeElement).to.equal(field);
    await write('   ');
    expect(post(element).getAttribute('aria-disabled')).to.equal('true');
    await press('post');
    expect(thread.wishes).to.deep.equal([]);
    await write(' Hi ');
    expect(post(element).getAttribute('aria-disabled')).to.equal('false');
  });

  it('CB-7: the keys are written from left to right on every page', async () => {
    document.dir = 'rtl';
    const { element } = await stageBox();
    const { direction } = getComputedStyle(inside(element, 'kbd'));
    document.dir = '';
    expect(direction).to.equal('ltr');
  });

  it('CB-7: Ctrl with Enter posts, Enter is a new line', async () => {
    const { element, thread, field } = await stageBox();
    field.focus();
    await sendKeys({ type: 'one' });
    await sendKeys({ press: 'Enter' });
    await sendKeys({ type: 'two' });
    await postByKey();
    await element.updateComplete;
    expect(thread.wishes).to.deep.equal([['post', { body: 'one\ntwo', parentId: null }]]);
    expect(field.value).to.equal('');
    expect(inside(element, '.counter').textContent).to.equal('Max characters 0 / 500');
  });

  it('CB-7: Reply opens a field below the comment, Escape takes it back', async () => {
    const { element, thread, row, press, write } = await stageBox({ items: items(3, 1) });
    await press('reply', 1);
    const panel = row(idOf(2)).querySelector('.panel')!;
    const reply = panel.querySelector('textarea')!;
    expect(element.shadowRoot!.activeElement).to.equal(reply);
    expect(reply.placeholder).to.equal('Reply to Reader 2');
    await sendKeys({ press: 'Escape' });
    expect(panel.isConnected).to.equal(false);
    expect(element.shadowRoot!.activeElement).to.equal(row(idOf(2)));
    await press('reply', 1);
    const again = row(idOf(2)).querySelector('textarea')!;
    await write('Indeed', again);
    row(idOf(2)).querySelector<HTMLElement>('.post')!.click();
    expect(thread.wishes).to.deep.equal([['post', { body: 'Indeed', parentId: idOf(2) }]]);
    await until(() => allInside(element, '.panel').length === 0, 'the field to go');
    await element.updateComplete;
    expect(row(idOf(2)).querySelector('.replies')!.textContent).to.contain('Indeed');
  });

  it('CB-7: a reply to a reply answers the comment above both', async () => {
    const reply = comment(12, { parentId: idOf(1), author: { id: 'b', name: 'Bo', role: 'visitor' } });
    const { thread, row, press, write } = await stageBox({
      items: [item(comment(1), { replies: [{ ...item(reply) }] })],
    });
    await press('reply', 1);
    const field = row(idOf(12)).querySelector('textarea')!;
    expect(field.placeholder).to.equal('Reply to Bo');
    await write('Yes', field);
    row(idOf(12)).querySelector<HTMLElement>('.post')!.click();
    expect(thread.wishes).to.deep.equal([['post', { body: 'Yes', parentId: idOf(1) }]]);
  });

  it('CB-70: a reply whose comment goes while it is written moves to the field of the box, and its writer is told', async () => {
    const { element, thread, field, press, write, tell } = await stageBox({ items: items(3, 1) });
    await write('Mine', field);
    await press('reply', 1);
    const [, reply] = [...element.shadowRoot!.querySelectorAll('textarea')];
    await write('My answer', reply);
    await tell({ items: thread.view.items.filter(({ comment: { id } }) => id !== idOf(2)) });
    await until(() => allInside(element, '.panel').length === 0, 'the comment to go');
    expect(field.value).to.equal('Mine\n\nMy answer');
    expect(said(element)).to.equal('That comment is no longer here.');
    expect(element.shadowRoot!.activeElement).to.equal(field);
    expect(thread.texts.get(null)).to.equal('Mine\n\nMy answer');
    expect(thread.texts.get(idOf(2))).to.equal('');
    expect(inside(element, '.counter').textContent).to.equal('Max characters 15 / 500');
  });

  it('CB-70: where the comment leaves a line, the text stays under it', async () => {
    const answered = item(comment(1), { replies: [{ ...item(comment(12, { parentId: idOf(1) })) }] });
    const { element, thread, row, press, write } = await stageBox({ items: [answered] });
    await press('reply');
    const reply = row(idOf(1)).querySelector('textarea')!;
    await write('My answer', reply);
    thread.change(idOf(1), {
      comment: comment(1, { status: 'removed', removedBy: 'author', body: '', author: null, version: 2 }),
    });
    const panel = () => inside(element, '.panel .said').innerText.trim();
    await until(() => panel() === 'That comment is no longer here.', 'the words');
    expect(reply.isConnected && reply.value).to.equal('My answer');
    expect(element.shadowRoot!.activeElement).to.equal(reply);
    await write('My answer!', reply);
    expect(panel()).to.equal('');
  });

  it('CB-8: a page may change what is posted, or keep it from being posted', async () => {
    const { element, thread, field, write, press } = await stageBox();
    const details = heard<CommentSubmit>(element, 'comment-submit');
    await write('Hello');
    element.addEventListener('comment-submit', (event) => (event.detail.body += '!'), { once: true });
    await press('post');
    expect(thread.wishes).to.deep.equal([['post', { body: 'Hello!', parentId: null }]]);
    await write('No');
    element.addEventListener('comment-submit', (event) => event.preventDefault(), { once: true });
    await press('post');
    expect(thread.wishes).to.have.length(1);
    expect(field.value).to.equal('No');
    expect(details).to.have.length(2);
  });

  it('CB-8: tells of an own comment once the server has it, and of a refusal', async () => {
    const { element, thread, write, press } = await stageBox();
    const posted = heard<CommentPosted>(element, 'comment-posted');
    const errors = heard<HuzzahError>(element, 'huzzah-error');
    await write('Hello');
    await press('post');
    expect(posted).to.deep.equal([]);
    thread.acknowledge();
    await until(() => posted.length === 1, 'the event');
    expect(posted[0]!.comment.body).to.equal('Hello');
    await write('Quick');
    await press('post');
    thread.refuse('rate_limited', 3_000);
    await until(() => errors.length === 1, 'the refusal');
    expect(errors[0]).to.deep.include({ code: 'rate_limited', retryAfterMs: 3_000 });
  });

  it('CB-9: a draft is kept with each letter, comes back, and goes with the post', async () => {
    const { element, thread, field, write, press } = await stageBox({}, { texts: [[null, 'So far']] });
    await until(() => field.value === 'So far', 'the draft');
    expect(said(element)).to.equal('Your draft is back.');
    expect(inside(element, '.counter').textContent).to.equal('Max characters 6 / 500');
    await write('So far so good');
    expect(thread.texts.get(null)).to.equal('So far so good');
    expect(said(element)).to.equal('');
    await press('post');
    expect(thread.texts.get(null)).to.equal('');
  });

  it('CB-9: what is written before the draft has come stays', async () => {
    const { element, field } = await stageBox({}, { texts: [[null, 'Old']], isStill: true });
    field.value = 'New';
    document.dispatchEvent(new Event('scroll'));
    await until(() => element.shadowRoot!.querySelector('kbd'), 'what answers');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(field.value).to.equal('New');
    expect(inside(element, '.counter').textContent).to.equal('Max characters 3 / 500');
  });

  it('CB-9: a draft that comes after the post is not written again', async () => {
    const { thread, field } = await stageBox({}, { isStill: true });
    let answer: (text: string) => void;
    thread.drafts.read = () => new Promise((resolve) => (answer = resolve));
    field.value = 'Hello';
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true }));
    await until(() => thread.wishes.length > 0, 'the post');
    answer!('Hello');
    await new Promise((resolve) => setTimeout(resolve));
    expect(field.value).to.equal('');
  });

  it('CB-10: offline it posts later', async () => {
    const { element, thread, show, write, press } = await stageBox();
    await show({ state: 'offline' });
    expect(post(element).textContent.trim()).to.equal('Post later');
    expect(inside(element, '[part=status]').textContent).to.equal(
      'Offline. You can read; what you write is sent later.',
    );
    await write('Later then');
    await press('post');
    expect(thread.wishes).to.have.length(1);
    await show({ state: 'live' });
    await until(() => inside(element, '[part=status]').textContent === 'Live again', 'the way back');
  });

  it('CB-10: in slow mode the button waits in a ring, says how long, and the text stays', async () => {
    const { element, thread, field, write, press } = await stageBox({
      slowModeMs: 30_000,
      mayPostAt: Date.now() + 20_000,
    });
    await write('Hello');
    expect(said(element)).to.match(/^Slow mode: one comment every 30 sec\. (20|19) s to go\.$/);
    expect(getComputedStyle(post(element), '::after').content).to.equal('""');
    await press('post');
    expect(thread.wishes).to.deep.equal([]);
    expect(field.value).to.equal('Hello');
  });

  it('CB-10: where nothing can be written, words stand in its place, and the text is kept', async () => {
    const { element, field, tell, write } = await stageBox({ items: items(1, 1) });
    await write('Hello');
    await tell({ isLocked: true });
    expect(inside(element, '[part=composer]').innerText.trim()).to.equal(
      'Comments are closed. You can still read them.',
    );
    expect(allInside(element, '[data-act=reply]')).to.have.length(0);
    await tell({ isLocked: false });
    expect(field.value).to.equal('Hello');
    expect(field.checkVisibility()).to.equal(true);
  });

  it('CB-10: refused, there is none', async () => {
    const { element, show } = await stageBox();
    await show({ state: 'refused' });
    expect(allInside(element, '[part=composer]')).to.have.length(0);
  });
});
