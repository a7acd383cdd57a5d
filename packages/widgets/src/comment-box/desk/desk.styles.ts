import { css } from 'lit';

/** What comes to the looks of a box with one who acts: menus, panels, sheets, and the states of his own comments. */
export const deskStyles = css`
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  :is(.text, .vote):focus-visible {
    outline-offset: -4px;
  }
  .field:focus-visible {
    outline-offset: -2px;
  }
  article:focus-visible {
    outline: 0;
  }
  article:focus-visible > .own {
    outline: 2px solid var(--_accent);
    outline-offset: 6px;
    border-radius: 4px;
  }
  @media (hover: hover) {
    :is(.text, .vote, .options):hover {
      color: inherit;
    }
    .part:hover {
      background: var(--_hover);
    }
  }
  .post:not([aria-disabled='true']) {
    background: var(--_accent);
    color: light-dark(#fff, #111);
  }
  .edge {
    position: sticky;
    z-index: 1;
    display: flex;
    justify-content: center;
    block-size: 0;
  }
  /* In the gap above the list, rather than on its first line. */
  .start {
    inset-block-start: 40px;
  }
  .start > .new {
    margin-block-start: -32px;
  }
  .end {
    inset-block-end: 52px;
  }
  .new {
    flex: none;
    padding-inline: 16px;
    border: 0 solid;
    border-radius: 999px;
    background: var(--_accent);
    color: light-dark(#fff, #111);
    box-shadow: 0 2px 12px rgb(0 0 0 / 0.25);
    font-size: 0.875em;
    font-weight: 600;
  }
  button[aria-busy='true'] {
    opacity: 0.6;
  }
  .note > button,
  .gone > button {
    margin-inline: -8px 8px;
    color: inherit;
    font-size: inherit;
  }
  .gone > button {
    margin: -10px 0;
  }
  .note > span {
    margin-inline-end: 12px;
  }
  .failed > .own > .note > span,
  .danger {
    color: var(--_danger);
  }
  .unsent > .own > :is(.avatar, .body) {
    opacity: 0.7;
  }
  .unsent > .own > .note {
    animation: appear 1ms 400ms backwards;
  }
  .panel {
    margin-block: 8px 4px;
    margin-inline-start: 44px;
  }
  @container (max-width: 420px) {
    .panel {
      margin-inline-start: 0;
    }
    .note > span {
      display: block;
      margin-block: 0;
    }
  }
  .editing > .own > :is(.body, .actions) {
    display: none;
  }
  /* The mark says where the focus is, while it is there. */
  article.marked:focus-visible > .own {
    outline-color: transparent;
  }
  .marked::before {
    position: absolute;
    inset-block: 4px;
    inset-inline-start: -12px;
    inline-size: 3px;
    border-radius: 2px;
    background: var(--_accent);
    content: '';
  }
  @media (forced-colors: active) {
    .new,
    .marked::before {
      border: 1px solid;
    }
  }
  .menu,
  .sheet {
    margin: 0;
    padding: 4px;
    border: 1px solid var(--_line);
    border-radius: 14px;
    background: light-dark(Canvas, color-mix(in srgb, Canvas, CanvasText 8%));
    color: CanvasText;
    box-shadow: 0 4px 24px rgb(0 0 0 / 0.25);
  }
  .menu {
    position: fixed;
    inset: auto;
    min-inline-size: 160px;
    font-size: 0.875em;
  }
  .menu > button {
    display: block;
    inline-size: 100%;
    padding-inline: 12px;
    border-radius: 10px;
    text-align: start;
  }
  .menu > button:hover {
    background: var(--_hover);
  }
  .menu > button:focus-visible {
    outline-offset: -2px;
  }
  .flags {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .flags > p {
    inline-size: 100%;
    font-size: 0.875em;
  }
  .choice {
    padding-inline: 16px;
    border: 1px solid var(--_line);
    border-radius: 999px;
    font-size: 0.875em;
  }
  .choice:hover {
    background: var(--_hover);
  }
  .sheet {
    max-inline-size: min(28rem, calc(100vw - 32px));
    margin: auto;
    padding: 24px;
  }
  .sheet::backdrop {
    background: rgb(0 0 0 / 0.4);
  }
  .sheet h2 {
    margin: 0 0 12px;
    font-size: 1.25em;
    font-weight: 600;
  }
  .sheet ul {
    margin: 0;
    padding-inline-start: 20px;
  }
  .sheet .bar {
    justify-content: flex-end;
    margin-block-start: 24px;
  }
`;
