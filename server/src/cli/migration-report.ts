import type { HoldingType } from '../core/holdings.js';
import type { Report } from '../migration.js';

/** What the types are called, for people. */
export const TYPE_NAMES: Readonly<Record<HoldingType, string>> = {
  page: 'pages',
  comment: 'comments',
  pin: 'pins',
  reaction: 'reactions',
  vote: 'votes',
  flag: 'flags',
  name: 'names',
  member: 'members',
  site: 'sites',
};

/** Whether nothing is missing, and nothing is another. */
export function isWhole({ lines, leftCount }: Pick<Report, 'lines' | 'leftCount'>): boolean {
  return leftCount === 0 && lines.every(({ isEqual }) => isEqual);
}

/** In and out of each type, what was left out, and what that means for the store at `place`. */
export function reportLines({ lines, left, leftCount, hasChanged }: Report, place: string): string[] {
  const cells = lines.map(({ type, given, refused, taken, isEqual }) => [
    TYPE_NAMES[type],
    String(given),
    String(taken),
    `${isEqual ? '✓' : '✗ not the same'}${refused === 0 ? '' : `, ${refused} left out`}`,
  ]);
  const rows = [['', 'in', 'out', ''], ...cells];
  const widths = [0, 1, 2].map((at) => Math.max(...rows.map((row) => row[at]!.length)));
  const table = rows.map((row) =>
    row
      .map((cell, at) => (at === 0 || at === 3 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at]!)))
      .join('  ')
      .trimEnd(),
  );
  return [
    ...table,
    // Names are the visitors’: a terminal would do what they say.
    ...left.map(({ what, why }) => `left out: ${what}; ${why}`.replaceAll(/\p{C}/gu, '\ufffd')),
    ...(leftCount > left.length ? [`left out: ${leftCount - left.length} more`] : []),
    verdict({ lines, leftCount, hasChanged }, place),
  ];
}

function verdict({ lines, leftCount, hasChanged }: Pick<Report, 'lines' | 'leftCount' | 'hasChanged'>, place: string) {
  if (!lines.every(({ isEqual }) => isEqual)) {
    const why = hasChanged ? 'the source has changed since this was begun' : 'what was read back is not what was given';
    return `${place} is not a copy: ${why}. No server opens it; empty it, and begin anew`;
  }
  if (leftCount === 0)
    return `${place} holds all of it: start the servers with it as HUZZAH_STORE, and the same HUZZAH_SECRET`;
  return `${place} holds all but the ${leftCount} that are left out; servers may be started with it`;
}
