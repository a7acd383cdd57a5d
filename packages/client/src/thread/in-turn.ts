/** A tab that the browser has frozen keeps its lock; the others go on after so long. */
const TURN_WAIT_MS = 15_000;

/**
 * Does `work` while no other tab of this origin does any of the same name. Where there are no
 * locks, or none is to be had in time, it does it all the same.
 */
export async function inTurn<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  let begun: Promise<Result> | undefined;
  const begin = () => (begun ??= work());
  try {
    await navigator.locks.request(name, { signal: AbortSignal.timeout(TURN_WAIT_MS) }, begin);
  } catch {
    // The work’s own failure is told below.
  }
  return begin();
}
