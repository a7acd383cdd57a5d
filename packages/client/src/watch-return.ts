/**
 * Calls `hurry` when the network or the reader comes back, so that nobody who looks waits for
 * the end of a pause. Returns the function that ends it. Outside a browser it does nothing.
 */
export function watchReturn(hurry: () => void): () => void {
  if (typeof window === 'undefined') return () => {};
  const shown = () => {
    if (!document.hidden) hurry();
  };
  addEventListener('online', hurry);
  document.addEventListener('visibilitychange', shown);
  return () => {
    removeEventListener('online', hurry);
    document.removeEventListener('visibilitychange', shown);
  };
}
