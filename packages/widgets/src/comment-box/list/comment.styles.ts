import { css } from 'lit';

/** A comment and its replies. */
export const commentStyles = css`
  article {
    position: relative;
    padding-block: calc(var(--huzzah-gap, 20px) / 2);
  }
  /* A block: its height is known before it is hidden. */
  .list > *,
  .replies > div > * {
    contain-intrinsic-block-size: auto 1000px;
  }
  .far {
    content-visibility: auto;
    overflow-clip-margin: 12px;
  }
  .own {
    display: grid;
    grid-template-columns: 32px minmax(0, 1fr) auto;
    column-gap: 12px;
    align-items: start;
  }
  .own > * {
    grid-column: 2 / -1;
  }
  .avatar {
    grid-area: 1 / 1 / span 6;
    block-size: 32px;
    border-radius: 50%;
    outline: 1px dashed var(--_faint);
    outline-offset: -1px;
    font-size: 14px;
    font-weight: 600;
    line-height: 32px;
    text-align: center;
  }
  .avatar[data-initial] {
    outline-width: 0;
    background: light-dark(oklch(0.9 0.05 var(--_hue)), oklch(0.36 0.06 var(--_hue)));
    color: light-dark(oklch(0.42 0.11 var(--_hue)), oklch(0.86 0.08 var(--_hue)));
  }
  .avatar::before {
    content: attr(data-initial);
  }
  .own > .meta {
    display: flex;
    flex-wrap: wrap;
    grid-column: 2;
    align-items: baseline;
    column-gap: 8px;
    min-block-size: 22px;
    font-size: var(--_small);
    line-height: max(20px, 1.25em);
    overflow-wrap: anywhere;
  }
  .author {
    font-size: 1.077em;
    font-weight: 600;
  }
  .author ~ * {
    color: var(--_second);
  }
  .author ~ .badge {
    padding: 0 6px;
    border: 1px solid;
    border-radius: 999px;
    color: var(--_accent);
    font-size: max(12px, 0.92em);
  }
  .options {
    grid-area: 1 / 3;
    inline-size: 44px;
    margin-block: -12px;
    margin-inline-start: -28px;
    color: var(--_second);
  }
  /* Three dots. */
  .options::before {
    display: block;
    block-size: 3px;
    margin-inline-start: 30px;
    background: radial-gradient(circle closest-side, currentcolor 90%, #0000) 0 / 33.3%;
    content: '';
  }
  /* No wider than its text: what is written in the other direction stands beside its author. */
  .body {
    justify-self: start;
    max-inline-size: 65ch;
    line-height: 1.55;
    overflow-wrap: anywhere;
    text-wrap: pretty;
    unicode-bidi: plaintext;
    white-space: pre-wrap;
  }
  /* Nine lines are as high as eight with their button: one line alone is never hidden, and nothing jumps. */
  .own:not(.whole) > .folds {
    max-block-size: 9lh;
    overflow: hidden;
  }
  .long:not(.whole) > .folds {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 8;
  }
  .own > .all {
    justify-self: start;
    margin: -10px -8px;
  }
  .own:not(.long) > .all,
  .whole > .all {
    display: none;
  }
  a {
    color: var(--_accent);
    word-break: break-all;
  }
  .actions,
  .note {
    min-block-size: 24px;
    margin-block-start: 4px;
    line-height: max(24px, 1.25em);
  }
  .actions {
    display: flex;
    margin-inline-start: -8px;
  }
  .actions > *,
  .note > * {
    margin-block: -10px;
  }
  .vote {
    display: flex;
    align-items: center;
    gap: 4px;
    min-inline-size: 44px;
    font-variant-numeric: tabular-nums;
  }
  .icon {
    inline-size: 16px;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.5;
    stroke-linejoin: round;
  }
  .vote[aria-pressed='true'] {
    color: var(--_accent);
  }
  [aria-pressed='true'] > .icon {
    fill: currentcolor;
  }
  .vote:disabled {
    cursor: default;
  }
  :disabled > .icon {
    opacity: 0.5;
  }
  .gone {
    line-height: 32px;
  }
  .replies {
    margin-inline-start: 15px;
    padding-inline-start: 28px;
    border-inline-start: 1px solid var(--_line);
  }
  .replies article,
  .replies > div {
    padding-block: 6px;
  }
  .replies > button {
    margin: -12px -8px -6px;
  }
  .fresh > .own {
    animation: appear 150ms;
  }
  @keyframes appear {
    from {
      opacity: 0;
    }
  }
  @container (max-width: 420px) {
    .replies {
      padding-inline-start: 12px;
    }
  }
  @media (hover: hover) {
    article:not(:focus-visible) > .own:not(:hover, :focus-within) > .options:not([aria-expanded='true']) {
      opacity: 0;
    }
  }
  @media (forced-colors: active) {
    .avatar[data-initial] {
      outline-width: 1px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .own {
      animation: none !important;
    }
  }
`;
