/** `node scripts/sizes.mjs`: what a page loads, in KiB of brotli, and whether that is within the budget; about 3 KiB of it are Lit. */
import { readFileSync } from 'node:fs';

const { files } = JSON.parse(readFileSync('packages/widgets/dist/embed/manifest.json', 'utf8'));
const KIB = 1024;

const bytesOf = (prefix) => {
  const name = Object.keys(files).find((file) => file === prefix || file.startsWith(`${prefix}-`));
  if (name === undefined) throw new Error(`unable to weigh ${prefix}; it was not built`);
  return files[name].brotli;
};
const sum = (...names) => names.reduce((total, name) => total + bytesOf(name), 0);

const BOTH = ['embed.js', 'core', 'online-count', 'like-bar'];
const ALL = ['embed.js', 'all'];
const LATER = ['all.reaction', 'all.news', 'all.desk', 'all.writer'];

const ROWS = [
  { what: 'embed.js, which a page waits for', bytes: sum('embed.js'), most: 1.05 * KIB },
  { what: 'a page with <online-count>', bytes: sum('embed.js', 'core', 'online-count'), most: 14.6 * KIB },
  { what: 'a page with <like-bar>', bytes: sum('embed.js', 'core', 'like-bar'), most: 16.85 * KIB },
  { what: 'a page with both', bytes: sum(...BOTH), most: 17.95 * KIB },
  { what: 'a page with all three, the box far', bytes: sum(...BOTH, 'comment-box'), most: 22.05 * KIB },
  { what: '  then, near the comments', bytes: sum('talk'), most: 8 * KIB },
  { what: 'a page with all three, in view', bytes: sum(...ALL), most: 26.55 * KIB },
  { what: '  then, near a bar, or with a tap', bytes: sum('all.reaction'), most: 1.15 * KIB },
  { what: '  then, with news of comments', bytes: sum('all.news'), most: 0.7 * KIB },
  { what: '  then, for one who stirs there', bytes: sum('all.desk'), most: 9.3 * KIB },
  { what: '  then, for one who writes', bytes: sum('all.writer'), most: 3.4 * KIB },
  { what: '  all of that', bytes: sum(...ALL, ...LATER), most: 40.8 * KIB },
  { what: 'for one who signs on', bytes: sum('sign-on'), most: 1 * KIB },
  { what: 'a stream', bytes: sum('stream'), most: 1 * KIB },
  { what: 'where WebSocket is blocked', bytes: sum('trouble'), most: 1 * KIB },
  { what: 'Korean words', bytes: sum('ko'), most: 2.25 * KIB },
];

const kib = (bytes) => (bytes / KIB).toFixed(2);
for (const { what, bytes, most } of ROWS) {
  const isOver = bytes > most;
  console.log(`${kib(bytes).padStart(7)} KiB  ${what.padEnd(36)} of ${kib(most)}${isOver ? '  OVER BUDGET' : ''}`);
  if (isOver) process.exitCode = 1;
}
