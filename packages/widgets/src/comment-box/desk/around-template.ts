import { html, nothing, type TemplateResult } from 'lit';
import { partTemplate } from '../list/part-template.js';
import type { Scene } from '../scene.js';

const BEFORE = { newest: 'newer', oldest: 'older', top: 'rest' } as const;

/** What stands at an edge of the list: more of it, what could not be loaded, and how many wait. */
export function aroundTemplate(edge: 'start' | 'end', scene: Scene): TemplateResult {
  const { view, words, isStream } = scene;
  const isStart = edge === 'start';
  return html`${isStart ? beforeTemplate(scene) : nothing}
  ${view.isLoadFailed && !isStart ? html`<p class="note second" role="status">${words.say('load.failed')}</p>` : nothing}
  ${isStart === (isStream || view.sort === 'oldest') ? nothing : newTemplate(edge, scene)}`;
}

/** In a stream what was said before; in a thread that was opened in its middle its beginning, of which nobody knows how long it is. */
function beforeTemplate({ view, words, isStream }: Scene): TemplateResult | typeof nothing {
  return isStream
    ? partTemplate('older', words.say('older', { n: view.olderCount }), view.olderCount, view)
    : partTemplate('newer', words.say(`${BEFORE[view.sort]}.some`), view.newerCount, view);
}

/** Lets in those who wait; in a stream, leads back to its end too. */
function newTemplate(edge: string, { view, words, isStream, desk }: Scene): TemplateResult | typeof nothing {
  const n = view.waitingCount;
  if (n === 0 && !(isStream && desk!.isBehind)) return nothing;
  const text = isStream ? words.say(n > 0 ? 'jump.new' : 'jump', { n }) : words.say('new', { n });
  return html`<div class="edge ${edge}"><button class="new" part="new" data-act="new">${text}</button></div>`;
}
