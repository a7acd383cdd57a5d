import type { ShownComment } from '@huzzah/client';
import { html, nothing, type TemplateResult } from 'lit';
import type { MessageKey } from '../../locales/locale.js';
import type { Words } from '../../words.js';
import { hueOf, initial } from './avatar.js';
import { isLong } from './fold.js';
import { linked } from './links.js';
import { fullTime, relativeTime } from './relative-time.js';
import type { Scene } from '../scene.js';

type Part = TemplateResult | typeof nothing;

/** A drawing of 16 square, of strokes. */
const icon = (path: string) => html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=${path} /></svg>`;
const UP = 'M8 3.5 13.5 12h-11z';
const DOWN = 'M8 12.5 2.5 4h11z';

/** What an author is called; guests are called so in the reader's language. */
export function authorName({ author }: Pick<ShownComment['comment'], 'author'>, words: Words): string {
  return author === null || author.name === 'Guest' ? words.say('guest') : author.name;
}

/** Who wrote it, in which role, when, and what became of it since; it names the comment's article. */
export function metaTemplate({ comment }: ShownComment, words: Words): TemplateResult {
  const { at, author, editedAt, pinned } = comment;
  const role = `role.${author?.role}`;
  return html`<bdi class="author" part="author">${authorName(comment, words)}</bdi> ${
      words.has(role) ? html`<span class="badge">${words.say(role as MessageKey)}</span>` : nothing
    }
    <time
      datetime=${new Date(at).toISOString()}
      title=${fullTime(at, words.numberTag)}
      .textContent=${relativeTime(at, words)}
    ></time>
    ${editedAt === null ? nothing : html`<span>${words.say('edited')}</span>`}
    ${pinned ? html`<span>${words.say('pinned')}</span>` : nothing}`;
}

/** What stands in the place of a comment that is no longer to be read; `null` where it is. */
export function goneTemplate({ comment, undoableUntil }: ShownComment, { words, desk }: Scene): TemplateResult | null {
  if (comment.status !== 'removed') return null;
  const text = words.say(comment.removedBy === 'author' ? 'gone.author' : 'gone.moderator');
  return html`<p class="gone second" id=${`by-${comment.id}`}>
    ${undoableUntil === null ? text : desk?.undoTemplate(words)}
  </p>`;
}

/** The button of all that is done less often. */
export function optionsTemplate(words: Words): TemplateResult {
  return html`<button
    class="options"
    data-act="options"
    aria-label=${words.say('options')}
    aria-haspopup="menu"
  ></button>`;
}

/** One comment of a thread, without its replies. */
export function commentTemplate(shown: ShownComment, scene: Scene): TemplateResult {
  const { comment, delivery } = shown;
  const { words, desk } = scene;
  const { author, id, status, body } = comment;
  const gone = goneTemplate(shown, scene);
  if (gone) return html`<span class="avatar"></span>${gone}`;
  const isPosted = delivery === 'posted';
  const isFolded = isLong(body);
  return html`<span
      class="avatar"
      data-initial=${initial(authorName(comment, words))}
      .style=${`--_hue:${hueOf(author?.id ?? '')}`}
    ></span>
    <p class="meta" id=${`by-${id}`}>${metaTemplate(shown, words)}</p>
    ${isPosted ? optionsTemplate(words) : nothing}
    <div class=${isFolded ? 'body folds' : 'body'} part="body">${linked(body)}</div>
    ${isFolded ? html`<button class="all text" data-act="all">${words.say('all')}</button>` : nothing}
    ${desk?.noteTemplate(shown, scene)} ${isPosted && status === 'published' ? actionsTemplate(shown, scene) : nothing}`;
}

function actionsTemplate(
  {
    comment: {
      votes: { up, down },
    },
    isMine,
    myVote,
  }: ShownComment,
  { words, votes, view }: Scene,
): Part {
  const vote = (name: 'up' | 'down', count: number, isHeld: boolean, path: string) =>
    html`<button class="vote" data-act=${name} aria-pressed=${isHeld} ?disabled=${isMine}>
      ${icon(path)}<span class="unseen">${words.say(name)}</span> ${count > 0 ? words.short(count) : nothing}
    </button>`;
  return html`<div class="actions" part="actions">
    ${votes === 'off' ? nothing : vote('up', up, myVote > 0, UP)}
    ${votes === 'both' ? vote('down', down, myVote < 0, DOWN) : nothing}
    ${view.isLocked ? nothing : html`<button class="text" data-act="reply">${words.say('reply')}</button>`}
  </div>`;
}
