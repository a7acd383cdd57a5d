import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { FACES, PLAIN_FACE } from './faces.js';

const turn = 'matrix(1 0 0 -1 0 24)';

/**
 * The drawing of a known kind of reaction, or a plain smile for any other. Both looks are in
 * it, `line` and `solid`; the styles show one.
 *
 * @param id unique in its shadow root
 */
export function face(kind: string, id: string): TemplateResult {
  const { body, ink, isTurned } = Object.hasOwn(FACES, kind) ? FACES[kind as keyof typeof FACES] : PLAIN_FACE;
  const turned = (content: SVGTemplateResult) => (isTurned ? svg`<g transform=${turn}>${content}</g>` : content);
  return html`<svg class=${`drawing ${kind}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <mask id=${id} maskUnits="userSpaceOnUse" x="0" y="0" width="24" height="24">
      <path fill="#fff" stroke="none" d="M0 0h24v24H0z" />
      <g class="cut">${turned(ink)}</g>
    </mask>
    <g class="solid" mask=${`url(#${id})`}>${turned(body)}</g>
    <g class="line">${turned(svg`${body}${ink}`)}</g>
  </svg>`;
}
