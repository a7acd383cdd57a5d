import { css } from 'lit';

/** The frame of a box: heading, order, the line of its state, and what stands around the list. */
export const boxStyles = css`
  .root {
    --_caution: var(--huzzah-caution, light-dark(#906106, #eeb154));
    --_small: max(12px, 0.8125em);
    --_on-accent: light-dark(#fff, #111);
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
  button {
    min-block-size: 44px;
    padding: 0;
    cursor: pointer;
    touch-action: manipulation;
  }
  p {
    margin: 0;
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  .text,
  .vote,
  .status,
  .note,
  .said,
  .gone,
  .sort {
    color: var(--_second);
    font-size: var(--_small);
  }
  .text {
    padding-inline: 8px;
    font-weight: 600;
    unicode-bidi: plaintext;
  }
  @media (hover: hover) {
    .text:hover,
    .vote:hover,
    .options:hover,
    .part:hover {
      color: inherit;
      background: var(--_hover);
      border-radius: 8px;
    }
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
    font-weight: 400;
  }
  .sort {
    appearance: none;
    min-block-size: 44px;
    margin-block: -10px;
    padding-inline: 8px 16px;
    border-radius: 8px;
    cursor: pointer;
    field-sizing: content;
  }
  .order::after {
    display: inline-block;
    margin-inline-start: -12px;
    border: 4px solid transparent;
    border-block: 5px solid var(--_second);
    border-block-end: 0;
    vertical-align: middle;
    pointer-events: none;
    content: '';
  }
  /* Phones zoom in on fields of smaller type. */
  @media (hover: none) {
    .sort {
      font-size: max(16px, 0.8125em);
    }
  }
  .status {
    min-block-size: 24px;
    padding-block: 4px;
    line-height: 16px;
  }
  .view {
    position: relative;
    min-block-size: 288px;
  }
  .edge {
    position: sticky;
    z-index: 1;
    display: flex;
    justify-content: center;
    block-size: 0;
  }
  .start {
    inset-block-start: 8px;
  }
  .end {
    inset-block-end: 52px;
  }
  .new {
    flex: none;
    padding-inline: 16px;
    border-radius: 999px;
    background: var(--_accent);
    color: var(--_on-accent);
    box-shadow: 0 2px 12px rgb(0 0 0 / 0.25);
    font-size: 0.875em;
    font-weight: 600;
  }
  .part {
    inline-size: 100%;
    border: 1px solid var(--_line);
    border-radius: var(--huzzah-radius, 10px);
    font-size: 0.875em;
    font-weight: 600;
  }
  .list + .part {
    margin-block-start: 12px;
  }
  [aria-busy='true'].part {
    opacity: 0.6;
  }
  .empty {
    padding-block: 32px;
    color: var(--_second);
    text-align: center;
    text-wrap: balance;
  }
  .held {
    margin-inline-start: -8px;
    font-weight: 400;
  }
  @media (forced-colors: active) {
    .post,
    .new {
      border: 1px solid;
    }
    .order::after {
      forced-color-adjust: none;
    }
  }
  .quiet:not(:focus-visible) {
    position: absolute;
    opacity: 0;
    pointer-events: none;
  }
`;
