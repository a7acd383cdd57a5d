import { css } from 'lit';

/** How a face is drawn and filled. Its button is `.pill`, pressed in the sense of ARIA where chosen. */
export const faceStyles = css`
  .drawing {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    overflow: visible;
    fill: none;
    stroke: currentcolor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .line .full,
  .solid {
    fill: currentcolor;
  }
  .cut {
    stroke: #000;
  }
  .cut .full {
    fill: #000;
  }
  /* Second text, as one layer: where translucent strokes cross they would show. */
  .line {
    opacity: 0.75;
  }
  .solid,
  [aria-pressed='true'] .line {
    opacity: 0;
  }
  [aria-pressed='true'] .solid {
    opacity: 1;
  }
  /* Laughing moves the head. */
  .all {
    transform-origin: 12px 12px;
    rotate: -8deg;
  }
`;
