import { defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';

/** The longest first: else one of them is what all wait for at the end. */
const LONGEST = [/\/e2e\//, /\/laws\.|\/presence\.|\/integration\//];
const rank = ({ moduleId }) => LONGEST.findIndex((name) => name.test(moduleId)) + 1 || LONGEST.length + 1;

class LongestFirst extends BaseSequencer {
  async sort(files) {
    return files.toSorted((one, other) => rank(one) - rank(other));
  }
}

// What is tested is what ships: the compiled files.
export default defineConfig({
  test: {
    include: ['packages/*/dist/**/*.test.js', 'server/dist/**/*.test.js', 'test/dist/**/*.test.js'],
    exclude: ['**/node_modules/**', '**/*.browser.test.js'],
    // Tests wait for conditions: only what never comes takes so long, on the slowest machine.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Most of them wait for disks, networks and clocks more than they compute: two for each of two cores.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
  },
});
