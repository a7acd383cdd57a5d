import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overlay } from './overlay.js';

const kinds = ['like', 'wow', 'angry'];
const kind = fc.option(fc.constantFrom(...kinds));
const counts = fc.record(Object.fromEntries(kinds.map((name) => [name, fc.nat(50)])));

describe('the overlay of a pending wish', () => {
  it('CL-4: moves one count from the held kind to the wanted one, and nothing else', () => {
    expect(overlay({ counts: { like: 2, wow: 1 }, version: 7 }, 'like', 'wow')).toEqual({
      counts: { like: 1, wow: 2 },
      version: 7,
    });
    expect(overlay({ counts: { like: 2, wow: 1 }, version: 7 }, 'like', null)).toEqual({
      counts: { like: 1, wow: 1 },
      version: 7,
    });
    expect(overlay({ counts: { like: 0, wow: 0 }, version: 0 }, null, 'wow')).toEqual({
      counts: { like: 0, wow: 1 },
      version: 0,
    });
  });

  it('CL-4: never shows less than none, whatever it is laid over', () => {
    fc.assert(
      fc.property(counts, kind, kind, (given, mine, wish) => {
        const shown = overlay({ counts: given, version: 1 }, mine, wish).counts;
        expect(Object.values(shown).every((count) => count >= 0)).toBe(true);
        if (mine === wish) expect(shown).toEqual(given);
        else if (wish !== null) expect(shown[wish]).toBe(given[wish]! + 1);
      }),
    );
  });
});
