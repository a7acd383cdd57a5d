import type { ErrorCode } from '@huzzah/protocol';
import type { en } from './en.js';

/** The name of a message. */
export type MessageKey = keyof typeof en.messages;

/** A text, or one for each plural category of its `{n}`; a category that is missing takes `other`. */
export type Message = string | (Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string });

/** The words of one language. `{name}` in a text is filled in by code. */
export interface Locale {
  /** Its language, as in `lang`. */
  readonly lang: string;
  readonly messages: Readonly<Record<MessageKey, Message>>;
  /** What a reader is told for each code; `null`: nothing, it is not his to mend. */
  readonly refusals: Readonly<Record<ErrorCode, string | null>>;
}
