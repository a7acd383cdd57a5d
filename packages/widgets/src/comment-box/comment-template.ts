import type { ShownComment } from '@huzzah/client';
import { html, nothing, type TemplateResult } from 'lit';
import type { MessageKey } from '../locales/locale.js';
import { styleVars } from '../style-vars.js';
import type { Words } from '../words.js';
import { hueOf, initial } from './avatar.js';
import { linked } from './links.js';
import { reasonText, refusalText } from './refusal-text.js';
import { fullTime, relativeTime } from './relative-time.js';
import type { Scene } from './scene.js';

/** A drawing of 16 square, of strokes. */
const icon = (path: string) => html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=${path} /></svg>`;
const UP = 'M8 3.5 13.5 12h-11z';
const DOWN = 'M8 12.5 2.5 4h11z';
const DOTS = 'M3 8h0M8 8h0M13 8h0';

/** What an author is called; guests are called so in the reader's language. */
export function authorName(name: string | undefined, words: Words): string {
  return name === undefined || name === 'Guest' ? words.say('guest') : name;
}

/** The time of a comment, which {@link tickTimes} keeps true. */
function timeTemplate(at: number, words: Words): TemplateResult {
  const tag = words.numberTag;
  return html`<time
    datetime=${new Date(at).toISOString()}
    title=${fullTime(at, tag)}
    .textContent=${relativeTime(at, Date.now(), tag) ?? words.say('now')}
  ></time>`;
}

/** Brings the times of all comments in `root` up to now. */
export function tickTimes(root: ParentNode, words: Words): void {
  const now = Date.now();
  for (const time of root.querySelectorAll('time')) {
    const text = relativeTime(Date.parse(time.dateTime), now, words.numberTag) ?? words.say('now');
    if (time.textContent !== text) time.textContent = text;
  }
}

/** Who wrote it, in which role, when, and what became of it since; it names the comment's article. */
export function metaTemplate({ comment }: ShownComment, words: Words): TemplateResult {
  const { author, editedAt, pinned } = comment;
  const role = `role.${author?.role ?? ''}`;
  return html`<bdi class="author" part="author">${authorName(author?.name, words)}</bdi> ${
      words.has(role) ? html`<span class="badge">${words.say(role as MessageKey)}</span>` : nothing
    } ${timeTemplate(comment.at, words)} ${editedAt === null ? nothing : html`<span>${words.say('edited')}</span>`} ${
      pinned ? html`<span>${words.say('pinned')}</span>` : nothing
    }`;
}

/** What stands in the place of a body that is no longer to be read; `null` where it is. */
export function goneText({ comment, undoableUntil }: ShownComment, words: Words): string | null {
  if (comment.status !== 'removed' || undoableUntil !== null) return null;
  return words.say(comment.removedBy === 'author' ? 'gone.author' : 'gone.moderator');
}

/** What its author is told of a comment that is not simply there, with what he can do; `nothing` where all is well. */
export function noteTemplate(
  { comment, delivery, failure, undoableUntil }: ShownComment,
  { words, view }: Scene,
): TemplateResult | typeof nothing {
  const act = (name: MessageKey) =>
    html`<button class="text" type="button" data-act=${name}>${words.say(name)}</button>`;
  const note = (text: string, ...acts: MessageKey[]) =>
    html`<p class="note">${text.trim()} ${acts.map(act)}</p>`;
  if (delivery === 'failed') {
    const why = failure ? refusalText(words, failure, view) : '';
    return note(`${words.say('failed')} ${why}`, 'retry', 'copytext', 'discard');
  }
  if (delivery === 'waiting') return note(words.say('queued'), 'discard');
  if (undoableUntil !== null) return note(words.say('removed'), 'undo');
  if (delivery === 'sending') return note(words.say('sending'));
  const reason = reasonText(words, comment.reason);
  if (comment.status === 'pending') return note(words.say('held', { reason }));
  return comment.status === 'rejected' || comment.status === 'withheld'
    ? note(words.say('rejected', { reason }))
    : nothing;
}

/** The button of all that is done less often. */
export function optionsTemplate(words: Words): TemplateResult {
  return html`<button
    class="options"
    type="button"
    data-act="options"
    aria-label=${words.say('options')}
    aria-haspopup="menu"
  >${icon(DOTS)}</button>`;
}

/** One comment of a thread, without its replies. */
export function commentTemplate(shown: ShownComment, scene: Scene): TemplateResult {
  const { comment, delivery, undoableUntil } = shown;
  const { words } = scene;
  const { author, id } = comment;
  const gone = goneText(shown, words);
  if (gone !== null) return html`<span class="avatar"></span><p class="gone" id=${`by-${id}`}>${gone}</p>`;
  const isThere = delivery === 'posted' && undoableUntil === null;
  return html`<span
      class="avatar"
      data-initial=${initial(authorName(author?.name, words))}
      ${styleVars({ '--_hue': hueOf(author?.id ?? '') })}
    ></span>
    <p class="meta" id=${`by-${id}`}>${metaTemplate(shown, words)}</p>
    ${undoableUntil === null ? html`<div class="body" part="body">${linked(comment.body)}</div>` : nothing}
    <button class="all text" type="button" data-act="all">${words.say('all')}</button>
    ${noteTemplate(shown, scene)}
    ${isThere ? html`${optionsTemplate(words)}${actionsTemplate(shown, scene)}` : nothing}`;
}

function actionsTemplate(
  { comment, isMine, myVote }: ShownComment,
  { words, votes, view }: Scene,
): TemplateResult | typeof nothing {
  if (comment.status !== 'published') return nothing;
  const { up, down } = comment.votes;
  const vote = (name: 'up' | 'down', count: number, isHeld: boolean, path: string) => {
    const content = html`${icon(path)}${count > 0 ? words.short(count) : nothing}`;
    if (isMine) return count > 0 ? html`<span class="vote">${content}</span>` : nothing;
    return html`<button class="vote" type="button" data-act=${name} aria-pressed=${isHeld}>
      <span class="unseen">${words.say(name)}</span>${content}
    </button>`;
  };
  return html`<div class="actions" part="actions">
    ${votes === 'off' ? nothing : vote('up', up, myVote === 1, UP)}
    ${votes === 'both' ? vote('down', down, myVote === -1, DOWN) : nothing}
    ${view.isLocked ? nothing : html`<button class="text" type="button" data-act="reply">${words.say('reply')}</button>`}
  </div>`;
}
