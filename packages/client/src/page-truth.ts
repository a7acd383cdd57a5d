import type { Joined, Occupancy, PagePulse, ReactionSet, Tally } from '@huzzah/protocol';

/** What the server has said of a page. A value: folding gives a new one, or the same where nothing is newer. */
export interface PageTruth {
  readonly epoch: string;
  readonly tally: Tally;
  readonly mine: string | null;
  readonly occupancy: Occupancy;
}

/** A join stands over all that was known before it, but for counts of the same epoch that are newer. */
export function foldJoined(truth: PageTruth | null, joined: Joined): PageTruth {
  const { epoch, mine, occupancy } = joined;
  const tally = truth?.epoch === epoch ? newer(truth.tally, joined.tally) : joined.tally;
  return { epoch, tally, mine, occupancy };
}

/**
 * Takes what is newer from a pulse. One of another epoch changes nothing: its versions do not
 * compare with ours.
 */
export function foldPulse(truth: PageTruth, pulse: PagePulse): PageTruth {
  if (pulse.epoch !== truth.epoch) return truth;
  const tally = newer(truth.tally, pulse.tally);
  const occupancy = pulse.occupancy ?? truth.occupancy;
  const mine = pulse.mine === undefined ? truth.mine : pulse.mine;
  const isSame = tally === truth.tally && occupancy === truth.occupancy && mine === truth.mine;
  return isSame ? truth : { ...truth, tally, occupancy, mine };
}

/** Takes the reply to one's own reaction. */
export function foldReaction(truth: PageTruth, reply: ReactionSet): PageTruth {
  if (reply.epoch !== truth.epoch) return truth;
  return { ...truth, tally: newer(truth.tally, reply.tally), mine: reply.mine };
}

/** Of the same version the later one: the site may show other kinds of the same counts. */
function newer(known: Tally, heard: Tally | undefined): Tally {
  return heard !== undefined && heard.version >= known.version ? heard : known;
}
