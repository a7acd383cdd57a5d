import type { CSSResult } from 'lit';

/** Adds styles that came later to the shadow root around an element; a second time is harmless. */
export function addStyles(element: Element, { styleSheet }: CSSResult): void {
  const { adoptedStyleSheets } = element.getRootNode() as ShadowRoot;
  if (!adoptedStyleSheets.includes(styleSheet!)) adoptedStyleSheets.push(styleSheet!);
}
