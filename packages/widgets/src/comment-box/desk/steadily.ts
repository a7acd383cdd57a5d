/** The nearest element around a list that scrolls. */
function scrollerOf(element: Element): Element {
  for (let from: Element | null = element; from !== null;) {
    if (/auto|scroll/.test(getComputedStyle(from).overflowY)) return from;
    const root = from.getRootNode();
    from = from.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
  }
  return document.scrollingElement!;
}

/** The first comments that are in view, with where they are. */
function linesInView(list: Element): [Element, number][] {
  const boxes = [...list.querySelectorAll('.own')].map((own) => [own, own.getBoundingClientRect()] as const);
  const first = boxes.findIndex(([, { bottom }]) => bottom > 0);
  return first < 0 ? [] : boxes.slice(first, first + 5).map(([own, { top }]) => [own, top]);
}

/**
 * Changes a list so that its reader notices nothing: the line under his eye stays where it is,
 * and his focus on the comment where it was; where that is gone, on the next one.
 */
export function steadily(list: HTMLElement, change: () => void): void {
  const root = list.getRootNode() as ShadowRoot;
  const active = root.activeElement as HTMLElement | null;
  const focused = list.contains(active) ? active : null;
  const articles = focused ? [...list.querySelectorAll<HTMLElement>('article')] : [];
  const at = articles.findLastIndex((article) => article.contains(focused));
  // Browsers that keep the line themselves must not be helped.
  const lines = CSS.supports('overflow-anchor', 'auto') ? [] : linesInView(list);

  change();

  const [line, top] = lines.find(([{ isConnected }]) => isConnected) ?? [];
  if (line) scrollerOf(list).scrollTop += line.getBoundingClientRect().top - top!;
  if (focused === null || root.activeElement === focused) return;
  const heirs = [focused, ...articles.slice(at), ...articles.slice(0, Math.max(at, 0)).reverse(), list];
  heirs.find((heir) => heir.isConnected)?.focus({ preventScroll: true });
}
