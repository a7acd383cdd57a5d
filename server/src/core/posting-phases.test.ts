import { PAGE_SETTINGS, type PageSettings } from '@huzzah/protocol';
import { describe, expect, it } from 'vitest';
import { CONTENT_PHASES, judge, PLACE_PHASES, type Posting } from './posting-phases.js';

const posting = (settings: Partial<PageSettings>, more: Partial<Posting> = {}): Posting => ({
  body: 'Hello',
  role: 'visitor',
  isPublished: true,
  ...more,
  settings: { ...PAGE_SETTINGS, ...settings },
});

/** What is said: `ok`, `held REASON`, or the code with its reason. */
const said = (...[settings, more]: Parameters<typeof posting>): string => {
  for (const phases of [PLACE_PHASES, CONTENT_PHASES]) {
    const verdict = judge(phases, posting(settings, more));
    if (verdict.type === 'hold') return `held ${verdict.reason}`;
    if (verdict.type === 'refuse') return [verdict.refusal.code, verdict.refusal.reason].filter(Boolean).join(' ');
  }
  return 'ok';
};

describe('the phases of a posting', () => {
  it('PH-1: without settings everybody may post everything', () => {
    expect(said({})).toBe('ok');
    expect(said({}, { isPublished: false, body: 'https://a.example' })).toBe('ok');
  });

  it('PH-2: on a page for members guests may not post; on a locked one nobody', () => {
    expect(said({ mode: 'members' })).toBe('forbidden');
    expect(said({ mode: 'members' }, { role: 'member' })).toBe('ok');
    expect(said({ locked: true }, { role: 'member' })).toBe('locked');
    expect(said({ mode: 'members', locked: true })).toBe('forbidden');
  });

  it('PH-3: a first comment is held where first ones are, every one where all are', () => {
    expect(said({ mode: 'first-held' }, { isPublished: false })).toBe('held first');
    expect(said({ mode: 'first-held' })).toBe('ok');
    expect(said({ mode: 'premoderated' })).toBe('held premoderated');
  });

  it.each([
    'https://a.example',
    'see HTTP://A.example/x',
    'ftp://a',
    'www.a.example',
    'go to spam.com now',
    'spam.com.',
    'ｓｐａｍ．ｃｏｍ',
    'ｈｔｔｐｓ：／／ａ',
    '여기 naver.com/x',
  ])('PH-4: %s is a link, held or refused as the page says', (body) => {
    expect(said({ links: 'hold' }, { body })).toBe('held link');
    expect(said({ links: 'reject' }, { body })).toBe('rejected link');
  });

  it.each([
    'Done.Thanks',
    'node.js is 3.5 times',
    '안녕.하세요',
    'e.g. this',
    'a:b',
    'http: //',
    '10.000,50',
    'Mr.Smith',
  ])('PH-5: %s is no link', (body) => {
    expect(said({ links: 'reject' }, { body })).toBe('ok');
  });

  it('PH-6: where only emoji are taken, a word is refused', () => {
    for (const body of ['👩‍👩‍👧‍👦 🎉', '❤', '1️⃣🇰🇷\n👍🏽']) expect(said({ emojiOnly: true }, { body }), body).toBe('ok');
    for (const body of ['1', 'ok 👍', '👍.', '#'])
      expect(said({ emojiOnly: true }, { body }), body).toBe('rejected emoji');
  });

  it('PH-7: a refusal goes before any hold, and of holds the first is the reason', () => {
    const body = 'https://a.example';
    expect(said({ mode: 'premoderated', links: 'reject' }, { body })).toBe('rejected link');
    const all = judge([...CONTENT_PHASES, ...PLACE_PHASES], posting({ mode: 'premoderated', locked: true }));
    expect(all).toMatchObject({ type: 'refuse', refusal: { code: 'locked' } });
    expect(said({ mode: 'premoderated', links: 'hold' }, { body })).toBe('held link');
    expect(said({ mode: 'premoderated' }, { body: '' })).toBe('empty');
    expect(said({ locked: true }, { body: '' })).toBe('locked');
  });

  it('PH-8: a text is judged in a time that grows with its length, whatever it is made of', () => {
    for (const emoji of ['👍'.repeat(499), '👩‍👩‍👧‍👦'.repeat(140)]) {
      // Tried in every way this takes longer than anybody waits.
      expect(said({ emojiOnly: true }, { body: `${emoji}x` })).toBe('rejected emoji');
    }
  });
});
