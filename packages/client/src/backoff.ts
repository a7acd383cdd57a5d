const FIRST_MS = 1_000;
const LONGEST_MS = 10_000;

/** The pause before the try after so many failures, in ms: it doubles, and is spread so that not all come at once. */
export function backoff(failures: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1)) * (0.5 + Math.random());
}
