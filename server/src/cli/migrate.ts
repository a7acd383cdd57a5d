import { resolve } from 'node:path';
import { moveStore } from '../move-store.js';
import { isFile, isMemory, parsePlan, placeOf, type StorePlan } from '../stores/open-store.js';
import { isWhole, reportLines } from './migration-report.js';
import { Misuse } from './misuse.js';
import { ProgressBar } from './progress-bar.js';

export const MIGRATE_OPTIONS = {
  from: { type: 'string' },
  to: { type: 'string' },
  json: { type: 'boolean' },
} as const;

export const MIGRATE_HELP = [
  'huzzah migrate --from STORE --to STORE [--json]      moves all that a store holds into an empty one, while no server runs;',
  '                                                     given again it goes on where it was. STORE is as HUZZAH_STORE',
];

/** Moves a store; says how far it is on standard error, and prints the report. 0 where all is there, and the same. */
export async function migrateStores(values: Readonly<Record<string, unknown>>): Promise<number> {
  const [from, to] = [planOf('from', values['from']), planOf('to', values['to'])];
  const bar = new ProgressBar(process.stderr);
  const report = await moveStore({ from, to, onProgress: (progress) => bar.show(progress) });
  bar.end();
  if (values['json'] === true) console.log(JSON.stringify({ ...report, isWhole: isWhole(report) }));
  else for (const line of reportLines(report, placeOf(to))) console.log(line);
  return isWhole(report) ? 0 : 1;
}

function planOf(name: 'from' | 'to', text: unknown): StorePlan {
  const example = 'huzzah migrate --from sqlite:./data/huzzah.db --to redis://127.0.0.1:6379';
  if (typeof text !== 'string') throw new Misuse(`say --${name}, as in: ${example}`);
  const plan = parsePlan(text);
  if (plan === null) {
    throw new Misuse(`--${name} is "${text.replace(/\/\/.*@/, '//…@')}"; it must be a store, as in: ${example}`);
  }
  if (isMemory(plan)) throw new Misuse(`--${name} is in memory, which only its server has; name a file`);
  return isFile(plan) ? { ...plan, path: resolve(plan.path) } : plan;
}
