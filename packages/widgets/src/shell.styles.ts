import { css } from 'lit';

/**
 * What every element's shadow begins with. The page's own rules reach the element itself, and
 * win over `:host`; so all that the layout stands on is said again on an inner root, and the
 * two things that only the element can carry are important, which wins over the page's.
 */
export const shell = css`
  :host {
    display: block;
    max-inline-size: 100%;
    min-inline-size: 0;
    /* Not drawn: the text's colour in XYZ, for the theme controller to read. */
    column-rule-color: color(from currentcolor xyz-d65 x y z) !important;
  }
  :host([hidden]) {
    display: none !important;
  }
  .root {
    box-sizing: border-box;
    font-family: var(--huzzah-font, inherit);
    font-size: max(12px, 1em);
    line-height: 1.3;
    text-indent: 0;
    text-align: start;
    overflow-wrap: break-word;
    -webkit-tap-highlight-color: transparent;
  }
  .root *,
  .root *::before,
  .root *::after {
    box-sizing: border-box;
  }
  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  :lang(ko) {
    word-break: keep-all;
  }
`;
