import type { ErrorCode, Label } from '@huzzah/protocol';
import { pickLabel } from './label.js';
import { en } from './locales/en.js';
import type { Locale, MessageKey } from './locales/locale.js';
import type { Message } from './locales/message.js';
import { exactNumber, shortNumber } from './numbers.js';

/** What fills the `{name}`s of a message; `n` chooses the plural. */
export type MessageValues = Readonly<Record<string, string | number>>;

const english: Partial<Record<MessageKey, Message>> = { ...en.messages };
const englishRefusals: Locale['refusals'] = { ...en.refusals };

/** Adds the English of a part that is loaded by itself: what a locale lacks is said with it. */
export function addEnglish(messages: Locale['messages'], refusals?: Locale['refusals']): void {
  Object.assign(english, messages);
  Object.assign(englishRefusals, refusals);
}

/** The widgets' words, and numbers, in one reader's language. */
export class Words {
  readonly locale: Locale;
  /** The reader's language tag as the page gives it: for labels of the site's own. */
  readonly tag: string;
  /** The language that numbers are written in. */
  readonly numberTag: string;
  readonly #plurals: Intl.PluralRules;

  constructor(locale: Locale, tag: string) {
    this.locale = locale;
    this.tag = tag;
    // Numbers go with the words: with English words for an Arabic page, English numbers.
    this.numberTag = isOf(tag, locale.lang) ? tag : locale.lang;
    this.#plurals = new Intl.PluralRules(this.numberTag);
  }

  /** The message, its numbers written whole. */
  say(key: MessageKey, values: MessageValues = {}): string {
    return this.#fill(this.#message(key, values), values);
  }

  /** Whether there is such a message: for names that a server says. */
  has(key: string): boolean {
    return Object.hasOwn(english, key);
  }

  /** The texts before and after the number of a message that is shown with one, as they stand around it. */
  around(key: MessageKey, n: number): [before: string, after: string] {
    const [before = '', after = ''] = this.#message(key, { n }).split('{n}');
    return [before, after];
  }

  /** What a reader is told of a refusal; `null` where there is nothing to tell. */
  refusal(code: ErrorCode, values: MessageValues = {}): string | null {
    const all = { ...englishRefusals, ...this.locale.refusals };
    // A newer server may know codes that these words do not.
    const text = code in all ? all[code]! : (all.bad_request ?? null);
    return text === null ? null : this.#fill(text, values);
  }

  /** A label of the site's own. */
  label(label: Label | undefined): string | undefined {
    return pickLabel(label, this.tag);
  }

  /** `12,345` */
  exact(n: number): string {
    return exactNumber(n, this.numberTag);
  }

  /** `12.3K` from 10,000 on. */
  short(n: number): string {
    return shortNumber(n, this.numberTag);
  }

  #message(key: MessageKey, { n }: MessageValues): string {
    const message = this.locale.messages[key] ?? english[key]!;
    if (typeof message === 'string') return message;
    return message[this.#plurals.select(Number(n ?? 0))] ?? message.other;
  }

  #fill(text: string, values: MessageValues): string {
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name];
      return typeof value === 'number' ? this.exact(value) : (value ?? whole);
    });
  }
}

function isOf(tag: string, lang: string): boolean {
  if (tag.toLowerCase().split('-')[0] !== lang) return false;
  try {
    return Intl.NumberFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    // A `lang` that is no language tag.
    return false;
  }
}
