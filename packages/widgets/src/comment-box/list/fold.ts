/** Shorter texts fit into eight lines, unless their lines are many. */
const LONG = 150;
let watcher: ResizeObserver | undefined;

/** Whether a text may need more than eight lines. */
export function isLong(text: string): boolean {
  return text.length > LONG || text.split('\n').length > 8;
}

/** Has the comments in an element say, at every width, whether all of their bodies is seen; for as long as they are near. */
export function foldLong(root: Element, isNear = true): void {
  // With the next frame: what it changes may change the size of what is observed.
  watcher ??= new ResizeObserver((entries) => requestAnimationFrame(() => entries.forEach(fold)));
  for (const body of root.querySelectorAll('.folds')) watcher[isNear ? 'observe' : 'unobserve'](body);
}

function fold({ target }: ResizeObserverEntry): void {
  target.parentElement?.classList.toggle('long', target.scrollHeight > target.clientHeight + 1);
}
