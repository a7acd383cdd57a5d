import { SORTS, type Sort } from '@huzzah/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { rollingNumber } from '../rolling-number.js';
import type { Scene } from './scene.js';

/** What the button behind a list shows, by its order. */
const BEHIND = { newest: 'older', oldest: 'newer', top: 'rest' } as const;

type Part = TemplateResult | typeof nothing;

/** The heading with the number of comments, where there are any. */
export function headingTemplate(heading: string, { words, view }: Scene): Part {
  const n = view.commentCount;
  if (heading === '') return nothing;
  return html`<slot name="heading"
    ><h2 class="heading">
      ${heading}
      ${n > 0 ? html`<span class="count number" ${rollingNumber(n, words.short(n), !view.isKnown)}></span>` : nothing}
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

/** What stands behind the last comment: more of them, or the words for none. */
export function behindTemplate({ view, words, isStream }: Scene): Part {
  const { olderCount, newerCount, items, isKnown, sort } = view;
  if (isKnown && items.length === 0)
    return html`<p class="empty"><slot name="empty">${words.say(isStream ? 'empty.stream' : 'empty')}</slot></p>`;
  // Opened in its middle, nobody knows how many of the rest stand before it.
  const text = words.say(newerCount > 0 ? `${BEHIND[sort]}.some` : BEHIND[sort], { n: olderCount });
  return isStream ? nothing : partTemplate('older', text, olderCount, view);
}

/** The button that fetches another part of a list. Never disabled: that would take the focus from it. */
export function partTemplate(what: 'older' | 'newer', text: string, n: number, { loading }: Scene['view']): Part {
  return n === 0 ? nothing : html`<button class="part" data-act=${what} aria-busy=${loading === what}>${text}</button>`;
}
