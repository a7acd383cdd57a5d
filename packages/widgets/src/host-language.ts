/**
 * The language that the page gives to an element: the nearest `lang` on it or around it,
 * through shadow roots; English where there is none.
 */
export function hostLanguage(element: Element): string {
  for (let from: Element | null = element; from !== null;) {
    const marked: Element | null = from.closest('[lang]');
    if (marked !== null) return marked.getAttribute('lang') || 'en';
    const root = from.getRootNode();
    from = root instanceof ShadowRoot ? root.host : null;
  }
  return 'en';
}
