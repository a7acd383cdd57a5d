/** Shorter texts fit into eight lines, unless their lines are many. */
const LONG = 150;
let watcher: ResizeObserver | undefined;

/** Has a row say, at every width, whether all of its body is seen. */
export function foldLong(row: Element): void {
  const body = row.querySelector('.body');
  const text = body?.textContent ?? '';
  if (text.length < LONG && text.split('\n').length < 9) return;
  // With the next frame: what it changes may change the size of what is observed.
  watcher ??= new ResizeObserver((entries) => requestAnimationFrame(() => entries.forEach(fold)));
  watcher.observe(body!);
}

function fold({ target }: ResizeObserverEntry): void {
  target.parentElement?.classList.toggle('long', target.scrollHeight > target.clientHeight + 1);
}
