import { css } from 'lit';

/** A composer that is used: a name, three lines, how much is left, the wait, and words in its place. */
export const composerStyles = css`
  .open > .field {
    min-block-size: calc(3lh + 22px);
  }
  .who {
    display: flex;
    align-items: center;
    gap: 12px;
    margin-block-end: 12px;
  }
  .name {
    flex: 1;
    min-inline-size: 0;
    padding: 10px 12px;
    border-block-end: 1px solid var(--_edge);
    font-size: max(16px, 1em);
    line-height: 1.375;
    unicode-bidi: plaintext;
  }
  kbd {
    color: var(--_second);
    font: inherit;
    font-size: max(12px, 0.75em);
  }
  .composer:not(.open) kbd {
    display: none;
  }
  @media (hover: none) {
    kbd {
      display: none;
    }
  }
  .counter > b::before {
    content: '· ' / '';
  }
  .counter.left {
    color: var(--huzzah-caution, light-dark(#906106, #eeb154));
  }
  .counter.over {
    color: var(--_danger);
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
  .closed > :not(.closing) {
    display: none;
  }
  .closing {
    padding: 10px 12px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    margin-block-end: 24px;
    color: var(--_second);
  }
  .panel .said {
    min-block-size: 0;
    padding-block: 4px 0;
  }
  .bar > .text {
    margin-block: -4px;
  }
`;
