import { expect } from '@open-wc/testing';
import { clear, shownText, stage, until } from './testing/stage.js';

describe('the language of an element', () => {
  afterEach(clear);

  it('W-9: is English where nobody says anything', async () => {
    const { element } = await stage('online-count');
    expect(shownText(element)).to.equal('1 online');
  });

  it('W-9: is the nearest one around it, and its own before that', async () => {
    const section = document.createElement('section');
    section.lang = 'ko';
    document.body.append(section);
    const { element } = await stage('online-count', {}, { into: section });
    await until(() => shownText(element) === '1명 접속 중', 'Korean words');
    element.lang = 'en';
    await until(() => shownText(element) === '1 online', 'English words');
    element.removeAttribute('lang');
    await until(() => shownText(element) === '1명 접속 중', 'Korean words again');
  });

  it('W-9: is found through shadow roots', async () => {
    const outer = document.createElement('div');
    outer.lang = 'ko-KR';
    document.body.append(outer);
    const root = outer.attachShadow({ mode: 'open' });
    const { element } = await stage('like-bar', {}, { into: root });
    await until(() => shownText(element).startsWith('이 글, 어떻게 생각하세요?'), 'Korean words');
  });

  it('W-9: follows the page', async () => {
    const { element } = await stage('online-count', {}, { attributes: { verb: 'watching' } });
    document.documentElement.lang = 'ko';
    await until(() => shownText(element) === '1명 시청 중', 'Korean words');
    document.documentElement.lang = 'en-GB';
    await until(() => shownText(element) === '1 watching', 'English words');
  });

  it('W-9: that we do not speak is answered in English', async () => {
    document.documentElement.lang = 'xx-nonsense-';
    const { element } = await stage('online-count', { occupancy: { visitors: 1_234, connections: 1 } });
    expect(shownText(element)).to.equal('1,234 online');
  });

  it('W-12: a site’s own words go before', async () => {
    document.documentElement.lang = 'ko';
    const { element } = await stage('like-bar', {
      site: {
        id: 'news',
        prompt: { en: 'How was it?', ko: '어땠나요?' },
        reactions: [
          { kind: 'like', label: { ko: '최고' } },
          { kind: 'tears', label: 'Tears', face: 'sad' },
        ],
        limits: { maxCharacters: 500, maxName: 40, editWindowMs: 1 },
      },
    });
    await until(() => shownText(element) === '어땠나요? | 최고 0 | Tears 0', 'the site’s words');
  });
});
