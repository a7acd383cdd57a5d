// Tests in a real browser: of the elements, and of what the client keeps there.
import { chromeLauncher } from '@web/test-runner-chrome';
import { CHROMIUM_ARGS, chromiumPath } from './scripts/chromium.mjs';
import { leanLit } from './packages/widgets/build/lean-lit.mjs';
import { embedPages } from './packages/widgets/testing/embed-pages.mjs';
import { imeCommand } from './packages/widgets/testing/ime-command.mjs';

const lean = leanLit();

/** Lit as the embed ships it, and by the names that only what tests is made of asks it for. */
const leanLitServed = {
  name: 'lean-lit',
  transform({ path, body }) {
    const code = lean.transform(body, path)?.code;
    return path.endsWith('/lit-html/lit-html.js') ? `${code}\nexport const mathml = 0, noChange = 0, _$LH = {};` : code;
  },
};

export default {
  files: ['packages/{client,widgets}/dist/**/*.browser.test.js'],
  nodeResolve: { exportConditions: ['production'] },
  concurrency: 1,
  browsers: [chromeLauncher({ launchOptions: { executablePath: await chromiumPath(), args: CHROMIUM_ARGS } })],
  middleware: [embedPages()],
  plugins: [leanLitServed, imeCommand()],
  // Tests wait for conditions: only what never comes takes so long, on the slowest machine.
  testFramework: { config: { timeout: 180_000 } },
  browserStartTimeout: 180_000,
  testsStartTimeout: 180_000,
  testsFinishTimeout: 600_000,
  // A refused connection is what these tests expect: there is no server behind them.
  filterBrowserLogs: ({ type, args }) => type !== 'error' || !String(args[0]).includes('Failed to load resource'),
};
