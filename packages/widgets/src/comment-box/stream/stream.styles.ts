import { css } from 'lit';

/** A box of fixed height, whose list scrolls in itself; a row is one paragraph. */
export const streamStyles = css`
  .stream {
    display: flex;
    flex-direction: column;
    block-size: var(--huzzah-height, 30rem);
  }
  .stream > .view {
    display: flex;
    flex: 1;
    flex-direction: column;
    min-block-size: 0;
    margin-block-end: 12px;
    border-block: 1px solid var(--_line);
    overflow: auto;
    overscroll-behavior: contain;
  }
  /* The first ones stand at the bottom too. */
  .stream .list {
    margin-block-start: auto;
    padding-block: 8px;
  }
  .stream .part {
    flex: none;
    margin-block-start: 8px;
  }
  .stream .end {
    inset-block-end: 8px;
    align-items: end;
  }
  .stream article {
    padding-block: 4px;
  }
  .stream .own {
    grid-template-columns: minmax(0, 1fr) auto;
  }
  .stream .own > * {
    grid-column: 1;
  }
  .stream .own > .options {
    grid-area: 1 / 2;
    margin: -10px 4px;
  }
  .stream .mine > .own {
    padding-inline-start: 8px;
    border-inline-start: 3px solid var(--_accent);
  }
  .line {
    line-height: max(24px, 1.4em);
    overflow-wrap: anywhere;
    unicode-bidi: plaintext;
  }
  .line > .avatar {
    display: inline-block;
    inline-size: 20px;
    block-size: 20px;
    margin-inline-end: 4px;
    font-size: 12px;
    line-height: 20px;
    vertical-align: 0.05em;
  }
  .line .author {
    color: light-dark(oklch(0.5 0.13 var(--_hue)), oklch(0.8 0.1 var(--_hue)));
    font-size: 1em;
  }
  .line .author ~ :not(.badge) {
    position: absolute;
    clip-path: inset(50%);
  }
  .stream .open .field {
    min-block-size: 0;
  }
  .stream .name {
    margin-block-end: 8px;
    padding-block: 4px;
  }
`;
