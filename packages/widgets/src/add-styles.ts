import type { CSSResult } from 'lit';

/** Gives a shadow root styles that came later. */
export function addStyles(root: ShadowRoot, ...styles: CSSResult[]): void {
  root.adoptedStyleSheets.push(...styles.map(({ styleSheet }) => styleSheet!));
}
