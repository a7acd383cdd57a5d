/** Shorter texts fit into eight lines, unless their lines are many. */
const LONG = 150;
let watcher: ResizeObserver | undefined;

/** Whether a text may need more than eight lines. */
export function isLong(text: string): boolean {
  return text.length > LONG || text.split('\n').length > 8;
}

/** Has a row say, at every width, whether all of its body is seen. */
export function foldLong(row: Element): void {
  const body = row.querySelector('.all')?.previousElementSibling;
  if (!body) return;
  // With the next frame: what it changes may change the size of what is observed.
  watcher ??= new ResizeObserver((entries) => requestAnimationFrame(() => entries.forEach(fold)));
  watcher.observe(body);
}

function fold({ target }: ResizeObserverEntry): void {
  target.parentElement?.classList.toggle('long', target.scrollHeight > target.clientHeight + 1);
}
