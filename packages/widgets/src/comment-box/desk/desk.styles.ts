import { css } from 'lit';

/** What comes to the looks of a box with one who acts: menus, panels, sheets, and the states of his own comments. */
export const deskStyles = css`
  .menu,
  .sheet {
    margin: 0;
    padding: 4px;
    border: 1px solid var(--_line);
    border-radius: 14px;
    background: Canvas;
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
  .danger {
    color: var(--_danger);
  }
`;
