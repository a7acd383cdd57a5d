/** `node scripts/sizes.mjs`: what a page loads, in KiB of brotli, and whether that is within the budget; 5.5 KiB of it are Lit. */
import { readFileSync } from 'node:fs';

const { files } = JSON.parse(readFileSync('packages/widgets/dist/embed/manifest.json', 'utf8'));
const KIB = 1024;

const bytesOf = (prefix) => {
  const name = Object.keys(files).find((file) => file === prefix || file.startsWith(`${prefix}-`));
  if (name === undefined) throw new Error(`unable to weigh ${prefix}; it was not built`);
  return files[name].brotli;
};
const sum = (...names) => names.reduce((total, name) => total + bytesOf(name), 0);

const ROWS = [
  { what: 'embed.js, which a page waits for', bytes: sum('embed.js'), most: 1 * KIB },
  { what: 'a page with <online-count>', bytes: sum('embed.js', 'core', 'online-count'), most: 16.5 * KIB },
  { what: 'a page with <like-bar>', bytes: sum('embed.js', 'core', 'like-bar'), most: 19.25 * KIB },
  { what: 'a page with both', bytes: sum('embed.js', 'core', 'online-count', 'like-bar'), most: 20.25 * KIB },
  { what: 'a page with <comment-box>', bytes: sum('embed.js', 'core', 'comment-box'), most: 26 * KIB },
  {
    what: 'a page with all three',
    bytes: sum('embed.js', 'core', 'online-count', 'like-bar', 'comment-box'),
    most: 26 * KIB,
  },
  { what: 'then, for one who stirs', bytes: sum('desk'), most: 8 * KIB },
  { what: 'a stream', bytes: sum('stream'), most: 1 * KIB },
  { what: 'Korean words', bytes: sum('ko'), most: 2.25 * KIB },
];

const kib = (bytes) => (bytes / KIB).toFixed(2);
for (const { what, bytes, most } of ROWS) {
  const isOver = bytes > most;
  console.log(`${kib(bytes).padStart(7)} KiB  ${what.padEnd(36)} of ${kib(most)}${isOver ? '  OVER BUDGET' : ''}`);
  if (isOver) process.exitCode = 1;
}
