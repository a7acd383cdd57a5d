import { css } from 'lit';

/** What comes to the looks of a bar with one who is near: the pill under his finger, what moves, and what became of his tap. */
export const tapStyles = css`
  @media (hover: hover) {
    .pill:hover:not([aria-pressed='true'], :disabled) {
      background-color: var(--_hover);
    }
  }
  .pill:focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  .pill.overdue::before {
    border: 2px dotted var(--_second);
  }
  .pill[aria-pressed='true'].overdue::before {
    border-color: var(--_kind);
  }
  .mouth {
    transform-box: fill-box;
    transform-origin: center;
  }
  @media (prefers-reduced-motion: no-preference) {
    .pill {
      transition:
        background-color 160ms,
        scale 60ms;
    }
    .pill::before {
      transition: border-color 160ms;
    }
    .face {
      transition: color 160ms;
    }
    .line,
    .solid {
      transition: opacity 160ms;
    }
    .shares > span {
      transition: flex-grow 160ms;
    }
    .drawing,
    .mouth,
    .brows,
    .all {
      transition:
        rotate 120ms,
        scale 120ms,
        translate 120ms;
    }
    .pill:active:not(:disabled) {
      scale: 0.97;
    }
    .pill:active .like {
      rotate: -8deg;
    }
    .pill:active .dislike {
      rotate: 8deg;
    }
    .pill:active .wow .mouth {
      scale: 1.25 1.4;
    }
    .pill:active .angry .brows {
      translate: 0 1px;
    }
    .pill:active .love {
      scale: 1.1;
    }
    .pill:active .haha .all {
      rotate: -18deg;
    }
    .pill:active .sad .mouth {
      translate: 0 0.75px;
    }
  }
`;
