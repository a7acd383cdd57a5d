import { css } from 'lit';

/** A box of fixed height, whose list scrolls in itself. */
export const streamStyles = css`
  .stream {
    display: flex;
    flex-direction: column;
    block-size: var(--huzzah-height, 30rem);
  }
  .stream > .view {
    flex: 1;
    min-block-size: 0;
    overflow: auto;
    overscroll-behavior: contain;
    border-block: 1px solid var(--_line);
    margin-block-end: 12px;
  }
`;
