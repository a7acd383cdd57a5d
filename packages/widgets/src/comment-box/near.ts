/**
 * Calls `onNear` once, when the element is within a screen of what is seen: soon enough that
 * a reader finds it ready. Returns the function that ends the watch.
 */
export function whenNear(element: Element, onNear: () => void): () => void {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      onNear();
    },
    // Margins of the whole window end at a frame and at whatever scrolls: within those they are counted anew.
    { root: document, rootMargin: '100%', scrollMargin: '100%' },
  );
  observer.observe(element);
  return () => observer.disconnect();
}
