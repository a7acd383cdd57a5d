/**
 * Makes a watch that serves all who listen: it begins with the first, and with the last it ends
 * and leaves nothing in the page. Each gets the function that ends his listening.
 *
 * @param begin is given those who listen, as they are at any time, and the signal of the end
 */
export function sharedWatch<Listener>(
  begin: (listeners: ReadonlySet<Listener>, signal: AbortSignal) => void,
): (listener: Listener) => () => void {
  const listeners = new Set<Listener>();
  let watch: AbortController | undefined;
  return (listener) => {
    listeners.add(listener);
    if (watch === undefined) begin(listeners, (watch = new AbortController()).signal);
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      watch?.abort();
      watch = undefined;
    };
  };
}
