/**
 * The pause before the try after so many failures, in ms: it doubles up to the longest, and is
 * spread by a half either way so that not all come at once.
 */
export function backoff(failures: number, firstMs = 1_000, longestMs = 10_000): number {
  return Math.min(longestMs, firstMs * 2 ** (failures - 1)) * (0.5 + Math.random());
}
