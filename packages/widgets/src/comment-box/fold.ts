/** Shorter texts fit into eight lines, unless their lines are many. */
const LONG = 150;
let watcher: ResizeObserver | undefined;

/** Has a row say, at every width, whether all of its body is seen. */
export function foldLong(row: Element): void {
  const body = row.querySelector('.body');
  const text = body?.textContent ?? '';
  if (text.length < LONG && text.split('\n').length < 9) return;
  watcher ??= new ResizeObserver((entries) => {
    for (const { target } of entries)
      target.parentElement?.classList.toggle('long', target.scrollHeight > target.clientHeight + 1);
  });
  watcher.observe(body!);
}
