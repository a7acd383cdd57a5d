import type { ShownComment, ThreadItem } from '@huzzah/client';
import { html, nothing, type CSSResult, type TemplateResult } from 'lit';
import { addEnglish } from '../../words.js';
import { hueOf, initial } from '../list/avatar.js';
import type { ListLayout } from '../list/comment-list.js';
import { authorName, goneTemplate, metaTemplate, optionsTemplate } from '../list/comment-template.js';
import { linked } from '../list/links.js';
import type { Scene } from '../scene.js';
import { streamStyles } from './stream.styles.js';
import { streamWords } from './words.js';

addEnglish(streamWords);

/** Rows in the document, whatever comes. */
const MOST = 200;

/** The newest comments and replies as they were said, the last one last. */
function order(items: readonly ThreadItem[]): readonly ShownComment[] {
  return items
    .flatMap((item) => [item, ...item.replies])
    .sort((a, b) => a.comment.at - b.comment.at)
    .slice(-MOST);
}

/** A row is one paragraph. */
function lineTemplate(shown: ShownComment, scene: Scene): TemplateResult {
  const { comment, delivery } = shown;
  const { author, id } = comment;
  const { words, desk } = scene;
  const gone = goneTemplate(shown, scene);
  const line = html`<p class="line" .style=${`--_hue:${hueOf(author?.id ?? '')}`}>
    <span class="avatar" data-initial=${initial(authorName(comment, words))}></span>
    <span class="meta" id=${`by-${id}`}>${metaTemplate(shown, words)}</span>
    <span class="words" part="body">${linked(comment.body)}</span>
  </p>`;
  return html`${gone ?? line}${desk?.noteTemplate(shown, scene)}
  ${delivery === 'posted' && gone === null ? optionsTemplate(words) : nothing}`;
}

/** A list as a stream. */
export const stream: ListLayout & { readonly styles: CSSResult } = {
  template: lineTemplate,
  order,
  styles: streamStyles,
};
