import { expect } from '@open-wc/testing';
import { clear, inside } from '../testing/stage.js';
import { compose, postByKey, stageBox } from '../testing/stage-box.js';

const counted = (element: Element) => inside(element, '.counter').innerText.replace(/\s+/g, ' ').trim();
const family = '👨‍👩‍👧‍👦';
const site = (maxCharacters: number) => ({
  page: {
    site: { id: 'default', reactions: [], limits: { maxCharacters, maxName: 40, editWindowMs: 900_000 } },
  },
});

describe('the counter', () => {
  afterEach(clear);

  for (const [what, text, n] of [
    ['letters', 'Hello', 5],
    ['a family of emoji', family, 1],
    ['Hangul of parts', '각'.normalize('NFD'), 1],
    ['Devanagari', 'क्षि', 1],
    ['a flag', '🇰🇷', 1],
    ['spaces and lines', 'a b\nc', 5],
  ] as const) {
    it(`CB-4: counts ${what} as a reader does`, async () => {
      const { element, write } = await stageBox();
      await write(text);
      expect(counted(element)).to.equal(`Max characters ${n} / 500`);
    });
  }

  it('CB-4: says from 90 % on what is left, and above the limit what is too much', async () => {
    const { element, write } = await stageBox();
    await write('a'.repeat(449));
    expect(counted(element)).to.equal('Max characters 449 / 500');
    await write('a'.repeat(450));
    expect(counted(element)).to.equal('Max characters 450 / 500 50 left');
    await write('a'.repeat(512));
    expect(counted(element)).to.equal('Max characters 512 / 500 12 too long');
  });

  it('CB-4: a text that is too long is not posted, and stays with words that say so', async () => {
    const { element, thread, field, write, press } = await stageBox();
    await write('a'.repeat(512));
    await press('post');
    expect(thread.wishes).to.deep.equal([]);
    expect(field.value).to.have.length(512);
    expect(inside(element, '.said').innerText.trim()).to.equal('12 too long. Shorten it and post again.');
    await write('a'.repeat(500));
    await press('post');
    expect(thread.wishes).to.have.length(1);
  });

  it('CB-4: the limit is the site’s', async () => {
    const { element, write } = await stageBox({}, site(20));
    expect(counted(element)).to.equal('Max characters 0 / 20');
    await write('a'.repeat(19));
    expect(counted(element)).to.equal('Max characters 19 / 20 1 left');
  });

  it('CB-5: a syllable is counted once it is composed', async () => {
    const { element, field } = await stageBox();
    field.focus();
    await compose({ text: 'ㅎ' });
    await compose({ text: '하' });
    expect(counted(element)).to.equal('Max characters 0 / 500');
    await compose({ commit: '한' });
    await element.updateComplete;
    expect(field.value).to.equal('한');
    expect(counted(element)).to.equal('Max characters 1 / 500');
    await compose({ text: 'ni' });
    await compose({ text: 'ni hao' });
    expect(counted(element)).to.equal('Max characters 1 / 500');
    await compose({ commit: '你好' });
    await element.updateComplete;
    expect(counted(element)).to.equal('Max characters 3 / 500');
  });

  it('CB-5: no key posts while a syllable is being composed', async () => {
    const { thread, field } = await stageBox();
    field.focus();
    await compose({ text: '하' });
    const key = { key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true };
    field.dispatchEvent(new KeyboardEvent('keydown', { ...key, isComposing: true }));
    // As Safari tells of the key that has ended it.
    field.dispatchEvent(new KeyboardEvent('keydown', { ...key, keyCode: 229 }));
    expect(thread.wishes).to.deep.equal([]);
    await compose({ commit: '한' });
    await postByKey();
    expect(thread.wishes).to.deep.equal([['post', { body: '한', parentId: null }]]);
  });

  it('CB-5: what is drawn meanwhile leaves the syllable whole', async () => {
    const { field, thread, tell } = await stageBox();
    field.focus();
    await compose({ text: '하' });
    await tell({ commentCount: 7 });
    await compose({ text: '한' });
    expect(field.value).to.equal('한');
    await compose({ commit: '한' });
    expect(field.value).to.equal('한');
    expect(thread.texts.get(null)).to.equal('한');
  });

  it('CB-5: the button posts what is seen, and nothing is left behind', async () => {
    const { thread, field, press } = await stageBox();
    field.focus();
    await compose({ commit: '안녕' });
    await compose({ text: '하' });
    await press('post');
    expect(thread.wishes).to.deep.equal([['post', { body: '안녕하', parentId: null }]]);
    expect(field.value).to.equal('');
  });
});
