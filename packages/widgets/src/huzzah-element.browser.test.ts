import { expect } from '@open-wc/testing';
import { defineElement } from './define-element.js';
import type { HuzzahError, HuzzahStatus } from './events.js';
import { LikeBarElement, OnlineCountElement } from './index.js';
import { openPage, stagePages } from './page-source.js';
import { BEFORE_DATA, clear, heard, inside, shownText, stage } from './testing/stage.js';
import { StagedPage } from './testing/staged-page.js';

describe('every element', () => {
  afterEach(clear);

  it('W-2: is defined once, however often it is defined', () => {
    defineElement('like-bar', class extends HTMLElement {});
    expect(customElements.get('like-bar')).to.equal(LikeBarElement);
    expect(customElements.get('online-count')).to.equal(OnlineCountElement);
  });

  it('W-3: with nothing but the tag, shows what is true of nothing yet', async () => {
    const { element: count } = await stage('online-count', BEFORE_DATA);
    const { element: bar } = await stage('like-bar', BEFORE_DATA);
    expect(shownText(count)).to.equal('0 online');
    expect(shownText(bar)).to.equal('What do you think about this post? | Like 0 | Wow 0 | Dislike 0 | Angry 0');
    expect(bar.state).to.equal('connecting');
    expect([bar.tally, bar.mine, bar.occupancy]).to.deep.equal([null, null, null]);
  });

  for (const [what, attributes] of [
    ['a server that is no address', { server: 'http://' }],
    ['a page that can be none', { page: 'a\nb' }],
  ] as const) {
    it(`W-3: ${what} throws nothing, and is named once`, async () => {
      const said: unknown[] = [];
      const original = console.error;
      console.error = (...args: unknown[]) => said.push(args[0]);
      const element = document.createElement('like-bar');
      const errors = heard<HuzzahError>(element, 'huzzah-error');
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      document.body.append(element);
      await element.updateComplete;
      element.requestUpdate();
      await element.updateComplete;
      console.error = original;
      expect(said.length).to.equal(1);
      expect(said[0]).to.match(/^Huzzah: <like-bar>/);
      expect(errors.map(({ code }) => code)).to.deep.equal(['bad_request']);
      expect(element.state).to.equal('refused');
      expect(shownText(element)).to.equal('What do you think about this post? | Like 0 | Wow 0 | Dislike 0 | Angry 0');
    });
  }

  it('W-4: properties and attributes agree', async () => {
    const { element } = await stage('online-count', {}, { attributes: { verb: 'reading', min: '3', compact: '' } });
    expect([element.verb, element.min, element.compact, element.theme]).to.deep.equal(['reading', 3, true, 'auto']);
    element.verb = 'watching';
    element.min = 2;
    element.compact = false;
    element.page = '/x';
    element.theme = 'dark';
    await element.updateComplete;
    expect(['verb', 'min', 'compact', 'page', 'theme'].map((name) => element.getAttribute(name))).to.deep.equal([
      'watching',
      '2',
      null,
      '/x',
      'dark',
    ]);
    element.removeAttribute('page');
    element.removeAttribute('theme');
    expect([element.page, element.theme]).to.deep.equal([null, 'auto']);
  });

  it('W-4: defaults put no attributes on the element', async () => {
    const { element } = await stage('like-bar');
    expect(element.getAttributeNames().filter((name) => name !== 'style')).to.deep.equal([]);
  });

  it('W-4: a property set before the class comes survives', async () => {
    const element = document.createElement('late-bar') as LikeBarElement;
    element.prompt = 'Well?';
    element.server = 'https://talk.example';
    document.body.append(element);
    const end = stagePages(() => new StagedPage());
    defineElement('late-bar', class extends LikeBarElement {});
    await element.updateComplete;
    end();
    expect(shownText(element)).to.match(/^Well\? \|/);
    expect(element.getAttribute('server')).to.equal('https://talk.example');
  });

  it('W-5: asks for the page that its attributes name', async () => {
    const asked: unknown[] = [];
    const end = stagePages((...args) => {
      asked.push(args);
      return new StagedPage();
    });
    const element = document.createElement('online-count');
    element.server = 'https://talk.example';
    element.site = 'news';
    element.page = 'lobby';
    document.body.append(element);
    await element.updateComplete;
    element.page = 'hall';
    await element.updateComplete;
    end();
    expect(asked).to.deep.equal([
      ['https://talk.example/', 'news', 'lobby'],
      ['https://talk.example/', 'news', 'hall'],
    ]);
  });

  it('W-7: leaves nothing behind, and comes back where it is put back', async () => {
    const { element, page } = await stage('like-bar');
    expect(page.listenerCount).to.equal(1);
    element.remove();
    expect(page.listenerCount).to.equal(0);
    const end = stagePages(() => page);
    document.body.append(element);
    const there = document.createElement('div');
    document.body.append(there);
    there.append(element);
    await element.updateComplete;
    end();
    expect(page.listenerCount).to.equal(1);
  });

  it('W-7: one that is moved keeps what it shows', async () => {
    const { element, page } = await stage('online-count', { occupancy: { visitors: 12, connections: 12 } });
    const end = stagePages(() => page);
    const there = document.createElement('div');
    document.body.append(there);
    there.append(element);
    expect(shownText(element)).to.equal('12 online');
    await element.updateComplete;
    end();
    expect(shownText(element)).to.equal('12 online');
  });

  it('W-14: tells of each change of its state, once it is drawn', async () => {
    const { element, show } = await stage('online-count', BEFORE_DATA);
    const states = heard<HuzzahStatus>(document, 'huzzah-status');
    await show({ state: 'live', occupancy: { visitors: 2, connections: 2 } });
    await show({ occupancy: { visitors: 3, connections: 3 } });
    await show({ state: 'offline' });
    expect(states).to.deep.equal([{ state: 'live' }, { state: 'offline' }]);
    expect(element.state).to.equal('offline');
  });

  it('W-14: tells of a refusal once', async () => {
    const { element, show } = await stage('online-count', BEFORE_DATA);
    const errors = heard<HuzzahError>(element, 'huzzah-error');
    const refusal = { code: 'origin_denied', message: 'unable to connect; not allowed' } as const;
    await show({ state: 'refused', refusal });
    element.requestUpdate();
    await element.updateComplete;
    expect(errors).to.deep.equal([refusal]);
  });

  it('W-14: says what it knows in read-only properties', async () => {
    const tally = { counts: { like: 1 }, version: 4 };
    const { element } = await stage('like-bar', { tally, mine: 'like' });
    expect([element.tally, element.mine, element.occupancy]).to.deep.equal([
      tally,
      'like',
      { visitors: 1, connections: 1 },
    ]);
  });

  it('W-17: takes the font, the size and the colour of the page around it, but never less than 12 px', async () => {
    document.body.style.font = '20px/1.5 serif';
    document.body.style.color = 'rgb(1, 2, 3)';
    const { element } = await stage('like-bar');
    const { fontFamily, fontSize, color } = getComputedStyle(inside(element, '.label'));
    expect([fontFamily, fontSize, color]).to.deep.equal(['serif', '20px', 'rgb(1, 2, 3)']);
    document.body.style.fontSize = '8px';
    expect(getComputedStyle(inside(element, '.label')).fontSize).to.equal('12px');
  });

  it('W-17: a site’s font goes before', async () => {
    document.body.style.setProperty('--huzzah-font', 'monospace');
    const { element } = await stage('like-bar');
    expect(getComputedStyle(inside(element, '.prompt')).fontFamily).to.equal('monospace');
    document.body.style.removeProperty('--huzzah-font');
  });

  it('W-3: asks a real connection for its page where nothing is staged', () => {
    expect(() => openPage('http://localhost:1', 'default', '')).to.throw(RangeError);
  });
});
