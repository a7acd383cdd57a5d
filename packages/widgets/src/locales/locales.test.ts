import { ERRORS, KNOWN_KINDS, REASONS, type ErrorCode } from '@huzzah/protocol';
import { describe, expect, it } from 'vitest';
import { deskRefusals, deskWords } from '../comment-box/desk/words.js';
import { listWords } from '../comment-box/list/words.js';
import { streamWords } from '../comment-box/stream/words.js';
import { boxWords } from '../comment-box/words.js';
import { refusalWords } from '../like-bar/refusal-words.js';
import { reactionWords } from '../like-bar/words.js';
import { Words } from '../words.js';
import { en } from './en.js';
import { ko } from './ko.js';
import type { Locale, MessageKey } from './locale.js';
import type { Message } from './message.js';

/** All English, that of the parts that are loaded by themselves too. */
const ENGLISH: Record<MessageKey, Message> = {
  ...en.messages,
  ...boxWords,
  ...listWords,
  ...deskWords,
  ...streamWords,
  ...reactionWords,
};
const REFUSALS: Locale['refusals'] = { ...en.refusals, ...deskRefusals };
const LOCALES: readonly Locale[] = [{ ...en, messages: ENGLISH, refusals: REFUSALS }, ko];
const CODES = Object.keys(ERRORS) as ErrorCode[];
const KEYS = Object.keys(ENGLISH) as MessageKey[];
/** A reader can do nothing about these; their words are for the site's owner, in the console. */
const SILENT: readonly string[] = ['origin_denied', 'site_unknown'];

const texts = (message: Message): string[] => (typeof message === 'string' ? [message] : Object.values(message));
const slots = (message: Message): string[] => [
  ...new Set(texts(message).flatMap((text) => text.match(/\{\w+\}/g) ?? [])),
];

describe.each(LOCALES)('locale $lang', (locale) => {
  it('W-10: has every message, and no other', () => {
    expect(Object.keys(locale.messages).sort()).toEqual([...KEYS].sort());
    for (const key of KEYS) for (const text of texts(locale.messages[key]!)) expect(text.trim()).not.toBe('');
  });

  it('W-10: has words for every code, and is silent only where a reader can do nothing', () => {
    expect(Object.keys(locale.refusals).sort()).toEqual([...CODES].sort());
    for (const code of CODES) expect(locale.refusals[code] === null, code).toBe(SILENT.includes(code));
  });

  it('W-10: has words for every reason, and for no other', () => {
    const said = Object.keys(locale.messages).flatMap((key) => (/^reason\.(.*)$/.exec(key) ?? []).slice(1));
    expect(said.sort()).toEqual([...REASONS].sort());
  });

  it('W-10: leaves the same gaps as English', () => {
    for (const key of KEYS) expect(slots(locale.messages[key]!).sort(), key).toEqual(slots(ENGLISH[key]).sort());
    for (const code of CODES) {
      expect(slots(locale.refusals[code] ?? '').sort(), code).toEqual(slots(REFUSALS[code] ?? '').sort());
    }
  });

  it('W-10: has a plural for each category of its language', () => {
    const { pluralCategories } = new Intl.PluralRules(locale.lang).resolvedOptions();
    for (const key of KEYS) {
      const message: Message = locale.messages[key]!;
      if (typeof message !== 'string') expect(Object.keys(message).sort(), key).toEqual([...pluralCategories].sort());
    }
  });

  it('LB-13: names every known kind', () => {
    for (const kind of KNOWN_KINDS) expect(locale.messages[kind]).toBeTruthy();
  });

  it('LB-6: a bar never shows a code, a gap, or words about comments', () => {
    const words = new Words(locale, locale.lang);
    for (const code of CODES) {
      const said = refusalWords(words, { code, retryAfterMs: 2_400 });
      expect(said, code).not.toBe('');
      expect(said, code).not.toMatch(/[{}_]|comment|text is kept|댓글|쓰던 글/);
    }
  });
});
