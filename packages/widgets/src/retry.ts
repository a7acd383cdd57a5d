/** How long a rolling deploy may take until every node has the new files. */
const LONGEST_MS = 60_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8_000;

/**
 * Tries until it succeeds, for a minute unless another time is given, with pauses that grow;
 * then rejects with the last error. The attempt is told how many have failed before it.
 */
export async function retry<Result>(
  attempt: (failures: number) => Promise<Result>,
  longestMs = LONGEST_MS,
): Promise<Result> {
  const endsAt = Date.now() + longestMs;
  for (let pause = FIRST_PAUSE_MS, failures = 0; ; failures += 1, pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await attempt(failures);
    } catch (error) {
      if (Date.now() + pause > endsAt) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
