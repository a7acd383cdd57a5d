import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { migrate } from '../migration.js';
import {
  isFile,
  isMemory,
  isSameStore,
  openGiver,
  openTaker,
  parsePlan,
  placeOf,
  type StorePlan,
} from '../stores/open-store.js';
import { Misuse } from './misuse.js';
import { ProgressBar } from './progress-bar.js';
import { reportLines } from './migration-report.js';

export const MIGRATE_OPTIONS = {
  from: { type: 'string' },
  to: { type: 'string' },
  json: { type: 'boolean' },
} as const;

export const MIGRATE_HELP = [
  'huzzah migrate --from STORE --to STORE   [--json]    moves all that a store holds into an empty one, with the servers ended;',
  '                                                     done again, it goes on where it was. A STORE is as HUZZAH_STORE is',
];

/** Moves a store, says how far it is on standard error, and prints the report; 0 where all is there, and the same. */
export async function migrateStores(values: Readonly<Record<string, unknown>>): Promise<number> {
  const [from, to] = [planOf('from', values['from']), planOf('to', values['to'])];
  if (isFile(from) && !existsSync(from.path)) {
    throw new Error(
      `there is no file ${from.path}; name the one that the server keeps: --from sqlite:./data/huzzah.db`,
    );
  }
  if (await isSameStore(from, to))
    throw new Error(`--from and --to are the same store, ${placeOf(from)}; name another`);
  const giver = await openGiver(from);
  try {
    const taker = await openTaker(to);
    try {
      const bar = new ProgressBar(process.stderr);
      const source = isFile(from) ? `sqlite:${from.path}` : placeOf(from);
      const report = await migrate({ giver, taker, source, onProgress: (progress) => bar.show(progress) });
      bar.end();
      const isWhole = report.leftCount === 0 && report.lines.every(({ isEqual }) => isEqual);
      if (values['json'] === true) console.log(JSON.stringify({ ...report, isWhole }));
      else for (const line of reportLines(report, placeOf(to))) console.log(line);
      return isWhole ? 0 : 1;
    } finally {
      await taker.close();
    }
  } finally {
    await giver.close();
  }
}

function planOf(name: 'from' | 'to', text: unknown): StorePlan {
  const example = 'huzzah migrate --from sqlite:./data/huzzah.db --to redis://127.0.0.1:6379';
  if (typeof text !== 'string') throw new Misuse(`say --${name}, as in: ${example}`);
  const plan = parsePlan(text);
  if (plan === null)
    throw new Misuse(`--${name} is "${text.replace(/\/\/.*@/, '//…@')}"; it must be a store, as in: ${example}`);
  if (isMemory(plan)) throw new Misuse(`--${name} is in memory, which only its server has; name a file`);
  return isFile(plan) ? { ...plan, path: resolve(plan.path) } : plan;
}
