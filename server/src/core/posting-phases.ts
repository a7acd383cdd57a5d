/** May this be written here, by him, so: phase by phase, each a function of values. */
import type { PageSettings, Reason, Role } from '@huzzah/protocol';
import { hasLink, isEmojiOnly } from './content.js';
import { Refusal } from './refusal.js';

/** A comment that somebody wants to post, or the text that he wants it to have. */
export interface Posting {
  /** Canonical; '' where there is nothing to see in it. */
  readonly body: string;
  readonly role: Role;
  /** Whether a comment of the visitor was ever published at the site. */
  readonly isPublished: boolean;
  readonly settings: PageSettings;
}

/** What a phase says. */
export type Verdict =
  | { readonly type: 'continue' }
  | { readonly type: 'hold'; readonly reason: Reason }
  | { readonly type: 'refuse'; readonly refusal: Refusal };

type Phase = (posting: Posting) => Verdict;

const CONTINUE: Verdict = { type: 'continue' };
const hold = (reason: Reason): Verdict => ({ type: 'hold', reason });
const refuse = (...reasons: ConstructorParameters<typeof Refusal>): Verdict => ({
  type: 'refuse',
  refusal: new Refusal(...reasons),
});
const reject = (reason: Reason, why: string) => refuse('rejected', `unable to take the comment; ${why}`, { reason });

const membersOnly: Phase = ({ settings, role }) =>
  settings.mode === 'members' && role === 'visitor'
    ? refuse('forbidden', 'unable to take the comment; the page is for those who are signed in')
    : CONTINUE;

const unlocked: Phase = ({ settings }) =>
  settings.locked ? refuse('locked', 'unable to take the comment; comments on this page are closed') : CONTINUE;

const visible: Phase = ({ body }) =>
  body === '' ? refuse('empty', 'unable to take the comment; there is nothing to see in it') : CONTINUE;

const emojiOnly: Phase = ({ settings, body }) =>
  settings.emojiOnly && !isEmojiOnly(body) ? reject('emoji', 'the page takes emoji only') : CONTINUE;

const links: Phase = ({ settings, body }) => {
  if (settings.links === 'allow' || !hasLink(body)) return CONTINUE;
  return settings.links === 'hold' ? hold('link') : reject('link', 'the page takes no links');
};

const firstHeld: Phase = ({ settings, isPublished }) =>
  settings.mode === 'first-held' && !isPublished ? hold('first') : CONTINUE;

const premoderated: Phase = ({ settings }) => (settings.mode === 'premoderated' ? hold('premoderated') : CONTINUE);

/** Who, and where: before anything is counted. */
export const PLACE_PHASES: readonly Phase[] = [membersOnly, unlocked];
/** What is in it. */
export const CONTENT_PHASES: readonly Phase[] = [visible, emojiOnly, links, firstHeld, premoderated];

/** What the phases say together: the first refusal, else the first hold. */
export function judge(phases: readonly Phase[], posting: Posting): Verdict {
  let verdict = CONTINUE;
  for (const phase of phases) {
    const next = phase(posting);
    if (next.type === 'refuse') return next;
    if (verdict.type === 'continue') verdict = next;
  }
  return verdict;
}
