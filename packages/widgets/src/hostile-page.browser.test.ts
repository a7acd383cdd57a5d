import { expect } from '@open-wc/testing';
import { allInside, clear, inside, shownText, stage, until } from './testing/stage.js';
import { stageBox } from './testing/stage-box.js';
import { idOf, items } from './testing/staged-thread.js';

/** What a page may do to everything in it. */
const RULES = {
  'all: unset': '* { all: unset }',
  'display: block !important': '* { display: block !important; float: none }',
  'boxes and text': `* { margin: 7px; padding: 5px; border: 2px solid red; box-sizing: content-box;
    line-height: 3; text-indent: 4em; text-align: right; white-space: nowrap; position: static; transition: all 1s }`,
} as const;

const view = { tally: { counts: { like: 128, wow: 3, dislike: 0, angry: 1 }, version: 1 }, mine: 'like' } as const;

/** What no rule of the page reaches: its own say of its width, font and edges. */
function column(size = '16px'): HTMLElement {
  const element = document.createElement('section');
  document.body.append(element);
  element.style.cssText = `all: initial; display: block !important; width: 680px; font: ${size}/1.5 sans-serif`;
  return element;
}

describe('on a page with rules for everything', () => {
  let sheet: CSSStyleSheet;

  beforeEach(() => {
    sheet = new CSSStyleSheet();
    document.adoptedStyleSheets.push(sheet);
  });

  afterEach(() => {
    document.adoptedStyleSheets.pop();
    clear();
  });

  for (const [title, rules] of Object.entries(RULES)) {
    it(`W-13: the bar is laid out as ever (${title})`, async () => {
      sheet.replaceSync(rules);
      const box = document.createElement('section');
      document.body.append(box);
      box.style.cssText = 'display: block; width: 680px';
      const { element } = await stage('like-bar', view, { into: box });
      const pills = allInside(element, '.pill').map((pill) => pill.getBoundingClientRect());
      expect(new Set(pills.map(({ top }) => Math.round(top))).size).to.equal(1);
      for (const { height } of pills) expect(height).to.be.closeTo(44, 0.5);
      expect(pills[1]!.left - pills[0]!.right).to.be.closeTo(8, 0.5);
      expect(getComputedStyle(inside(element, '.prompt')).textAlign).to.equal('center');
    });

    it(`W-13: the comments are laid out as ever (${title})`, async () => {
      const places = async () => {
        const { element, row } = await stageBox({ items: items(2, 1), commentCount: 2 }, { into: column() });
        // Padding and border of the element itself are the page's to give.
        const { left, right, top } = inside(element, '.root').getBoundingClientRect();
        const parts = [...allInside(element, '.heading, .sort, .field, .post, .counter'), row(idOf(2))];
        return parts.flatMap((part) => {
          const at = part.getBoundingClientRect();
          return [Math.min(at.left - left, right - at.right), at.top - top, at.height].map(Math.round);
        });
      };
      const expected = await places();
      clear();
      sheet.replaceSync(rules);
      expect(await places()).to.deep.equal(expected);
    });

    it(`W-13: the count stays on its line (${title})`, async () => {
      sheet.replaceSync(rules);
      const { element } = await stage('online-count', { occupancy: { visitors: 3, connections: 3 } });
      expect(shownText(element)).to.equal('3 online');
      expect(inside(element, '.root').getBoundingClientRect().height).to.be.lessThan(30);
      expect(getComputedStyle(inside(element, '.dot')).width).to.equal('8px');
    });

    it(`W-13: what is hidden stays hidden, and the theme is read (${title})`, async () => {
      sheet.replaceSync(`${rules} body { color: white }`);
      const { element } = await stage('like-bar', view);
      // A fade ends first.
      await until(() => element.style.colorScheme === 'dark', 'the theme');
      element.hidden = true;
      expect(getComputedStyle(element).display).to.equal('none');
    });
  }

  it('W-13: a box as wide as its content gives the bar a width', async () => {
    const box = document.createElement('div');
    box.style.cssText = 'display: flex; flex-direction: column; align-items: center; width: 900px';
    document.body.append(box);
    const { element } = await stage('like-bar', view, { into: box });
    expect(element.getBoundingClientRect().width).to.be.greaterThan(500);
    box.style.width = '300px';
    expect(element.getBoundingClientRect().width).to.be.closeTo(300, 0.5);
  });

  it('W-16: a text of the other direction stands beside its author', async () => {
    document.documentElement.dir = 'rtl';
    const { element } = await stageBox({ items: items(1, 1) }, { into: column() });
    const [author, body] = ['.author', '.body'].map((part) => inside(element, part).getBoundingClientRect());
    expect(body!.right).to.be.closeTo(author!.right, 0.5);
    expect(body!.width).to.be.lessThan(200);
  });

  it('W-17: lines are as high as their type where the page’s type is large', async () => {
    const { element } = await stageBox({ items: items(1, 1) }, { into: column('40px') });
    for (const part of allInside(element, '.meta, .actions, .status')) {
      const { fontSize, lineHeight } = getComputedStyle(part);
      expect(parseFloat(lineHeight), part.className).to.be.at.least(1.1 * parseFloat(fontSize));
    }
  });

  it('W-16: from right to left all of it is mirrored', async () => {
    document.documentElement.dir = 'rtl';
    const { element } = await stage('like-bar', view);
    const lefts = allInside(element, '.pill').map((pill) => pill.getBoundingClientRect().left);
    expect([...lefts].sort((a, b) => b - a)).to.deep.equal(lefts);
    const { element: count } = await stage('online-count');
    const [dot, text] = [inside(count, '.dot'), inside(count, '.text')].map((part) => part.getBoundingClientRect());
    expect(dot!.left - text!.right).to.be.closeTo(8, 0.5);
  });
});
