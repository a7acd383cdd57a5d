import type { CSSResult } from 'lit';

/** Gives a shadow root styles that came later. */
export function addStyles(root: ShadowRoot, { styleSheet }: CSSResult): void {
  root.adoptedStyleSheets.push(styleSheet!);
}
