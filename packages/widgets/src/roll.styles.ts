import { css } from 'lit';

/** How a DigitRoll looks in its `.number`, which is positioned, and as high as one line. */
export const rollStyles = css`
  .number {
    position: relative;
    display: inline-block;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .rolling {
    -webkit-text-fill-color: transparent;
  }
  .drum {
    position: absolute;
    inset-block: 0;
    inset-inline-start: 0;
    display: flex;
    direction: ltr;
    -webkit-text-fill-color: currentcolor;
    --_from: 100%;
    --_to: -100%;
  }
  .down {
    --_from: -100%;
    --_to: 100%;
  }
  .drum > span {
    position: relative;
    overflow: clip;
    white-space: pre;
  }
  .drum > span::before {
    display: inline-block;
    content: attr(data-is);
  }
  .drum > [data-was]::before {
    animation: roll-in 180ms ease-out;
  }
  .drum > [data-was]::after {
    position: absolute;
    inset: 0;
    content: attr(data-was);
    animation: roll-out 180ms ease-out forwards;
  }
  @keyframes roll-in {
    from {
      translate: 0 var(--_from);
      opacity: 0;
    }
  }
  @keyframes roll-out {
    to {
      translate: 0 var(--_to);
      opacity: 0;
    }
  }
`;
