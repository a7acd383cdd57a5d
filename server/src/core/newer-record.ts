import type { PageRecord } from './records.js';

/** Of two records of one epoch the newer values: they may have come in any order, and a value never goes back. */
export function newerRecord(one: PageRecord, other: PageRecord): PageRecord {
  const { counts, version } = other.version > one.version ? other : one;
  const newest = other.seq > one.seq ? other : one;
  return { ...newest, counts, version, votesVersion: Math.max(one.votesVersion, other.votesVersion) };
}
