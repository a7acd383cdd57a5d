import type { ReactionKind } from '@huzzah/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import type { DigitRoll } from '../digit-roll.js';
import { face } from '../faces/face.js';
import { en } from '../locales/en.js';
import type { MessageKey } from '../locales/locale.js';
import { missingRoom } from '../numbers.js';
import type { Words } from '../words.js';

/** Digits that fit before the neighbours move. */
const ROOM = 3;

/** One kind of reaction, as its button shows it. */
export interface Pill {
  readonly reaction: ReactionKind;
  readonly count: number;
  readonly roll: DigitRoll;
  readonly isChosen: boolean;
  /** Asked for, and not acknowledged for longer than a moment. */
  readonly isOverdue: boolean;
  readonly isInert: boolean;
  /** The count is no later state of the one drawn before. */
  readonly isJump: boolean;
}

/** What a site calls a kind, else what we do, else its id. */
function kindLabel({ kind, label }: ReactionKind, words: Words): string {
  return words.label(label) ?? (Object.hasOwn(en.messages, kind) ? words.say(kind as MessageKey) : kind);
}

/**
 * The colour of a kind: the site's `--huzzah-KIND`, else its face's, else the accent. For the
 * property `style`: a strict policy refuses the attribute.
 */
export function kindStyle({ kind, face: worn = kind as never }: ReactionKind): string {
  return `--_kind:var(--huzzah-${kind},var(--_${worn},var(--_accent)))`;
}

/** Draws a pill; `onTap` is called with its kind and its face. */
export function pillTemplate(
  pill: Pill,
  words: Words,
  onTap: (kind: string, face: Element | null) => void,
): TemplateResult {
  const { reaction, count, isChosen } = pill;
  const { kind } = reaction;
  const shown = words.short(count);
  const exact = words.exact(count);
  const tapped = ({ currentTarget }: Event) => onTap(kind, (currentTarget as Element).querySelector('.face'));
  // No white space around the button: it would be drawn between the pills.
  return html`<button
    type="button"
    class=${pill.isOverdue ? 'pill overdue' : 'pill'}
    part=${isChosen ? 'pill chosen' : 'pill'}
    aria-pressed=${isChosen}
    ?disabled=${pill.isInert}
    .style=${kindStyle(reaction)}
    @click=${tapped}
  >
    <span class="face" part="face"
      ><slot name=${`face-${kind}`}>${face(reaction.face ?? kind, `cut-${kind}`)}</slot></span
    >
    <span class="label" part="label">${kindLabel(reaction, words)}</span>
    <span
      class="count number"
      part="count"
      aria-hidden=${shown === exact ? nothing : 'true'}
      data-room=${missingRoom(shown, ROOM, words.numberTag)}
      >${pill.roll.show(count, shown, pill.isJump)}</span
    >
    ${shown === exact ? nothing : html`<span class="unseen">${exact}</span>`}
  </button>`;
}
