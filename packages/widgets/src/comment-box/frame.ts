import { SORTS, type Sort } from '@huzzah/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import type { DigitRoll } from '../digit-roll.js';
import type { CommentList } from './list/comment-list.js';
import type { Scene } from './scene.js';

type Part = TemplateResult | typeof nothing;

/** The heading with the number of comments, where there are any. */
export function headingTemplate(heading: string, roll: DigitRoll, { words, view }: Scene): Part {
  const n = view.commentCount;
  if (heading === '') return nothing;
  return html`<slot name="heading"
    ><h2 class="heading">
      ${heading}
      ${n > 0 ? html`<span class="count number">${roll.show(n, words.short(n), !view.isKnown)}</span>` : nothing}
    </h2></slot
  >`;
}

/** The choice of an order. */
export function sortTemplate(chosen: Sort, { words }: Scene, onSort: (sort: Sort) => void): Part {
  return html`<span class="order"
    ><select
      class="sort"
      aria-label=${words.say('sort')}
      @change=${({ target }: Event) => onSort((target as HTMLSelectElement).value as Sort)}
    >
      ${SORTS.map((sort) => html`<option value=${sort} ?selected=${sort === chosen}>${words.say(`sort.${sort}`)}</option>`)}
    </select></span
  >`;
}

/** What stands behind the last comment: the words for none, or a button for more. */
export function behindTemplate(scene: Scene, list: CommentList | null): TemplateResult | typeof nothing {
  const { view, words, isStream } = scene;
  if (view.isKnown && view.items.length === 0)
    return html`<p class="empty"><slot name="empty">${words.say(isStream ? 'empty.stream' : 'empty')}</slot></p>`;
  return (!isStream && list?.behindTemplate(scene)) || nothing;
}

/** A place of the box that is filled by itself. */
export function part(name: string): HTMLElement {
  const element = document.createElement('div');
  element.className = name;
  element.setAttribute('part', name);
  return element;
}
