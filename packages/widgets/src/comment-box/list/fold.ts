/** Shorter texts fit into eight lines, unless their lines are many. */
const LONG = 150;
let watcher: ResizeObserver | undefined;

/** Whether a text may need more than eight lines. */
export function isLong(text: string): boolean {
  return text.length > LONG || text.split('\n').length > 8;
}

/** Has the comments in an element say, at every width, whether all of their bodies is seen; for as long as they are near. */
export function foldLong(root: Element, isNear = true): void {
  watcher ??= new ResizeObserver((entries) => {
    const folds = entries.map(({ target }) => [target, target.scrollHeight > target.clientHeight + 1] as const);
    // With the next frame: what it changes may change the size of what is observed.
    requestAnimationFrame(() =>
      folds.forEach(([body, isFolded]) => body.parentElement?.classList.toggle('long', isFolded)),
    );
  });
  for (const body of root.querySelectorAll('.folds')) watcher[isNear ? 'observe' : 'unobserve'](body);
}
