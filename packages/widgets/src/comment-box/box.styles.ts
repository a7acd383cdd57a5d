import { css } from 'lit';

/** The frame of a box: heading, order, the line of its state, the field, and what stands around the list. */
export const boxStyles = css`
  .root {
    --_small: max(12px, 0.8125em);
    --_radius: var(--huzzah-radius, 10px);
    container-type: inline-size;
    contain-intrinsic-inline-size: 44em;
  }
  button,
  select,
  input,
  textarea {
    margin: 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    letter-spacing: inherit;
  }
  button,
  .sort {
    min-block-size: 44px;
    padding: 0;
    border-radius: 8px;
    cursor: pointer;
    touch-action: manipulation;
  }
  p {
    margin: 0;
  }
  .second,
  .text,
  .vote,
  .sort {
    color: var(--_second);
    font-size: var(--_small);
  }
  .text,
  .vote {
    padding-inline: 8px;
    font-weight: 600;
    unicode-bidi: plaintext;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    column-gap: 12px;
  }
  .heading {
    margin: 0;
    font-size: 1.25em;
    font-weight: 600;
  }
  .heading .count {
    color: var(--_second);
  }
  .heading .count,
  .heading::after {
    font-weight: 400;
  }
  /* The line is as high before the number is known: the type of another weight may be higher. */
  .heading::after {
    display: inline-block;
    content: '\\200b';
  }
  .sort {
    appearance: none;
    margin-block: -10px;
    padding-inline: 8px 12px;
    field-sizing: content;
  }
  .order::after {
    display: inline-block;
    margin-inline-start: -8px;
    border: 4px solid transparent;
    border-block: 5px solid var(--_second);
    border-block-end: 0;
    vertical-align: middle;
    pointer-events: none;
    forced-color-adjust: none;
    content: '';
  }
  /* Phones zoom in on fields of smaller type. */
  @media (hover: none) {
    .sort {
      font-size: max(16px, 0.8125em);
    }
  }
  .status,
  .said {
    min-block-size: calc(1lh + 10px);
    padding-block: 2px 8px;
    line-height: max(16px, 1.15em);
  }
  .field {
    display: block;
    inline-size: 100%;
    max-block-size: 60vh;
    padding: 10px 12px;
    border: 1px solid var(--_edge);
    border-radius: var(--_radius);
    font-size: max(16px, 1em);
    line-height: 1.375;
    unicode-bidi: plaintext;
    resize: none;
    field-sizing: content;
  }
  ::placeholder {
    color: var(--_second);
    opacity: 1;
  }
  .bar {
    display: flex;
    align-items: center;
    gap: 12px;
    margin-block-start: 8px;
  }
  .counter {
    margin-inline-end: auto;
    font-size: max(12px, 0.75em);
    font-variant-numeric: tabular-nums;
  }
  .post,
  .part {
    font-size: 0.875em;
    font-weight: 600;
  }
  .post {
    position: relative;
    min-block-size: 36px;
    padding-inline: 16px;
    border: 0 solid;
    border-radius: 999px;
    background: var(--_hover);
    color: var(--_second);
  }
  .post::before {
    position: absolute;
    inset: -4px 0;
    content: '';
  }
  .view {
    position: relative;
    min-block-size: 288px;
  }
  .part {
    inline-size: 100%;
    margin-block-start: 12px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
  }
  /* Near the field that they speak of; the place below is kept for the first comments. */
  .empty {
    padding-block: 24px;
    color: var(--_second);
    text-align: center;
    text-wrap: balance;
  }
  /* Seen where the first comments come it would be seen to jump. */
  .held:disabled {
    visibility: hidden;
  }
  .held {
    margin-inline: -8px;
    font-weight: 400;
  }
  .quiet:not(:focus-visible) {
    position: absolute;
    opacity: 0;
    pointer-events: none;
  }
  @media (forced-colors: active) {
    .post {
      border-width: 1px;
      color: GrayText;
    }
  }
`;
