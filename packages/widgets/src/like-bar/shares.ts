import type { ReactionKind } from '@huzzah/protocol';
import { html, type TemplateResult } from 'lit';
import { kindStyle } from './pill.js';

/** Below so many a bar of shares says more than it knows. */
const AUTO_FROM = 10;

/** The bar of how the reactions divide; its place is kept where there are too few. The pills say the same in words. */
export function sharesTemplate(
  kinds: readonly ReactionKind[],
  count: (kind: string) => number,
  mode: 'auto' | 'on',
): TemplateResult {
  const total = kinds.reduce((sum, { kind }) => sum + count(kind), 0);
  const isShown = total >= (mode === 'on' ? 1 : AUTO_FROM);
  return html`<div class=${isShown ? 'shares' : 'shares absent'} part="shares" aria-hidden="true">
    ${kinds.map(
      (reaction) =>
        html`<span
          ?hidden=${count(reaction.kind) === 0}
          .style=${`${kindStyle(reaction)};--_share:${count(reaction.kind)}`}
        ></span>`,
    )}
  </div>`;
}
