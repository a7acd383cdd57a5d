import { expect } from '@open-wc/testing';
import { emulateMedia } from '@web/test-runner-commands';
import type { OnlineChange } from '../events.js';
import { BEFORE_DATA, clear, heard, inside, shownText, stage, until } from '../testing/stage.js';

const people = (visitors: number) => ({ occupancy: { visitors, connections: visitors } });
const styleOf = (element: Element, selector: string) => getComputedStyle(inside(element, selector));
const isHollow = (element: Element) =>
  styleOf(element, '.dot').backgroundColor === 'rgba(0, 0, 0, 0)' &&
  styleOf(element, '.dot').backgroundImage === 'none';

describe('<online-count>', () => {
  afterEach(async () => {
    clear();
    await emulateMedia({ reducedMotion: 'no-preference' });
  });

  it('OC-1: before any data says 0, hollow', async () => {
    const { element } = await stage('online-count', BEFORE_DATA);
    expect(shownText(element)).to.equal('0 online');
    expect(isHollow(element)).to.equal(true);
  });

  it('OC-2: live is a filled dot', async () => {
    const { element } = await stage('online-count', people(128));
    expect(shownText(element)).to.equal('128 online');
    expect(styleOf(element, '.dot').backgroundColor).to.equal('rgb(14, 128, 80)');
  });

  it('OC-2: catching up is half a dot, after a second', async () => {
    const { element, show } = await stage('online-count', people(3));
    await show({ state: 'catching-up' });
    expect(styleOf(element, '.dot').backgroundColor).to.equal('rgb(14, 128, 80)');
    await until(() => styleOf(element, '.dot').backgroundImage.includes('gradient'), 'half a dot');
    expect(inside(element, '[part=status]').textContent).to.equal('Catching up…');
    await show({ state: 'live' });
    expect(styleOf(element, '.dot').backgroundImage).to.equal('none');
    expect(inside(element, '[part=status]').textContent).to.equal('');
  });

  it('OC-2: offline is hollow, with the last number in second text', async () => {
    const { element, show } = await stage('online-count', people(42));
    await show({ state: 'offline' });
    expect(shownText(element)).to.equal('42 online');
    expect(isHollow(element)).to.equal(true);
    expect(styleOf(element, '.count').color).to.equal(styleOf(element, '.label').color);
    expect(inside(element, '[part=status]').textContent).to.equal('Offline');
  });

  it('OC-2: refused is 0, hollow', async () => {
    const { element } = await stage('online-count', { ...people(3), state: 'refused' });
    expect(shownText(element)).to.equal('0 online');
    expect(isHollow(element)).to.equal(true);
  });

  it('OC-3: says what the people do', async () => {
    const { element } = await stage('online-count', people(3), { attributes: { verb: 'watching' } });
    expect(shownText(element)).to.equal('3 watching');
    element.verb = 'reading';
    await element.updateComplete;
    expect(shownText(element)).to.equal('3 reading');
    element.setAttribute('verb', 'dancing');
    await element.updateComplete;
    expect(shownText(element)).to.equal('3 online');
  });

  it('OC-3: compact is the dot and the number', async () => {
    const { element } = await stage('online-count', people(3), { attributes: { compact: '' } });
    expect(shownText(element)).to.equal('3');
    expect(inside(element, '.unseen').textContent).to.equal('3 people are here now');
  });

  it('OC-4: below min shows nothing, and keeps its place', async () => {
    const { element, show } = await stage('online-count', people(3), { attributes: { min: '3' } });
    const { width, height } = element.getBoundingClientRect();
    await show(people(2));
    expect(styleOf(element, '.root').visibility).to.equal('hidden');
    expect(element.getBoundingClientRect().width).to.be.closeTo(width, 0.5);
    expect(element.getBoundingClientRect().height).to.be.closeTo(height, 0.5);
    element.setAttribute('min', 'many');
    await element.updateComplete;
    expect(styleOf(element, '.root').visibility).to.equal('visible');
  });

  it('OC-5: up to four digits the line does not shift', async () => {
    const { element, show } = await stage('online-count', BEFORE_DATA);
    const { width } = element.getBoundingClientRect();
    for (const n of [1, 9, 10, 99, 100, 999, 1_000, 9_999]) {
      await show({ state: 'live', ...people(n) });
      expect(element.getBoundingClientRect().width, String(n)).to.be.closeTo(width, 0.5);
    }
  });

  it('OC-6: is read as a sentence with the exact number', async () => {
    const { element } = await stage('online-count', people(12_345));
    expect(shownText(element)).to.equal('12.3K online');
    expect(inside(element, '.text').getAttribute('aria-hidden')).to.equal('true');
    expect(inside(element, '.unseen').textContent).to.equal('12,345 people are here now');
  });

  it('OC-6: announces nothing by itself', async () => {
    const { element } = await stage('online-count', people(3));
    expect(element.shadowRoot?.querySelector('[aria-live], [role=status]')).to.equal(null);
  });

  it('OC-7: tells of each change of the number', async () => {
    const { element, show } = await stage('online-count', BEFORE_DATA);
    const changes = heard<OnlineChange>(document, 'online-change');
    await show({ state: 'live', ...people(1) });
    await show({ ...people(1) });
    await show({ ...people(3) });
    expect(changes).to.deep.equal([{ visitors: 1 }, { visitors: 3 }]);
    expect(element.occupancy?.visitors).to.equal(3);
  });

  it('OC-8: one ring spreads where it grows, at most every 5 s', async () => {
    const { element, show } = await stage('online-count', people(1));
    const rings = () => inside(element, '.ring').getAnimations().length;
    expect(rings()).to.equal(0);
    await show(people(2));
    expect(rings()).to.equal(1);
    inside(element, '.ring').getAnimations()[0]!.finish();
    await show(people(3));
    expect(rings()).to.equal(0);
  });

  it('OC-8: no ring where it falls, or where stillness is wanted', async () => {
    const { element, show } = await stage('online-count', people(3));
    await show(people(2));
    await emulateMedia({ reducedMotion: 'reduce' });
    await show(people(3));
    expect(inside(element, '.ring').getAnimations().length).to.equal(0);
  });
});
