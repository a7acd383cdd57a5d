/** The value below which `share` of the values lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

export const median = (values: readonly number[]) => percentile(values, 0.5);

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What the figure is held against: at most, or at least. */
  readonly target?: { readonly atMost: number } | { readonly atLeast: number };
}

const BAR = 28;

/** A table with a bar for each figure, full at its target where it has one. */
export function draw(title: string, figures: readonly Figure[]): string {
  const width = Math.max(...figures.map(({ name }) => name.length));
  const lines = figures.map(({ name, value, unit, target }) => {
    const shown = value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2);
    const head = `  ${name.padEnd(width)} ${shown.padStart(9)} ${unit.padEnd(12)}`;
    if (target === undefined) return head.trimEnd();
    const [goal, isMet, sign] =
      'atMost' in target
        ? [target.atMost, value <= target.atMost, '≤']
        : [target.atLeast, value >= target.atLeast, '≥'];
    const filled = Math.min(BAR, Math.round((value / goal) * BAR * 0.75));
    const mark = Math.round(BAR * 0.75);
    const bar = [...'█'.repeat(filled).padEnd(BAR, '·')].map((cell, i) => (i === mark ? '┃' : cell)).join('');
    return `${head} ${bar} ${sign} ${goal} ${isMet ? '✓' : '✗'}`;
  });
  return [`\n${title}`, ...lines].join('\n');
}
