import { css } from 'lit';

/** One line until it is wanted, then a name, three lines and a bar. */
export const composerStyles = css`
  .field,
  .name {
    display: block;
    inline-size: 100%;
    padding: 10px 12px;
    border: 1px solid var(--_faint);
    border-radius: var(--huzzah-radius, 10px);
    font-size: max(16px, 1em);
    line-height: 1.375;
    unicode-bidi: plaintext;
  }
  .field:focus-visible {
    outline-offset: -2px;
  }
  .field {
    max-block-size: 60vh;
    resize: none;
    field-sizing: content;
  }
  .open .field {
    min-block-size: calc(3lh + 22px);
  }
  ::placeholder {
    color: var(--_second);
    opacity: 1;
  }
  .who,
  .bar {
    display: flex;
    align-items: center;
    gap: 12px;
  }
  .name {
    padding-inline: 0;
    border-width: 0 0 1px;
    border-radius: 0;
    border-color: var(--_line);
    margin-block-end: 12px;
  }
  .bar {
    margin-block-start: 8px;
  }
  .counter {
    margin-inline-end: auto;
  }
  .counter,
  kbd {
    color: var(--_second);
    font: inherit;
    font-size: max(12px, 0.75em);
    font-variant-numeric: tabular-nums;
  }
  .counter.left {
    color: var(--_caution);
  }
  .counter.over {
    color: var(--_danger);
  }
  .post {
    position: relative;
    min-block-size: 36px;
    padding-inline: 16px;
    border-radius: 999px;
    background: var(--_accent);
    color: var(--_on-accent);
    font-size: 0.875em;
    font-weight: 600;
  }
  .post::before {
    position: absolute;
    inset: -4px 0;
    content: '';
  }
  .post[aria-disabled='true'] {
    background: var(--_hover);
    color: var(--_second);
  }
  .slow::after {
    position: absolute;
    inset: -4px;
    padding: 2px;
    border-radius: inherit;
    background: conic-gradient(var(--_accent) calc(var(--_left) * 1turn), var(--_line) 0);
    mask:
      linear-gradient(#000 0 0) content-box exclude,
      linear-gradient(#000 0 0);
    content: '';
  }
  .said {
    min-block-size: 24px;
    padding-block: 4px;
  }
  .closed > :not(.closing) {
    display: none;
  }
  .closing {
    padding: 10px 12px;
    border: 1px solid var(--_line);
    border-radius: var(--huzzah-radius, 10px);
    color: var(--_second);
  }
  .composer:not(.open) kbd {
    display: none;
  }
  @media (hover: none) {
    kbd {
      display: none;
    }
  }
`;
