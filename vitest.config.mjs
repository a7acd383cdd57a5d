import { defineConfig } from 'vitest/config';

// What is tested is what ships: the compiled files.
export default defineConfig({
  test: {
    include: ['packages/*/dist/**/*.test.js', 'server/dist/**/*.test.js', 'test/dist/**/*.test.js'],
    exclude: ['**/node_modules/**', '**/*.browser.test.js'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
