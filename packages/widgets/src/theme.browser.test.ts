import { expect } from '@open-wc/testing';
import { emulateMedia } from '@web/test-runner-commands';
import { clear, inside, stage, until } from './testing/stage.js';

const schemeOf = (element: HTMLElement) => getComputedStyle(element).colorScheme;
const accentOf = (element: HTMLElement) => {
  const probe = inside(element, '.root');
  probe.style.setProperty('outline-color', 'color(from var(--_accent) xyz-d65 x y z)');
  return Number(getComputedStyle(probe).outlineColor.split(' ')[2]);
};

describe('the scheme of an element', () => {
  afterEach(async () => {
    clear();
    document.body.style.removeProperty('--huzzah-accent');
    await emulateMedia({ colorScheme: 'light' });
  });

  it('W-8: is the given one', async () => {
    const { element } = await stage('like-bar', {}, { attributes: { theme: 'dark' } });
    expect(schemeOf(element)).to.equal('dark');
    element.theme = 'light';
    await element.updateComplete;
    expect(schemeOf(element)).to.equal('light');
  });

  for (const [colour, scheme] of [
    ['black', 'light'],
    ['#767676', 'light'],
    ['oklch(0.9 0.05 200)', 'dark'],
    ['rgb(255 255 255 / 70%)', 'dark'],
    ['color(display-p3 0.8 0.8 0.8)', 'dark'],
  ] as const) {
    it(`W-8: for text of ${colour} is ${scheme}`, async () => {
      document.body.style.color = colour;
      const { element } = await stage('like-bar');
      expect(schemeOf(element)).to.equal(scheme);
    });
  }

  it('W-8: a light page on a dark phone stays light', async () => {
    await emulateMedia({ colorScheme: 'dark' });
    document.body.style.color = '#222';
    const { element } = await stage('like-bar');
    expect(schemeOf(element)).to.equal('light');
  });

  it('W-8: a page that follows the system is followed', async () => {
    document.documentElement.style.colorScheme = 'light dark';
    const { element } = await stage('online-count');
    expect(schemeOf(element)).to.equal('light');
    await emulateMedia({ colorScheme: 'dark' });
    await until(() => schemeOf(element) === 'dark', 'the dark scheme');
  });

  it('W-8: follows the page’s class, style and data-theme', async () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('.night, [data-theme="dark"] { color: white }');
    document.adoptedStyleSheets.push(sheet);
    const { element } = await stage('like-bar');
    document.documentElement.className = 'night';
    await until(() => schemeOf(element) === 'dark', 'the class');
    document.documentElement.className = '';
    await until(() => schemeOf(element) === 'light', 'no class');
    document.body.dataset['theme'] = 'dark';
    await until(() => schemeOf(element) === 'dark', 'data-theme');
    delete document.body.dataset['theme'];
    document.body.style.color = 'white';
    await until(() => schemeOf(element) === 'dark', 'style');
    document.adoptedStyleSheets.pop();
  });

  it('W-8: follows a fade of the text to its end', async () => {
    // Read once, so that nothing of the test before is faded from.
    expect(getComputedStyle(document.body).color).to.equal('rgb(0, 0, 0)');
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('body { color: black; transition: color 120ms } .night body { color: white }');
    document.adoptedStyleSheets.push(sheet);
    const { element } = await stage('like-bar');
    document.documentElement.className = 'night';
    await until(() => schemeOf(element) === 'dark', 'the end of the fade');
    document.adoptedStyleSheets.pop();
  });

  it('W-8: a loud accent is toned for both schemes', async () => {
    document.body.style.setProperty('--huzzah-accent', '#ffe600');
    const { element: light } = await stage('like-bar', {}, { attributes: { theme: 'light' } });
    expect(accentOf(light)).to.be.lessThan(0.25);
    document.body.style.setProperty('--huzzah-accent', '#0a00ff');
    const { element: dark } = await stage('like-bar', {}, { attributes: { theme: 'dark' } });
    expect(accentOf(dark)).to.be.greaterThan(0.3);
  });
});
