/** Nearer than this to the beginning of a list a reader is at it. */
export const EDGE_PX = 24;

/** The nearest element around a list that scrolls. */
function scrollerOf(element: Element): Element {
  for (let from: Element | null = element; from !== null;) {
    if (/auto|scroll/.test(getComputedStyle(from).overflowY)) return from;
    const root = from.getRootNode();
    from = from.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
  }
  return document.scrollingElement!;
}

/**
 * The first comments below the upper edge of what is seen, with where they are. None where the
 * list begins there: what comes is to push them on.
 */
function linesInView(list: Element, edge: number): [Element, number][] {
  if (list.getBoundingClientRect().top > edge - EDGE_PX) return [];
  const blocks = [...list.children];
  // Of many blocks few are asked where they are, and of thousands of rows those that are near.
  let first = 0;
  for (let end = blocks.length; first < end;) {
    const middle = (first + end) >> 1;
    if (blocks[middle]!.getBoundingClientRect().bottom > edge) end = middle;
    else first = middle + 1;
  }
  const lines = blocks.slice(first, first + 2).flatMap((block) => [...block.querySelectorAll('.own')]);
  const boxes = lines.map((line) => [line, line.getBoundingClientRect()] as const);
  return boxes.filter(([, { bottom }]) => bottom > edge).map(([line, { top }]) => [line, top]);
}

/** The part of a pixel that was not scrolled: over many changes in a row it would become pixels. */
let owed = 0;

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
  const scroller = scrollerOf(list);
  const lines = linesInView(list, scroller === document.scrollingElement ? 0 : scroller.getBoundingClientRect().top);

  change();

  const [line, top] = lines.find(([{ isConnected }]) => isConnected) ?? [];
  const shift = line ? line.getBoundingClientRect().top - top! + owed : 0;
  // Chromium keeps a line itself, but not where rows that were never drawn come into view; moved by hand it leaves it.
  const px = Math.round(shift);
  if (px !== 0) scroller.scrollTop += px;
  owed = shift - px;
  if (focused === null || root.activeElement === focused) return;
  const heirs = [focused, ...articles.slice(at), ...articles.slice(0, Math.max(at, 0)).reverse(), list];
  heirs.find((heir) => heir.isConnected)?.focus({ preventScroll: true });
}
