import { ConfigError, type Config } from '../config.js';
import { askLocally } from '../local-socket.js';
import { askOwner, configOf, type Flags } from './ask-owner.js';
import { isMemory, placeOf } from '../stores/open-store.js';
import { answersOf } from './probe.js';
import {
  attempt,
  checkAddress,
  checkClock,
  checkDisk,
  checkOrigins,
  checkProxies,
  checkSecret,
  checkUpgrade,
  type Finding,
  type SiteFacts,
} from './checks.js';

const MARKS = { ok: 'ok  ', warning: 'warn', failure: 'FAIL' } as const;

/** Looks whether all is well; prints a line for each thing that it looked at. 1 where one of them must be mended. */
export async function doctor(flags: Flags, isJson: boolean): Promise<number> {
  const findings = await examine(flags);
  if (isJson) console.log(JSON.stringify(findings));
  for (const { check, state, text, mend } of isJson ? [] : findings) {
    console.log(`${MARKS[state]}  ${check.padEnd(10)} ${text}${mend === undefined ? '' : `. ${mend}`}`);
  }
  return findings.some(({ state }) => state === 'failure') ? 1 : 0;
}

async function examine(flags: Flags): Promise<Finding[]> {
  let config: Config;
  try {
    config = configOf(flags);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.faults.map((text) => ({ check: 'settings', state: 'failure', text }));
  }
  const { store, url } = await checkStore(config);
  const answers = await answersOf(url);
  return [
    { check: 'settings', state: 'ok', text: 'are all understood' },
    store,
    checkAddress(url, answers),
    checkUpgrade(answers),
    ...checkOrigins(url, await sitesOf(config)),
    checkClock(answers, Date.now()),
    attempt('disk', () => checkDisk(config.store)),
    attempt('secret', () => checkSecret(config.store, process.env['HUZZAH_SECRET'] ?? flags.secret)),
    checkProxies(url, config),
  ];
}

/** The store, and where the server on it is to be found. */
async function checkStore(config: Config): Promise<{ store: Finding; url: string }> {
  const said = config.url ?? `http://localhost:${config.port}`;
  const finding = (state: Finding['state'], text: string, mend?: string) => ({
    store: { check: 'store', state, text, ...(mend !== undefined && { mend }) },
    url: said,
  });
  const { socketPath } = config;
  if (isMemory(config.store)) {
    return finding('warning', 'is in memory: all is forgotten at the end', 'Set HUZZAH_STORE=sqlite:./data/huzzah.db');
  }
  try {
    const running = socketPath === null ? undefined : await askLocally(socketPath, {});
    const { status, lines } = (running ?? (await askOwner(config, {}))) as Answered;
    if (status !== 0) return finding('failure', lines.join('; '));
    const place = placeOf(config.store);
    if (socketPath === null) return finding('ok', `${place} takes writes`);
    if (running === undefined) return finding('ok', `${place} takes writes; no server runs on it`);
    return { ...finding('ok', `${place} takes writes, and a server runs on it`), url: lines[0] ?? said };
  } catch (error) {
    return finding('failure', (error as Error).message);
  }
}

type Answered = Awaited<ReturnType<typeof askOwner>>;

async function sitesOf(config: Config): Promise<SiteFacts[]> {
  try {
    const { status, lines } = await askOwner(config, { site: { verb: 'list', isJson: true } });
    return status === 0 ? (JSON.parse(lines.join('')) as SiteFacts[]) : [];
  } catch {
    // What is wrong with the store is a finding of its own.
    return [];
  }
}
