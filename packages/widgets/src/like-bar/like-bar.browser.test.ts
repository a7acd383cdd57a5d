import { expect } from '@open-wc/testing';
import { emulateMedia, sendKeys } from '@web/test-runner-commands';
import type { HuzzahError, ReactionChange } from '../events.js';
import { allInside, BEFORE_DATA, clear, heard, inside, shownText, stage, until } from '../testing/stage.js';

const tally = (like = 0, wow = 0, dislike = 0, angry = 0) => ({ counts: { like, wow, dislike, angry }, version: 1 });
const pillsOf = (element: Element) => allInside<HTMLButtonElement>(element, '.pill');
const pressed = (element: Element) => pillsOf(element).map((pill) => pill.getAttribute('aria-pressed') === 'true');
const pending = (kind: string | null, at: number) => ({
  outbox: { reaction: { kind, at, stage: 'sending' as const } },
});
const statusOf = (element: Element) => inside(element, '.status').textContent?.trim();

describe('<like-bar>', () => {
  afterEach(async () => {
    clear();
    await emulateMedia({ reducedMotion: 'no-preference' });
  });

  it('LB-1: before any data asks, and shows zeros that can be tapped', async () => {
    const { element, page } = await stage('like-bar', BEFORE_DATA);
    expect(shownText(element)).to.equal('What do you think about this post? | Like 0 | Wow 0 | Dislike 0 | Angry 0');
    pillsOf(element)[0]!.click();
    await element.updateComplete;
    expect(page.wishes).to.deep.equal(['like']);
    expect(shownText(element)).to.contain('Like 1 | Wow 0');
  });

  it('LB-2: is a group that the question names, of buttons that say whether they are pressed', async () => {
    const { element } = await stage('like-bar', { tally: tally(12, 3), mine: 'wow' });
    const group = inside(element, '[role=group]');
    expect(element.shadowRoot?.getElementById(group.getAttribute('aria-labelledby')!)?.textContent?.trim()).to.equal(
      'What do you think about this post?',
    );
    expect(pressed(element)).to.deep.equal([false, true, false, false]);
    expect(pillsOf(element)[0]!.hasAttribute('aria-label')).to.equal(false);
    expect(pillsOf(element)[0]!.textContent?.replace(/\s+/g, ' ').trim()).to.equal('Like 12');
  });

  it('LB-2: shows compact counts, and has exact ones read', async () => {
    const { element } = await stage('like-bar', { tally: tally(12_345) });
    expect(inside(element, '.count').textContent).to.equal('12.3K');
    expect(inside(element, '.count').getAttribute('aria-hidden')).to.equal('true');
    expect(inside(element, '.pill .unseen').textContent).to.equal('12,345');
  });

  it('LB-3: a tap asks for its kind, on the chosen one for none', async () => {
    const { element, page } = await stage('like-bar', { tally: tally(1), mine: 'like' });
    pillsOf(element)[1]!.click();
    pillsOf(element)[1]!.click();
    pillsOf(element)[3]!.click();
    expect(page.wishes).to.deep.equal(['wow', null, 'angry']);
  });

  it('LB-4: a tap shows at once, and is dotted only while unacknowledged for 400 ms', async () => {
    const { element, page } = await stage('like-bar', { tally: tally(1) });
    const isDotted = (index: number) => getComputedStyle(pillsOf(element)[index]!, '::before').borderStyle === 'dotted';
    pillsOf(element)[0]!.click();
    await element.updateComplete;
    expect(pressed(element)[0]).to.equal(true);
    expect(isDotted(0)).to.equal(false);
    await until(() => isDotted(0), 'a dotted edge');
    page.acknowledge();
    await element.updateComplete;
    expect(isDotted(0)).to.equal(false);
  });

  it('LB-4: taking back is dotted where it was', async () => {
    const { element } = await stage('like-bar', { tally: tally(1), mine: 'like' });
    pillsOf(element)[0]!.click();
    await until(() => pillsOf(element)[0]!.classList.contains('overdue'), 'a dotted edge');
  });

  it('LB-5: tells of own changes when they are acknowledged, once for several', async () => {
    const { element, page, show } = await stage('like-bar', { tally: tally(1), mine: 'like' });
    const changes = heard<ReactionChange>(document, 'reaction-change');
    await show({ tally: tally(5) });
    pillsOf(element)[1]!.click();
    await element.updateComplete;
    expect(changes).to.deep.equal([]);
    page.show({ tally: tally(4, 1) });
    page.acknowledge();
    await until(() => changes.length === 1, 'the event');
    expect(changes[0]).to.deep.equal({ kind: 'wow', previous: 'like', tally: tally(4, 1) });
  });

  it('LB-5: says nothing where all ends as it began', async () => {
    const { element, page } = await stage('like-bar', { tally: tally(1) });
    const changes = heard<ReactionChange>(element, 'reaction-change');
    pillsOf(element)[0]!.click();
    page.acknowledge();
    await until(() => changes.length === 1, 'the first event');
    page.show({ mine: null });
    pillsOf(element)[0]!.click();
    pillsOf(element)[0]!.click();
    page.acknowledge();
    pillsOf(element)[0]!.click();
    page.acknowledge();
    await until(() => changes.length === 2, 'the last event');
    expect(changes.map(({ kind, previous }) => [kind, previous])).to.deep.equal([
      ['like', null],
      ['like', null],
    ]);
  });

  it('LB-6: a refusal is said in words under the row, politely, until it can be tried again', async () => {
    const { element, page } = await stage('like-bar', { tally: tally(1) });
    const errors = heard<HuzzahError>(element, 'huzzah-error');
    pillsOf(element)[0]!.click();
    page.refuse('rate_limited', 300);
    await until(() => statusOf(element) === 'That was quick. Again in 1 s.', 'the words');
    expect(inside(element, '[role=status]').textContent).to.equal('That was quick. Again in 1 s.');
    expect(errors).to.deep.equal([
      { code: 'rate_limited', message: 'unable to react; rate_limited', retryAfterMs: 300 },
    ]);
    expect(pressed(element)).to.deep.equal([false, false, false, false]);
    await until(() => statusOf(element) === '', 'the end of the words');
  });

  it('LB-6: the next tap takes the words away', async () => {
    const { element, page } = await stage('like-bar', { tally: tally(1) });
    pillsOf(element)[0]!.click();
    page.refuse('banned');
    await until(() => statusOf(element) === 'That is not possible here.', 'the words');
    pillsOf(element)[0]!.click();
    await element.updateComplete;
    expect(statusOf(element)).to.equal('');
  });

  it('LB-7: offline it can be tapped, and says that the tap is kept', async () => {
    const { element, show, page } = await stage('like-bar', { tally: tally(1) });
    await show({ state: 'offline' });
    expect(statusOf(element)).to.equal('');
    pillsOf(element)[0]!.click();
    await element.updateComplete;
    expect(statusOf(element)).to.equal('Saved. Counts when you are back online.');
    expect(inside(element, '[role=status]').textContent).to.equal('');
    page.show({ state: 'live' });
    await element.updateComplete;
    expect(statusOf(element)).to.equal('');
  });

  it('LB-8: refused, it shows zeros, cannot be tapped, and reproaches nobody', async () => {
    const refusal = { code: 'site_unknown', message: 'no such site' } as const;
    const { element, page } = await stage('like-bar', { tally: tally(9), mine: 'like', state: 'refused', refusal });
    expect(shownText(element)).to.match(/\| Like 0 \| Wow 0 \| Dislike 0 \| Angry 0$/);
    expect(pillsOf(element).every(({ disabled }) => disabled)).to.equal(true);
    expect(pressed(element)).to.deep.equal([false, false, false, false]);
    pillsOf(element)[0]!.click();
    expect(page.wishes).to.deep.equal([]);
  });

  it('LB-8: a page that is out of date says so', async () => {
    const refusal = { code: 'unsupported_version', message: 'too old' } as const;
    const { element } = await stage('like-bar', { state: 'refused', refusal });
    expect(statusOf(element)).to.equal('This page is out of date. Reload it.');
  });

  it('LB-15: is used by keyboard, with a ring where one is', async () => {
    const { element, page } = await stage('like-bar', { tally: tally(1) });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Tab' });
    const active = element.shadowRoot!.activeElement as HTMLElement;
    expect(active.textContent).to.contain('Wow');
    // It comes with what follows a tap.
    await until(() => getComputedStyle(active).outlineStyle === 'solid', 'a ring');
    const { outlineStyle, outlineWidth, outlineOffset } = getComputedStyle(active);
    expect([outlineStyle, outlineWidth, outlineOffset]).to.deep.equal(['solid', '2px', '2px']);
    await sendKeys({ press: 'Space' });
    await sendKeys({ press: 'Enter' });
    expect(page.wishes).to.deep.equal(['wow', null]);
  });

  it('LB-16: the face pops once at an own tap, and never where stillness is wanted', async () => {
    const { element, show, page } = await stage('like-bar', { tally: tally(1) });
    const pops = () =>
      inside(element, '.face')
        .getAnimations()
        .filter((animation) => !('transitionProperty' in animation));
    await show({ tally: tally(2) });
    expect(pops().length).to.equal(0);
    pillsOf(element)[0]!.click();
    expect(pops().length).to.equal(1);
    pops()[0]!.finish();
    page.acknowledge();
    await emulateMedia({ reducedMotion: 'reduce' });
    pillsOf(element)[0]!.click();
    pillsOf(element)[0]!.click();
    expect(pops().length).to.equal(0);
    expect(getComputedStyle(pillsOf(element)[0]!).transitionDuration).to.equal('0s');
  });

  it('LB-4: an old wish of the last visit is dotted', async () => {
    const { element } = await stage('like-bar', {
      tally: tally(1),
      mine: 'like',
      ...pending('like', Date.now() - 60_000),
    });
    await until(() => pillsOf(element)[0]!.classList.contains('overdue'), 'the dots');
  });
});
