import { html, nothing, type TemplateResult } from 'lit';
import type { Scene } from '../scene.js';

/** The button that fetches another part of a list. Never disabled: that would take the focus from it. */
export function partTemplate(
  what: 'older' | 'newer',
  text: string,
  n: number,
  { loading }: Scene['view'],
): TemplateResult | typeof nothing {
  return n === 0 ? nothing : html`<button class="part" data-act=${what} aria-busy=${loading === what}>${text}</button>`;
}
