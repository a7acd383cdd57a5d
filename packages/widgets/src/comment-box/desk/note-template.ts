import type { ShownComment } from '@huzzah/client';
import { html, nothing, type TemplateResult } from 'lit';
import type { MessageKey } from '../../locales/locale.js';
import type { Words } from '../../words.js';
import type { Scene } from '../scene.js';
import { failureText, reasonText } from './refusal-text.js';

/** What stands in the place of a comment that its author has removed just now. */
export function undoTemplate(words: Words): TemplateResult {
  return html`${words.say('removed')} <button class="text" data-act="undo">${words.say('undo')}</button>`;
}

/** What its author is told of a comment that is not simply there, with what he can do; `nothing` where all is well. */
export function noteTemplate(
  { comment, delivery, failure }: ShownComment,
  { words, view }: Scene,
): TemplateResult | typeof nothing {
  const act = (name: MessageKey) => html` <button class="text" data-act=${name}>${words.say(name)}</button>`;
  const note = (text: string, ...acts: MessageKey[]) =>
    html`<p class="note second"><span>${text}</span>${acts.map(act)}</p>`;
  if (delivery === 'failed') return note(failureText(words, failure, view), 'retry', 'copytext', 'discard');
  if (delivery === 'waiting') return note(words.say('queued'), 'discard');
  if (delivery === 'sending') return note(words.say('sending'));
  const reason = reasonText(words, comment.reason);
  if (comment.status === 'pending') return note(words.say('held', { reason: sentence(reason) }).trim());
  return comment.status === 'rejected' || comment.status === 'withheld'
    ? note(words.say('rejected', { reason }))
    : nothing;
}

function sentence(text: string): string {
  return text && `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}
