import { describe, expect, it } from 'vitest';
import { reactionRefusals } from './like-bar/words.js';
import { en } from './locales/en.js';
import { ko } from './locales/ko.js';
import { addEnglish, Words } from './words.js';

const english = new Words(en, 'en');
const korean = new Words(ko, 'ko-KR');

describe('words', () => {
  it('W-11: plurals go by the language', () => {
    expect(english.say('online.name', { n: 1 })).toBe('1 person is here now');
    expect(english.say('online.name', { n: 0 })).toBe('0 people are here now');
    expect(english.say('online.name', { n: 12_345 })).toBe('12,345 people are here now');
    expect(korean.say('online.name', { n: 1 })).toBe('지금 1명이 함께 보고 있어요');
  });

  it('W-11: a number stands where the language has it', () => {
    expect(english.around('online', 3)).toEqual(['', ' online']);
    expect(korean.around('watching', 3)).toEqual(['', '명 시청 중']);
  });

  it('W-11: numbers go with the words, not with a language that has none', () => {
    expect(new Words(en, 'ar').exact(1_234)).toBe('1,234');
    expect(new Words(en, 'en-IN').exact(1_234_567)).toBe('12,34,567');
    expect(new Words(ko, 'ko_KR').exact(1_234)).toBe('1,234');
    expect(new Words(en, 'en-').exact(1_234)).toBe('1,234');
  });

  it('W-10: a refusal is said in words, or not at all', () => {
    // As its part does when it is loaded.
    addEnglish({}, reactionRefusals);
    expect(english.refusal('rate_limited', { s: 3 })).toBe('That was quick. Again in 3 s.');
    expect(korean.refusal('rate_limited', { s: 3 })).toBe('조금 빨랐어요. 3초 뒤에 다시 해 주세요.');
    expect(english.refusal('origin_denied')).toBeNull();
  });

  it('W-10: a code of a newer server is never shown raw', () => {
    expect(korean.refusal('gone_fishing' as 'internal')).toBe(ko.refusals.bad_request);
  });
});
