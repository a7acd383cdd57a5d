/**
 * Calls `back` when the network or the reader comes back, so that nobody who looks waits for the
 * end of a pause, and `gone` when the network goes. Returns the function that ends it. Outside a
 * browser it does nothing.
 */
export function watchNetwork(back: () => void, gone: () => void): () => void {
  if (typeof window === 'undefined') return () => {};
  const shown = () => {
    if (!document.hidden) back();
  };
  addEventListener('online', back);
  addEventListener('offline', gone);
  document.addEventListener('visibilitychange', shown);
  return () => {
    removeEventListener('online', back);
    removeEventListener('offline', gone);
    document.removeEventListener('visibilitychange', shown);
  };
}
