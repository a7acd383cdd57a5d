/**
 * The Chromium that tests and pictures run in: `CHROME_PATH`, an installed one, the one inside
 * the npm package @sparticuz/chromium, or, as root on Debian, one installed now.
 */
import pinned from '@sparticuz/chromium';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { install } from './apt.mjs';

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

/** Quiet, and without a word to anybody outside. */
export const CHROMIUM_ARGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/** The path of a Chromium that starts; throws one line that says what to do where there is none. */
export async function chromiumPath() {
  const wanted = process.env.CHROME_PATH;
  if (wanted) return runs(wanted) ? wanted : fail(`CHROME_PATH is ${wanted}, which does not start`);
  const path = INSTALLED.find((candidate) => existsSync(candidate) && runs(candidate)) ?? (await pinnedChromiumPath());
  if (path !== null) return path;
  return install('chromium') && runs(INSTALLED[0]) ? INSTALLED[0] : fail('no Chromium here, and none may be installed');
}

/** The one inside the npm package, the same everywhere; `null` where it does not start (other systems, missing libraries). */
export async function pinnedChromiumPath() {
  if (process.platform !== 'linux') return null;
  try {
    const path = await pinned.executablePath();
    return runs(path) ? path : null;
  } catch {
    return null;
  }
}

function runs(path) {
  try {
    execFileSync(path, ['--version', '--no-sandbox'], { stdio: 'ignore', timeout: 120_000 });
    return true;
  } catch {
    return false;
  }
}

function fail(reason) {
  throw new Error(`The tests need Chromium: ${reason}. Install one (apt-get install chromium) or set CHROME_PATH.`);
}

if (import.meta.main) console.log(await chromiumPath());
