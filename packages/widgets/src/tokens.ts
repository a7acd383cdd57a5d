import { css } from 'lit';

/**
 * The colours of all elements, as private properties of their inner root. `color-scheme`
 * chooses between light and dark; what a site sets as `--huzzah-…` goes before. Of one accent
 * come both schemes: never too light on a light page, never too dark on a dark one.
 */
export const tokens = css`
  .root {
    --_accent: light-dark(
      oklch(from var(--huzzah-accent, #9f3e99) clamp(0, l, 0.55) c h),
      oklch(from var(--huzzah-accent, #e9a1e3) clamp(0.78, l, 1) c h)
    );
    --_live: var(--huzzah-live, light-dark(#0e8050, #63d99b));
    --_danger: var(--huzzah-danger, light-dark(#be2e31, #ff9e96));
    --_like: light-dark(#be2357, #ff99ae);
    --_wow: light-dark(#8d6300, #e9b452);
    --_dislike: light-dark(#566e88, #abc0d7);
    --_angry: light-dark(#b54016, #ff9f7f);
    --_love: light-dark(#8c41c4, #cfa8ff);
    --_haha: light-dark(#4f7300, #b4cf5c);
    --_sad: light-dark(#2a6bb0, #86bdf5);
    --_second: light-dark(
      color-mix(in srgb, currentcolor 78%, transparent),
      color-mix(in srgb, currentcolor 72%, transparent)
    );
    --_faint: light-dark(
      color-mix(in srgb, currentcolor 60%, transparent),
      color-mix(in srgb, currentcolor 55%, transparent)
    );
    --_edge: light-dark(
      color-mix(in srgb, currentcolor 58%, transparent),
      color-mix(in srgb, currentcolor 45%, transparent)
    );
    --_line: var(
      --huzzah-line,
      light-dark(color-mix(in srgb, currentcolor 12%, transparent), color-mix(in srgb, currentcolor 14%, transparent))
    );
    --_hover: var(
      --huzzah-surface,
      light-dark(color-mix(in srgb, currentcolor 8%, transparent), color-mix(in srgb, currentcolor 10%, transparent))
    );
  }
  @media (prefers-contrast: more) {
    .root {
      --_second: currentcolor;
      --_faint: currentcolor;
      --_edge: currentcolor;
      --_line: currentcolor;
    }
  }
`;
