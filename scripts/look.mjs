/**
 * `npm run test:look`: pictures some scenes and compares them with those in `docs/pictures/`.
 * More than 0.1 % of other pixels fails, and what was seen is kept beside what was expected.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { SCENES } from './pictures/scenes.mjs';
import { Studio } from './pictures/studio.mjs';

const MOST = 0.001;
const SEEN = '.cache/look';

const scenes = SCENES.filter(({ isLooked }) => isLooked);
rmSync(SEEN, { recursive: true, force: true });
let failed = 0;
await Studio.take(scenes, ({ name }, picture, error) => {
  const fault = error?.message ?? compare(name, picture);
  if (fault) failed += 1;
  console.log(`${fault ? '✗' : '✓'} ${name}${fault ? `: ${fault}` : ''}`);
});
console.log(`\n${scenes.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** What is wrong with a picture, or nothing. */
function compare(name, picture) {
  const path = `docs/pictures/${name}.png`;
  if (!existsSync(path)) return `there is no ${path}; run npm run pictures`;
  const [expected, seen] = [PNG.sync.read(readFileSync(path)), PNG.sync.read(picture)];
  const { width, height } = expected;
  const isSameSize = width === seen.width && height === seen.height;
  const diff = new PNG({ width, height });
  const share = isSameSize
    ? pixelmatch(expected.data, seen.data, diff.data, width, height, { threshold: 0.1 }) / (width * height)
    : 1;
  if (share <= MOST) return null;
  mkdirSync(SEEN, { recursive: true });
  writeFileSync(`${SEEN}/${name}.png`, picture);
  if (isSameSize) writeFileSync(`${SEEN}/${name}.diff.png`, PNG.sync.write(diff));
  return `${(share * 100).toFixed(2)} % of its pixels are others; see ${SEEN}/${name}.png`;
}
