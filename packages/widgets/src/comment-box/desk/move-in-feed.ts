/** Comments and replies in the order in which they are read. */
const articlesOf = (list: Element): HTMLElement[] => [...list.querySelectorAll<HTMLElement>('article')];

/** What can take the focus, and is no comment of the list. */
const FOCUSABLE = 'button, select, textarea, input, a[href]';

/**
 * Moves the focus in a feed: `PageDown` and `PageUp` to the next comment and to the one before,
 * `End` behind the list, `Home` before it.
 */
export function moveInFeed(list: HTMLElement, event: KeyboardEvent): void {
  const { key, ctrlKey, target } = event;
  const isMove = /^Page(Up|Down)$/.test(key) || (ctrlKey && /^(Home|End)$/.test(key));
  if (!isMove || (target as Element).matches('textarea, input')) return;
  event.preventDefault();
  const root = list.getRootNode() as ShadowRoot;
  if (key === 'Home' || key === 'End') {
    const all = [...root.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((each) => each.checkVisibility());
    const side = key === 'Home' ? Node.DOCUMENT_POSITION_PRECEDING : Node.DOCUMENT_POSITION_FOLLOWING;
    const beside = all.filter((each) => !list.contains(each) && list.compareDocumentPosition(each) & side);
    return beside.at(key === 'Home' ? -1 : 0)?.focus();
  }
  const articles = articlesOf(list);
  const at = articles.findLastIndex((article) => article.contains(root.activeElement));
  const next = articles[at + (key === 'PageDown' ? 1 : -1)];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}
