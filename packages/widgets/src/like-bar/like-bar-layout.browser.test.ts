import { expect } from '@open-wc/testing';
import type { PageView } from '@huzzah/client';
import { allInside, BEFORE_DATA, clear, inside, shownText, stage } from '../testing/stage.js';

const tally = (like = 0, wow = 0, dislike = 0, angry = 0) => ({ counts: { like, wow, dislike, angry }, version: 1 });
const site = (reactions: NonNullable<PageView['site']>['reactions'], prompt?: string) => ({
  site: { id: 'x', reactions, limits: { maxCharacters: 1, maxName: 1, editWindowMs: 1 }, ...(prompt && { prompt }) },
});
const old = { reaction: { kind: 'like', at: 0, stage: 'waiting' as const } };
const STATES: Record<string, Partial<PageView>> = {
  'before data': BEFORE_DATA,
  live: { tally: tally(12, 3) },
  chosen: { tally: tally(12, 3), mine: 'like' },
  pending: { tally: tally(12, 3), mine: 'like', outbox: old },
  'offline, queued': { state: 'offline', tally: tally(12, 3), mine: 'like', outbox: old },
  refused: { state: 'refused', tally: null },
};

function box(width: number): HTMLElement {
  const element = document.createElement('div');
  element.style.width = `${width}px`;
  document.body.append(element);
  return element;
}

const rects = (element: Element, selector: string) =>
  allInside(element, selector).map((part) => part.getBoundingClientRect());

describe('<like-bar>, laid out', () => {
  afterEach(() => {
    clear();
    document.body.style.removeProperty('--huzzah-tears');
  });

  for (const width of [280, 680]) {
    it(`LB-9: has the same height in every state, ${width} px wide`, async () => {
      const heights = new Map<string, number>();
      for (const [name, view] of Object.entries(STATES)) {
        const { element } = await stage('like-bar', view, { into: box(width) });
        heights.set(name, element.getBoundingClientRect().height);
      }
      const expected = heights.get('before data')!;
      for (const [name, height] of heights) expect(height, name).to.be.closeTo(expected, 0.5);
    });
  }

  it('LB-10: no pill moves while counts grow to three digits, or one is chosen or pending', async () => {
    const { element, show } = await stage('like-bar', BEFORE_DATA, { into: box(680) });
    const places = () => rects(element, '.pill').map(({ left, width }) => [Math.round(left), Math.round(width)]);
    const expected = places();
    for (const view of [
      { state: 'live', tally: tally(9, 9, 9, 9) },
      { tally: tally(10, 99, 100, 999) },
      { mine: 'like' },
      { mine: 'wow', outbox: { reaction: { kind: 'wow', at: 0, stage: 'sending' } } },
    ] as const) {
      await show(view);
      expect(places()).to.deep.equal(expected);
    }
  });

  it('LB-11: wide, stands in one row; pills are 44 high, 8 apart', async () => {
    const { element } = await stage('like-bar', {}, { into: box(680) });
    const pills = rects(element, '.pill');
    expect(new Set(pills.map(({ top }) => top)).size).to.equal(1);
    expect(pills.every(({ height }) => height === 44)).to.equal(true);
    expect(pills[1]!.left - pills[0]!.right).to.be.closeTo(8, 0.1);
  });

  for (const width of [280, 420]) {
    it(`LB-11: in ${width} px of its own, stands in four columns of 64, face over label over count`, async () => {
      const { element } = await stage('like-bar', { tally: tally(1_234, 999, 3, 12_345) }, { into: box(width) });
      const pills = rects(element, '.pill');
      expect(new Set(pills.map(({ top }) => top)).size).to.equal(1);
      for (const { height, right } of pills) {
        expect(height).to.be.closeTo(64, 1);
        expect(right).to.be.at.most(element.getBoundingClientRect().right + 0.1);
      }
      const parts = ['.face', '.label', '.count'].map((selector) => rects(element, selector)[0]!);
      expect(parts[0]!.bottom).to.be.at.most(parts[1]!.top + 0.1);
      expect(parts[1]!.bottom).to.be.at.most(parts[2]!.top + 0.1);
      expect(element.scrollWidth).to.be.at.most(width);
    });
  }

  it('LB-11: on a phone of 280 px a word of four syllables stays on one line', async () => {
    const { element } = await stage('like-bar', {}, { into: box(232) });
    const [label, pill] = [inside(element, '.label'), inside(element, '.pill')];
    const { paddingLeft, paddingRight } = getComputedStyle(pill);
    const room = pill.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
    // A syllable of Hangul is as wide as it is high, at most.
    expect(room).to.be.at.least(4 * parseFloat(getComputedStyle(label).fontSize));
  });

  it('LB-11: layout="grid" has four columns at any width', async () => {
    const { element } = await stage('like-bar', {}, { into: box(680), attributes: { layout: 'grid' } });
    const pills = rects(element, '.pill');
    expect(pills[0]!.height).to.be.closeTo(64, 1);
    expect(pills[0]!.width).to.be.closeTo((680 - 24) / 4, 0.5);
  });

  it('LB-11: three of a site’s are as wide as four, in the middle', async () => {
    const three = site([{ kind: 'like' }, { kind: 'wow' }, { kind: 'sad' }]);
    const { element } = await stage('like-bar', three, { into: box(400) });
    const [bar, pills] = [element.getBoundingClientRect(), rects(element, '.pill')];
    expect(pills[0]!.top).to.equal(pills[2]!.top);
    expect(pills[0]!.left - bar.left).to.be.closeTo(bar.right - pills[2]!.right, 0.5);
    expect(pills[0]!.width).to.be.closeTo((400 - 24) / 4, 0.5);
  });

  it('LB-11: where one row is too short, two are even', async () => {
    const { element } = await stage('like-bar', {}, { into: box(460) });
    const tops = rects(element, '.pill').map(({ top }) => top);
    expect(tops[0]).to.equal(tops[1]);
    expect(tops[2]).to.equal(tops[3]);
    expect(tops[1]).not.to.equal(tops[2]);
  });

  it('LB-12: shares are shown from 10 reactions on, as they divide; their place is kept', async () => {
    const { element, show } = await stage('like-bar', { tally: tally(9) }, { into: box(680) });
    const shares = () => inside(element, '.shares');
    expect(getComputedStyle(shares()).visibility).to.equal('hidden');
    expect(shares().getBoundingClientRect().height).to.equal(4);
    await show({ tally: tally(9, 3) });
    expect(getComputedStyle(shares()).visibility).to.equal('visible');
    const [like, wow, dislike] = rects(element, '.shares > span');
    await Promise.all(
      shares()
        .getAnimations({ subtree: true })
        .map(({ finished }) => finished),
    );
    expect(like!.width / wow!.width).to.be.closeTo(3, 0.2);
    expect(dislike!.width).to.equal(0);
    expect(shares().getAttribute('aria-hidden')).to.equal('true');
  });

  it('LB-12: shares="on" shows them from the first, "off" keeps no place', async () => {
    const { element } = await stage('like-bar', { tally: tally(1) }, { attributes: { shares: 'on' } });
    expect(getComputedStyle(inside(element, '.shares')).visibility).to.equal('visible');
    element.shares = 'off';
    await element.updateComplete;
    expect(allInside(element, '.shares').length).to.equal(0);
  });

  it('LB-13: offers the site’s kinds, with their labels, faces and colours', async () => {
    document.body.style.setProperty('--huzzah-tears', 'rgb(1, 2, 3)');
    const kinds = [{ kind: 'love' }, { kind: 'tears', label: 'Tears', face: 'sad' as const }, { kind: 'own' }];
    const { element } = await stage('like-bar', { ...site(kinds, 'How was it?'), mine: 'tears', tally: tally() });
    expect(shownText(element)).to.equal('How was it? | Love 0 | Tears 0 | own 0');
    expect(allInside<SVGElement>(element, '.drawing').map((svg) => svg.classList[1])).to.deep.equal([
      'love',
      'sad',
      'own',
    ]);
    await Promise.all(element.getAnimations().map(({ finished }) => finished));
    expect(getComputedStyle(allInside(element, '.pill')[1]!).getPropertyValue('--_kind')).to.contain('rgb(1, 2, 3)');
  });

  it('LB-13: where kinds change while it runs no number rolls from one to another', async () => {
    const kinds = (...names: string[]) => site(names.map((kind) => ({ kind })));
    const { element, show } = await stage('like-bar', {
      ...kinds('like', 'wow', 'sad'),
      tally: tally(7, 3),
    });
    await show(kinds('like', 'love', 'wow'));
    expect(shownText(element)).to.contain('Like 7 | Love 0 | Wow 3');
    expect(allInside(element, '.drum')).to.have.length(0);
  });

  it('LB-13: slots take the place of faces and of the question', async () => {
    const { element } = await stage('like-bar');
    const face = document.createElement('b');
    face.slot = 'face-like';
    const question = document.createElement('span');
    question.slot = 'prompt';
    question.textContent = 'Well?';
    element.append(face, question);
    const slot = inside<HTMLSlotElement>(element, 'slot[name=face-like]');
    expect(slot.assignedElements()).to.deep.equal([face]);
    expect(inside<HTMLSlotElement>(element, 'slot[name=prompt]').assignedElements()).to.deep.equal([question]);
  });

  it('LB-14: prompt goes before the site’s; empty hides it, and the group is named Reactions', async () => {
    const { element } = await stage('like-bar', site([{ kind: 'like' }], 'How was it?'), {
      attributes: { prompt: 'Well?' },
    });
    expect(shownText(element)).to.equal('Well? | Like 0');
    element.prompt = '';
    await element.updateComplete;
    expect(shownText(element)).to.equal('Like 0');
    expect(inside(element, '[role=group]').getAttribute('aria-label')).to.equal('Reactions');
    element.removeAttribute('prompt');
    await element.updateComplete;
    expect(shownText(element)).to.equal('How was it? | Like 0');
  });
});
