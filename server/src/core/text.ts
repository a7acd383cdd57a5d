/** What visitors write, in the one form that is kept and shown. */
import { LIMITS, textLength, type SiteLimits } from '@huzzah/protocol';
import { Refusal } from './refusal.js';

/** Embeddings, overrides and isolates: they turn the text around them about. */
const BIDI_CONTROL = /[\u202a-\u202e\u2066-\u2069]/;
const LINE_END = /\r\n?|[\v\f\u0085\u2028\u2029]/g;
/** Nothing to see and nothing to do: controls, what is ignorable by default, noncharacters; but for what stands below. */
const MEANINGLESS =
  /(?![\n\u200c\u200d\u180b-\u180d\u180f\ufe00-\ufe0f\u{e0020}-\u{e007f}\u{e0100}-\u{e01ef}])[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\ufff9-\ufffb]/gu;
/** Tags spell the flag of a region, and nothing else. */
const TAG = /(\u{1f3f4}[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{3,6}\u{e007f})|[\u{e0020}-\u{e007f}]/gu;
/** A variation stands right behind what has variations. */
const STRAY_VARIATION =
  /(?<![\p{Emoji}\p{S}\p{Script=Han}\u1000-\u102a\ua840-\ua877])[\ufe00-\ufe0f]|(?<!\p{Script=Han})[\u{e0100}-\u{e01ef}]|(?<![\u1820-\u18aa])[\u180b-\u180d\u180f]/gu;

/** Scripts in which a joiner shapes its neighbours. */
const JOINING = [
  ...['Arabic', 'Syriac', 'Nko', 'Mongolian', 'Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati', 'Oriya'],
  ...['Tamil', 'Telugu', 'Kannada', 'Malayalam', 'Sinhala', 'Khmer', 'Myanmar', 'Tibetan'],
]
  .map((script) => `\\p{Script_Extensions=${script}}`)
  .join('');
/** A letter of those scripts, with its marks. */
const SHAPED = `(?!\\p{M})[${JOINING}](?:(?=\\p{M})[${JOINING}]){0,6}`;
const NON_JOINER = new RegExp(`(?<!${SHAPED})\u200c|\u200c(?![${JOINING}])|\u200c(?=\\p{M})`, 'gu');
/** A joiner shapes the letter before it; of two emoji it makes one. */
const JOINER = new RegExp(
  `(?<!${SHAPED}|\\p{Extended_Pictographic}[\ufe0f\\p{Emoji_Modifier}]?(?=\u200d\\p{Extended_Pictographic}))\u200d|\u200d(?=\u200d)`,
  'gu',
);

/** Combining marks that a letter may carry; of scripts that stack, more: a Burmese town has four. */
const MOST_MARKS = 3;
const MOST_STACKED = 6;
const JOINERS = '\u200c\u200d';
const MARK = /\p{M}/u;
const STACKING = /[\p{Script=Myanmar}\p{Script=Tibetan}\p{Script=Tai_Tham}]/u;

const VISIBLE = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800]/u;

/**
 * The canonical form of a text: NFC, lines ended by LF, tabs as spaces, no control or stray
 * zero-width characters, at most three combining marks a letter (more are cut), trimmed. The
 * canonical form of a canonical text is that text. `null` where it holds half of a surrogate
 * pair or a control of writing direction, which nobody types.
 */
export function canonicalText(raw: string): string | null {
  if (!raw.isWellFormed() || BIDI_CONTROL.test(raw)) return null;
  const plain = raw.replace(LINE_END, '\n').replaceAll('\t', ' ').replace(MEANINGLESS, '').normalize();
  return cutMarks(plain.replace(TAG, '$1').replace(STRAY_VARIATION, ''))
    .replace(NON_JOINER, '')
    .replace(JOINER, '')
    .normalize()
    .trim();
}

/** A comment as it is kept, '' where there is nothing to see in it; throws the refusal where it cannot be one. */
export function readBody(raw: string, { maxCharacters }: SiteLimits): string {
  const text = canonical('comment', raw);
  return VISIBLE.test(text) ? bounded('comment', text, maxCharacters) : '';
}

/** A name as it is kept: one line, its words one space apart; throws the refusal where it cannot be one. */
export function readName(raw: string, { maxName }: SiteLimits): string {
  const name = seen('name', raw);
  if (name.includes('\n')) throw new Refusal('bad_request', 'unable to take the name; it must be one line');
  return bounded('name', name.replace(/\s+/g, ' '), maxName);
}

/** What goes with a flag; may be empty. */
export function readNote(raw: string): string {
  return raw.trim() === '' ? '' : bounded('text', seen('text', raw), LIMITS.flagText);
}

/** The canonical form, in which there is something to see. */
function seen(what: string, raw: string): string {
  const text = canonical(what, raw);
  if (VISIBLE.test(text)) return text;
  throw new Refusal('empty', `unable to take the ${what}; there is nothing to see in it`);
}

function canonical(what: string, raw: string): string {
  const text = canonicalText(raw);
  if (text !== null) return text;
  const reason = 'it holds half of a surrogate pair, or a control of writing direction';
  throw new Refusal('bad_request', `unable to take the ${what}; ${reason}`);
}

function bounded(what: string, text: string, max: number): string {
  const excess = textLength(text, max) - max;
  if (excess <= 0) return text;
  throw new Refusal('too_long', `unable to take the ${what}; it is ${excess} over the ${max} that are allowed`);
}

/** Leaves out the marks that are too many. A joiner begins no letter. */
function cutMarks(text: string): string {
  let kept = '';
  let marks = 0;
  let most = MOST_MARKS;
  for (const character of text) {
    const isMark = MARK.test(character);
    if (isMark) {
      marks += 1;
    } else if (!JOINERS.includes(character)) {
      marks = 0;
      most = STACKING.test(character) ? MOST_STACKED : MOST_MARKS;
    }
    if (!isMark || marks <= most) kept += character;
  }
  return kept;
}
