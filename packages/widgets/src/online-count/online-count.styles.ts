import { css } from 'lit';

/** One line: a dot, a number and a word, with room for the number to grow. */
export const onlineCountStyles = css`
  :host {
    display: inline-block;
  }
  .root {
    display: inline-flex;
    align-items: baseline;
    gap: 8px;
    max-inline-size: 100%;
    position: relative;
    vertical-align: baseline;
    white-space: nowrap;
  }
  /* Its place is kept. */
  .absent {
    visibility: hidden;
  }
  .dot {
    flex: none;
    align-self: center;
    position: relative;
    inline-size: 8px;
    block-size: 8px;
    border: 1.5px solid var(--_faint);
    border-radius: 50%;
    forced-color-adjust: none;
  }
  .live .dot,
  .catching-up .dot {
    border-color: var(--_live);
    background: linear-gradient(to right, var(--_live) 50%, transparent 50%) border-box;
  }
  .live .dot {
    background: var(--_live) border-box;
  }
  .ring {
    position: absolute;
    inset: -1.5px;
    border: 1.5px solid var(--_live);
    border-radius: 50%;
    opacity: 0;
  }
  /* English words on an Arabic page are still read from the left. */
  .text {
    unicode-bidi: plaintext;
  }
  .root::after {
    visibility: hidden;
    margin-inline-start: -8px;
    content: attr(data-room);
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .label,
  .offline .count {
    color: var(--_second);
  }
  .compact .label {
    display: none;
  }
  @media (forced-colors: active) {
    .root {
      --_live: CanvasText;
      --_faint: CanvasText;
    }
  }
`;
