// Tests in a real browser: of the elements, and of what the client keeps there.
import { chromeLauncher } from '@web/test-runner-chrome';
import { CHROMIUM_ARGS, chromiumPath } from './scripts/chromium.mjs';
import { embedPages } from './packages/widgets/testing/embed-pages.mjs';
import { imeCommand } from './packages/widgets/testing/ime-command.mjs';

export default {
  files: ['packages/{client,widgets}/dist/**/*.browser.test.js'],
  // Lit as it ships.
  nodeResolve: { exportConditions: ['production'] },
  concurrency: 1,
  browsers: [chromeLauncher({ launchOptions: { executablePath: await chromiumPath(), args: CHROMIUM_ARGS } })],
  middleware: [embedPages()],
  plugins: [imeCommand()],
  // Tests wait for conditions: only what never comes takes so long, on the slowest machine.
  testFramework: { config: { timeout: 180_000 } },
  browserStartTimeout: 180_000,
  testsStartTimeout: 180_000,
  testsFinishTimeout: 600_000,
  // A refused connection is what these tests expect: there is no server behind them.
  filterBrowserLogs: ({ type, args }) => type !== 'error' || !String(args[0]).includes('Failed to load resource'),
};
