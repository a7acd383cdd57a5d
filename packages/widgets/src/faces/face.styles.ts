import { css } from 'lit';

/** How a face is drawn, filled and moved. Its button is `.pill`, pressed in the sense of ARIA where chosen. */
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
  .line,
  .solid {
    transition: opacity 160ms;
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
  .drawing,
  .mouth,
  .brows,
  .all {
    transition:
      rotate 120ms,
      scale 120ms,
      translate 120ms;
  }
  .mouth {
    transform-box: fill-box;
    transform-origin: center;
  }
  /* Laughing moves the head. */
  .all {
    transform-origin: 12px 12px;
    rotate: -8deg;
  }
  .pill:active .like {
    rotate: -8deg;
  }
  .pill:active .dislike {
    rotate: 8deg;
  }
  .pill:active .wow .mouth {
    scale: 1.25 1.4;
  }
  .pill:active .angry .brows {
    translate: 0 1px;
  }
  .pill:active .love {
    scale: 1.1;
  }
  .pill:active .haha .all {
    rotate: -18deg;
  }
  .pill:active .sad .mouth {
    translate: 0 0.75px;
  }
  @media (prefers-reduced-motion: reduce) {
    .drawing,
    .drawing * {
      transition: none;
    }
    .pill:active .drawing,
    .pill:active .mouth,
    .pill:active .brows {
      rotate: none;
      scale: none;
      translate: none;
    }
    .pill:active .haha .all {
      rotate: -8deg;
    }
  }
`;
