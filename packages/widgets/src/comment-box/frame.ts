import { SORTS, type Sort } from '@huzzah/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { rollingNumber } from '../rolling-number.js';
import type { Scene } from './scene.js';

/** What the buttons behind and before a list show, by its order. */
const BEHIND = { newest: 'older', oldest: 'newer', top: 'rest' } as const;
const BEFORE = { newest: 'newer', oldest: 'older', top: 'rest' } as const;

type Part = TemplateResult | typeof nothing;

/** The heading with the number of comments, which is not there before it is known. */
export function headingTemplate(heading: string, { words, view }: Scene): Part {
  const n = view.commentCount;
  return heading === ''
    ? nothing
    : html`<slot name="heading"
        ><h2 class="heading">
          ${heading}
          <span class="count number" ?hidden=${n === 0} ${rollingNumber(n, words.short(n), !view.isKnown)}></span></h2
      ></slot>`;
}

/** The choice of an order. */
export function sortTemplate(chosen: Sort, { words }: Scene, onSort: (sort: Sort) => void): Part {
  return html`<select
    class="sort"
    aria-label=${words.say('sort')}
    @change=${({ target }: Event) => onSort((target as HTMLSelectElement).value as Sort)}
  >
    ${SORTS.map((sort) => html`<option value=${sort} ?selected=${sort === chosen}>${words.say(`sort.${sort}`)}</option>`)}
  </select>`;
}

/** What stands before the first comment. */
export function beforeTemplate({ thread, view, words, isStream }: Scene): Part {
  const load = isStream ? 'older' : 'newer';
  const [key, n] = isStream ? (['older', view.olderCount] as const) : ([BEFORE[view.sort], view.newerCount] as const);
  const show = () => void (isStream ? thread?.showOlder() : thread?.showNewer());
  return n > 0 ? partTemplate(words.say(key, { n }), view.loading === load, show) : nothing;
}

/** What stands behind the last comment. */
export function behindTemplate({ thread, view, words, isStream }: Scene): Part {
  const n = view.olderCount;
  const failed = view.isLoadFailed ? html`<p class="note" role="status">${words.say('load.failed')}</p>` : nothing;
  if (view.isKnown && view.items.length === 0)
    return html`<p class="empty"><slot name="empty">${words.say(isStream ? 'empty.stream' : 'empty')}</slot></p>`;
  return n === 0 || isStream
    ? failed
    : html`${failed}${partTemplate(words.say(BEHIND[view.sort], { n }), view.loading === 'older', () => void thread?.showOlder())}`;
}

// Never disabled: that would take the focus from it.
const partTemplate = (text: string, isLoading: boolean, show: () => void) =>
  html`<button class="part" type="button" aria-busy=${isLoading} @click=${show}>${text}</button>`;

/** Says how many wait at an edge of the list, and lets them in; in a stream, leads back to its end. */
export function newTemplate(edge: 'start' | 'end', scene: Scene, isBehind: boolean, reveal: (isByKey: boolean) => void): Part {
  const { view, words, isStream } = scene;
  const n = view.waitingCount;
  const isThere = edge === (isStream || view.sort === 'oldest' ? 'end' : 'start') && (n > 0 || (isStream && isBehind));
  const text = isStream ? words.say(n > 0 ? 'jump.new' : 'jump', { n }) : words.say('new', { n });
  return isThere
    ? html`<div class="edge ${edge}">
        <button class="new" part="new" type="button" @click=${({ detail }: UIEvent) => reveal(detail === 0)}>${text}</button>
      </div>`
    : nothing;
}
