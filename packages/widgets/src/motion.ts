/** Whether the reader has asked for less motion, or cannot see any. */
export function isStill(): boolean {
  return document.hidden || matchMedia('(prefers-reduced-motion: reduce)').matches;
}
