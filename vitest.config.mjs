import { defineConfig } from 'vitest/config';

// What is tested is what ships: the compiled files.
export default defineConfig({
  test: {
    include: ['packages/*/dist/**/*.test.js', 'server/dist/**/*.test.js', 'test/dist/**/*.test.js'],
    exclude: ['**/node_modules/**', '**/*.browser.test.js'],
    // Tests wait for conditions: only what never comes takes so long, on the slowest machine.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    maxWorkers: 2,
  },
});
