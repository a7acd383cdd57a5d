import { SITE_LIMITS } from '@huzzah/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from './refusal.js';
import { canonicalText, readBody, readName, readNote } from './text.js';

/** Every character that any rule looks at, and all others. */
const anyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...'aé가😀👩\u{1f3fd}❤☺\ufe0f\u200d\u200c\u0301\u0308\u0327\u0334\u064e\u093c\u094d\u0915\u0628'),
    fc.constantFrom(
      ...'\u1019\u103c\u102d\u1037\u1039\u09cd\u09b0\u0f71\u0f80\u0f84\u05b0\u05e9\u1100\u1161\u11a8\u3099\u304b',
    ),
    fc.constantFrom(
      ...' \t\n\r\u2028\u00a0\u3000\u200b\u00ad\u034f\u0000\u0085\ufeff\u{1f3f4}\u{e0067}\u{e007f}\u{e0100}\u180b\u1820\u2adc',
    ),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
  maxLength: 40,
});

const codeOf = (run: () => unknown): string | null => {
  try {
    run();
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
  return null;
};

describe('text', () => {
  it('TX-1: the canonical form of a canonical text is that text, over all of Unicode', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = canonicalText(text);
        if (once !== null) expect(canonicalText(once)).toBe(once);
      }),
      { numRuns: 50_000 },
    );
  });

  it('TX-1: each character alone is canonical the first time', () => {
    for (let point = 0; point <= 0x10ffff; point += 1) {
      const around = `a${String.fromCodePoint(point)}b`;
      const once = canonicalText(around);
      if (once !== null && canonicalText(once) !== once) expect(canonicalText(once), point.toString(16)).toBe(once);
    }
  });

  it('TX-2: it is NFC, trimmed, with lines ended by LF and without controls', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = canonicalText(text);
        if (once === null) return;
        expect(once).toBe(once.normalize().trim());
        expect(once).not.toMatch(/[^\P{Cc}\n]/u);
      }),
    );
    expect(canonicalText(' one\r\ntwo\rthree\u2028four\tfive\u0000 \n')).toBe('one\ntwo\nthree\nfour five');
    expect(canonicalText('cafe\u0301')).toBe('café');
  });

  it('TX-3: controls of writing direction and half surrogate pairs are refused', () => {
    for (const text of ['a\u202eb', '\u202a', '\u2066x\u2069', 'a\ud83d', '\udc00a']) {
      expect(canonicalText(text), JSON.stringify(text)).toBeNull();
      expect(codeOf(() => readBody(text, SITE_LIMITS))).toBe('bad_request');
    }
  });

  it('TX-4: what cannot be seen is taken out', () => {
    for (const nothing of [
      '\u200b',
      '\u2060',
      '\ufeff',
      '\u00ad',
      '\u034f',
      '\u200e',
      '\u200f',
      '\u3164',
      '\u{e0041}',
      '\ufe0f',
    ]) {
      expect(canonicalText(`ba${nothing}d`), nothing.codePointAt(0)!.toString(16)).toBe('bad');
    }
    expect(canonicalText('a\u200db\u200cc')).toBe('abc');
    expect(canonicalText('😀\ufe0f\ufe0f\ufe01')).toBe('😀\ufe0f');
  });

  it.each([
    ['families and flags', '👩‍👩‍👧‍👦 👩🏽‍🚀 ❤️‍🔥 🏳️‍🌈 🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f} 🇰🇷 1️⃣'],
    ['Persian', 'می‌خواهم خانه‌ها'],
    ['an Arabic letter form', 'ه‍'],
    ['Hindi half forms', 'क्‍ष क्‌ष र्‍य'],
    ['Bengali', 'র‍্যাব'],
    ['Sinhala', 'ශ්‍රී'],
    ['Burmese', 'မြို့'],
    ['Tibetan', 'ཧཱུྃ'],
    ['Thai', 'น้ำ ที่'],
    ['Khmer', 'ខ្ញុំ ញ៉ាំ'],
    ['Hebrew points', 'שָּׁלוֹם'],
    ['Vietnamese', 'Tiếng Việt'],
    ['Korean, in syllables and letters', '안녕 ㅋㅋㅋ ㅠㅠ'],
    ['Japanese', 'プログラミング 葛\u{e0100}城'],
    ['Mongolian', 'ᠮᠣᠩᠭᠣᠯ ᠤ\u180b'],
  ])('TX-5: what joins and what belongs stays: %s', (_name, text) => {
    expect(canonicalText(text)).toBe(text.normalize());
  });

  it('TX-6: a letter carries three combining marks at most; more are cut', () => {
    expect(canonicalText(`q${'\u0301'.repeat(30)}r`)).toBe('q\u0301\u0301\u0301r');
    expect(canonicalText(`ก${'\u0e47'.repeat(30)}`)).toBe(`ก${'\u0e47'.repeat(3)}`);
    expect(canonicalText(`က${'\u103c\u200d'.repeat(30)}`)).toMatch(/^က[\u103c\u200d]{6,12}$/);
  });

  it('TX-7: a text without anything to see is empty, one past its bound too long', () => {
    for (const text of ['', '  \n ', '\u200b\u3164\u2800', '\u200d']) {
      expect(readBody(text, SITE_LIMITS), JSON.stringify(text)).toBe('');
    }
    expect(readBody('👩‍👩‍👧‍👦'.repeat(142), SITE_LIMITS)).toHaveLength(142 * 11);
    expect(readBody('é'.repeat(500), SITE_LIMITS)).toHaveLength(500);
    expect(codeOf(() => readBody('x'.repeat(501), SITE_LIMITS))).toBe('too_long');
    expect(codeOf(() => readBody('x'.repeat(501), { ...SITE_LIMITS, maxCharacters: 501 }))).toBeNull();
    expect(codeOf(() => readBody('👩‍👩‍👧‍👦'.repeat(400), SITE_LIMITS))).toBe('too_long');
  });

  it('TX-8: a name is one line of 1 to 40, and no two differ in white space alone', () => {
    for (const name of ['Ana  Li', ' Ana\u00a0Li', 'Ana\u3000\u2003Li\u200b', 'Ana\tLi']) {
      expect(readName(name, SITE_LIMITS)).toBe('Ana Li');
    }
    expect(codeOf(() => readName('Ana\nLi', SITE_LIMITS))).toBe('bad_request');
    expect(codeOf(() => readName('\u2800', SITE_LIMITS))).toBe('empty');
    expect(codeOf(() => readName('n'.repeat(41), SITE_LIMITS))).toBe('too_long');
    expect(readNote(' \n')).toBe('');
    expect(readNote(' look ')).toBe('look');
    expect(codeOf(() => readNote('n'.repeat(201)))).toBe('too_long');
  });
});
