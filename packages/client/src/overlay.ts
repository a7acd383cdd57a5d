import type { Tally } from '@huzzah/protocol';

/**
 * The counts as they will stand once the visitor's wish is done: what he sees from the tap on.
 * The version stays the truth's.
 *
 * @param mine the kind that the truth says he holds
 * @param wish the kind that he wants, `null` for none
 */
export function overlay(tally: Tally, mine: string | null, wish: string | null): Tally {
  if (wish === mine) return tally;
  const counts = { ...tally.counts };
  if (mine !== null && Object.hasOwn(counts, mine)) counts[mine] = Math.max(0, counts[mine]! - 1);
  if (wish !== null) counts[wish] = (Object.hasOwn(counts, wish) ? counts[wish]! : 0) + 1;
  return { ...tally, counts };
}
