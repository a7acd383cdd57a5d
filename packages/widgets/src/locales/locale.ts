import type { ErrorCode } from '@huzzah/protocol';
import type { deskWords } from '../comment-box/desk/words.js';
import type { listWords } from '../comment-box/list/words.js';
import type { streamWords } from '../comment-box/stream/words.js';
import type { boxWords } from '../comment-box/words.js';
import type { reactionWords } from '../like-bar/words.js';
import type { en } from './en.js';
import type { Message } from './message.js';

/** The English of what is loaded only where it is used: each part brings its own. */
type PartWords = typeof boxWords & typeof listWords & typeof deskWords & typeof streamWords & typeof reactionWords;

/** The name of a message. */
export type MessageKey = keyof typeof en.messages | keyof PartWords;

/** The words of one language. `{name}` in a text is filled in by code; a message that is missing is said in English. */
export interface Locale {
  /** Its language, as in `lang`. */
  readonly lang: string;
  readonly messages: Readonly<Partial<Record<MessageKey, Message>>>;
  /** What a reader is told for each code; `null`: nothing, it is not his to mend. */
  readonly refusals: Readonly<Partial<Record<ErrorCode, string | null>>>;
}
