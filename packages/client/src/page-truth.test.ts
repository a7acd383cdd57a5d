import { describe, expect, it } from 'vitest';
import { foldJoined, foldPulse, foldReaction, type PageTruth } from './page-truth.js';

const truth: PageTruth = {
  epoch: 'e1',
  tally: { counts: { like: 2, wow: 0 }, version: 5 },
  mine: 'like',
  occupancy: { visitors: 2, connections: 3 },
};
const newer = { counts: { like: 3, wow: 0 }, version: 6 };
const older = { counts: { like: 1, wow: 0 }, version: 4 };

describe('page truth', () => {
  it('CL-1: a newer tally replaces the known one whole, and one of the same version that shows other kinds; an older one is dropped', () => {
    expect(foldPulse(truth, { page: 'p', epoch: 'e1', tally: newer }).tally).toBe(newer);
    expect(foldPulse(truth, { page: 'p', epoch: 'e1', tally: older }).tally).toBe(truth.tally);
    const others = { counts: { like: 2, love: 1 }, version: 5 };
    expect(foldPulse(truth, { page: 'p', epoch: 'e1', tally: others }).tally).toBe(others);
    expect(foldReaction(truth, { epoch: 'e1', tally: older, mine: 'wow' })).toEqual({ ...truth, mine: 'wow' });
  });

  it('CL-1: occupancy and mine are taken as they come, mine also when it is none', () => {
    const occupancy = { visitors: 1, connections: 1 };
    expect(foldPulse(truth, { page: 'p', epoch: 'e1', occupancy })).toEqual({ ...truth, occupancy });
    expect(foldPulse(truth, { page: 'p', epoch: 'e1', mine: null }).mine).toBeNull();
    expect(foldPulse(truth, { page: 'p', epoch: 'e1', head: 3, tally: older })).toBe(truth);
  });

  it('CL-11: a join stands over what was known, but for newer counts of the same epoch', () => {
    const joined = { ...truth, tally: older, mine: 'wow', page: 'p' } as never;
    expect(foldJoined(truth, joined)).toMatchObject({ tally: truth.tally, mine: 'wow' });
    expect(foldJoined({ ...truth, epoch: 'e0' }, joined)).toMatchObject({ tally: older });
    expect(foldJoined(null, joined)).toMatchObject({ tally: older });
  });

  it('CL-2: nothing of another epoch is folded', () => {
    expect(foldPulse(truth, { page: 'p', epoch: 'e2', tally: newer, mine: null })).toBe(truth);
    expect(foldReaction(truth, { epoch: 'e2', tally: newer, mine: null })).toBe(truth);
  });
});
