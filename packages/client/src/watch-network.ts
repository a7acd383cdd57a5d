/**
 * Calls `back` when the network or the reader comes back, so that nobody who looks waits for the
 * end of a pause, and `gone` when the network goes. Returns the function that ends it. Outside a
 * browser it does nothing.
 */
export function watchNetwork(back: () => void, gone: () => void): () => void {
  const watch = new AbortController();
  if (typeof window !== 'undefined') {
    const { signal } = watch;
    const shown = () => {
      if (!document.hidden) back();
    };
    addEventListener('online', back, { signal });
    addEventListener('offline', gone, { signal });
    document.addEventListener('visibilitychange', shown, { signal });
  }
  return () => watch.abort();
}
