import { css } from 'lit';

/** A `.number` that holds a DigitRoll: it is positioned, and as high as one line. */
export const rollStyles = css`
  .number {
    position: relative;
    display: inline-block;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
`;
