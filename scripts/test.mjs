/**
 * All tests: in Node, in the browser, and what pictures look like. Prints what each said, and
 * closes with `N passed, N failed` alone on a line.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { install } from './apt.mjs';
import { chromiumPath, pinnedChromiumPath } from './chromium.mjs';

const folder = mkdtempSync(join(tmpdir(), 'huzzah-tests-'));
const report = join(folder, 'vitest.json');
// Found, or installed, once: the runs below inherit it.
process.env.CHROME_PATH = await chromiumPath();
// That the sync comes before the acknowledgement is seen by tracing; without a tracer its test says so.
if (spawnSync('strace', ['-V']).error) install('strace');
if (spawnSync('redis-server', ['--version']).error && !install('redis-server')) {
  console.error('There is no redis-server, so that what is said of Redis is not tested: apt-get install redis-server');
}
if (spawnSync('nginx', ['-v']).error && !install('nginx')) {
  console.error('There is no nginx, so that npm run cluster is not tested: apt-get install nginx');
}

/** What hangs is ended, and has failed: several times what the slowest machine needs. */
const RUN_LIMIT_MS = 30 * 60_000;

const RUNS = [
  {
    name: 'in Node',
    command: ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    count: vitestCount,
  },
  { name: 'in the browser', command: ['wtr'], count: lineCount },
  {
    name: 'to the eye',
    command: ['node', 'scripts/look.mjs'],
    count: lineCount,
    isHere: (await pinnedChromiumPath()) !== null,
  },
];

function vitestCount() {
  // It was ended before it could write it.
  if (!existsSync(report)) return [0, 0];
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  // A file that does not load has no tests to fail.
  const unloaded = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  ).length;
  return [numPassedTests, numFailedTests + unloaded];
}

function lineCount(output) {
  const line = [...output.matchAll(/(\d+) passed, (\d+) failed/g)].at(-1);
  return line ? [Number(line[1]), Number(line[2])] : [0, 0];
}

function run([program, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: RUN_LIMIT_MS,
      killSignal: 'SIGKILL',
    });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      process.stdout.write(chunk);
    });
    // Not `close`: what it has left behind may hold the pipe open.
    child.on('exit', (code) => setTimeout(() => resolve({ code, output }), 500));
  });
}

let passed = 0;
let failed = 0;
for (const { name, command, count, isHere = true } of RUNS) {
  if (!isHere) {
    console.log(`\n── ${name}: left out, for the pinned Chromium does not run on this system`);
    continue;
  }
  console.log(`\n── ${name}`);
  const { code, output } = await run(command);
  const [good, bad] = count(output);
  passed += good;
  failed += bad;
  // A run that ends badly without a failed test has failed all the same.
  if (code !== 0 && bad === 0) failed += 1;
}
rmSync(folder, { recursive: true });
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
