import { css } from 'lit';

/** A comment, its replies, and how each of its states looks. */
export const commentStyles = css`
  article {
    position: relative;
    padding-block: calc(var(--huzzah-gap, 20px) / 2);
  }
  .list > article {
    content-visibility: auto;
    contain-intrinsic-size: auto 100px;
    overflow-clip-margin: 12px;
  }
  article:focus {
    outline: none;
  }
  article:focus-visible > .own {
    outline: 2px solid var(--_accent);
    outline-offset: 6px;
    border-radius: 4px;
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
    border: 1px dashed var(--_faint);
    border-radius: 50%;
    line-height: 32px;
    text-align: center;
  }
  .avatar[data-initial] {
    border: 0;
    background: oklch(0.62 0.11 var(--_hue));
    color: #fff;
    font-size: 14px;
    font-weight: 600;
  }
  .avatar::before {
    content: attr(data-initial);
  }
  .own > .meta {
    grid-column: 2;
    min-block-size: 22px;
    font-size: var(--_small);
    line-height: 20px;
  }
  .author {
    font-size: 1.077em;
    font-weight: 600;
  }
  .author ~ * {
    color: var(--_second);
    unicode-bidi: isolate;
  }
  .author ~ ::before {
    content: '· ' / '';
  }
  .author ~ .badge {
    padding: 0 6px;
    border: 1px solid;
    border-radius: 999px;
    color: var(--_accent);
    font-size: max(12px, 0.92em);
  }
  .author ~ .badge::before {
    content: none;
  }
  .options {
    grid-area: 1 / 3;
    inline-size: 44px;
    margin: -12px -12px -12px 0;
    color: var(--_second);
  }
  /* Three dots. */
  .options::before {
    display: block;
    block-size: 3px;
    margin-inline: 15px;
    background: radial-gradient(circle closest-side, currentcolor 90%, #0000) 0 / 33.3%;
    content: '';
  }
  .icon {
    display: block;
    inline-size: 16px;
    block-size: 16px;
    margin-inline: auto;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.5;
    stroke-linejoin: round;
    stroke-linecap: round;
  }
  .body {
    display: -webkit-box;
    max-inline-size: 65ch;
    overflow: hidden;
    line-height: 1.55;
    overflow-wrap: anywhere;
    text-wrap: pretty;
    unicode-bidi: plaintext;
    white-space: pre-wrap;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 8;
  }
  .whole .body {
    display: block;
  }
  .own > .all {
    display: none;
    justify-self: start;
    margin: -10px -8px;
  }
  .long:not(.whole) > .all {
    display: block;
  }
  a {
    color: var(--_accent);
  }
  .actions,
  .note {
    min-block-size: 24px;
    margin-block-start: 4px;
    line-height: 24px;
  }
  .actions {
    display: flex;
    margin-inline-start: -8px;
  }
  .actions > *,
  .note > *,
  .gone > * {
    margin-block: -10px;
  }
  .note > button,
  .gone > button {
    margin-inline: -8px 8px;
    color: inherit;
    font-size: inherit;
  }
  .note > span {
    margin-inline-end: 12px;
  }
  .vote {
    display: flex;
    align-items: center;
    gap: 4px;
    min-inline-size: 44px;
    padding-inline: 8px;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .vote .icon {
    margin: 0;
  }
  .vote.none {
    margin-inline-end: -12px;
  }
  [aria-pressed='true'].vote {
    color: var(--_accent);
  }
  [aria-pressed='true'] > .icon {
    fill: currentcolor;
  }
  .own > .gone {
    line-height: 32px;
  }
  .replies {
    margin-inline-start: 15px;
    padding-inline-start: 28px;
    border-inline-start: 1px solid var(--_line);
  }
  .replies article {
    padding-block: 6px;
  }
  .replies > div {
    padding-block-start: 6px;
  }
  .replies > button {
    margin: -6px -8px;
  }
  .panel {
    margin: 8px 0 4px 44px;
  }
  .unsent > .own > :is(.avatar, .body) {
    opacity: 0.7;
  }
  .unsent > .own > .note {
    animation: appear 1ms 400ms backwards;
  }
  .failed > .own > .note > span {
    color: var(--_danger);
  }
  .fresh > .own {
    animation: appear 150ms;
  }
  .editing > .own > :is(.body, .actions) {
    display: none;
  }
  .marked::before {
    position: absolute;
    inset: 4px auto 4px -12px;
    inline-size: 3px;
    border-radius: 2px;
    background: var(--_accent);
    content: '';
  }
  @keyframes appear {
    from {
      opacity: 0;
    }
  }
  @container (max-width: 420px) {
    .panel {
      margin-inline-start: 0;
    }
    .replies {
      padding-inline-start: 12px;
    }
  }
  @media (hover: hover) {
    .own:not(:hover, :focus-within) > .options:not([aria-expanded='true']) {
      opacity: 0;
    }
    article:focus-visible > .own > .options {
      opacity: 1;
    }
  }
  @media (forced-colors: active) {
    .avatar {
      border: 1px solid;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .fresh > .own {
      animation: none;
    }
  }
`;
