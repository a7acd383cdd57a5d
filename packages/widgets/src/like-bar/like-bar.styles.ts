import { css } from 'lit';

/** Four columns of face over label over count: where the bar is narrow, or a site wants it so. */
const stacked = css`
  &:is(.board),
  .board {
    inline-size: auto;
  }
  .row {
    display: grid;
    grid-template-columns: repeat(4, minmax(0, 1fr));
    gap: min(var(--_gap), 2.4cqi);
    margin: 0;
  }
  /* Fewer than four are as wide, in the middle. */
  .row:has(> :last-child:nth-child(-n + 3)) {
    grid-template-columns: repeat(auto-fit, calc(25% - 0.75 * min(var(--_gap), 2.4cqi)));
    justify-content: center;
  }
  .pill {
    flex-direction: column;
    justify-content: center;
    gap: 0;
    min-block-size: 64px;
    margin: 0;
    --_pad: 2px;
    padding-block: 4px;
    border-radius: var(--huzzah-radius, 14px);
  }
  .face {
    margin-block-end: 2px;
  }
  .label,
  .count {
    /* In four columns of 280 px a Korean word of four syllables needs less. */
    font-size: max(12px, min(0.8125em, 5.2cqi));
    max-inline-size: 100%;
    text-align: center;
  }
  .count::after {
    content: none;
  }
`;

/** A question, a row of pills, their shares, and a line for words; each keeps its height in every state. */
export const likeBarStyles = css`
  .root {
    --_gap: var(--huzzah-gap, 8px);
    display: block;
    container-type: inline-size;
    /* What the bar asks for where its width is its content's: a containing box has none of its own. */
    contain-intrinsic-inline-size: 44em;
    max-inline-size: 100%;
    text-align: center;
    white-space: normal;
  }
  .prompt,
  .label,
  .status {
    unicode-bidi: plaintext;
  }
  .prompt {
    margin: 0 0 12px;
    font-size: 1.25em;
    font-weight: 600;
    text-wrap: balance;
  }
  .board {
    inline-size: fit-content;
    max-inline-size: 100%;
    margin-inline: auto;
  }
  .row {
    margin: calc(var(--_gap) / -2);
    text-wrap: balance;
  }
  .pill {
    --_pad: 18px;
    position: relative;
    display: inline-flex;
    align-items: center;
    gap: 8px;
    min-block-size: 44px;
    min-inline-size: 44px;
    max-inline-size: 100%;
    margin: calc(var(--_gap) / 2);
    padding-block: 2px;
    /* The room for digits that are not there yet is seen as padding. */
    padding-inline: var(--_pad) min(var(--_pad), 10px);
    border: 0;
    border-radius: var(--huzzah-radius, 999px);
    background: none;
    color: inherit;
    font: inherit;
    letter-spacing: inherit;
    text-align: center;
    vertical-align: top;
    cursor: pointer;
    touch-action: manipulation;
    user-select: none;
    -webkit-user-select: none;
  }
  /* The edge lies over the pill: a thicker one moves nothing. */
  .pill::before {
    position: absolute;
    inset: 0;
    border: 1px solid var(--_line);
    border-radius: inherit;
    content: '';
    pointer-events: none;
  }
  .face {
    flex: none;
    inline-size: 22px;
    block-size: 22px;
  }
  .label {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    max-inline-size: 8em;
    overflow: hidden;
    line-height: 1.2;
    text-align: start;
    text-wrap: balance;
    overflow-wrap: anywhere;
  }
  .count {
    flex: none;
    line-height: 1.2;
    color: var(--_second);
  }
  /* Of its own direction, else two numbers side by side are read as one. */
  .count::after {
    display: inline-block;
    visibility: hidden;
    content: attr(data-room);
  }
  .pill[aria-pressed='true'] {
    background-color: color-mix(in srgb, var(--_kind) 12%, transparent);
  }
  .pill[aria-pressed='true']::before {
    border: 1.5px solid var(--_kind);
  }
  [aria-pressed='true'] .face {
    color: var(--_kind);
  }
  [aria-pressed='true'] .count {
    color: inherit;
  }
  .pill:disabled {
    background: none;
    opacity: 0.6;
    cursor: default;
  }
  .shares {
    display: flex;
    gap: 2px;
    block-size: 4px;
    margin-block-start: 12px;
    border-radius: 2px;
    overflow: hidden;
  }
  .shares > span {
    flex: var(--_share) 0 0;
    min-inline-size: 2px;
    background: var(--_kind);
    forced-color-adjust: none;
  }
  .shares > [hidden] {
    display: none;
  }
  .absent {
    visibility: hidden;
  }
  .status {
    min-block-size: 1.4em;
    margin: 8px 0 0;
    font-size: max(12px, 0.8125em);
    line-height: 1.4;
    color: var(--_second);
  }
  .failure {
    color: var(--_danger);
  }
  .grid {
    ${stacked}
  }
  @container (max-width: 420px) {
    .board {
      ${stacked}
    }
  }
  @media (forced-colors: active) {
    .pill[aria-pressed='true'] {
      background: SelectedItem;
      color: SelectedItemText;
      forced-color-adjust: none;
    }
    .pill[aria-pressed='true']::before {
      border-color: SelectedItemText;
    }
    [aria-pressed='true'] .face {
      color: inherit;
    }
  }
`;
