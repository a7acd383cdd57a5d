/**
 * `npm run pictures`: every scene into `docs/pictures/`, with an index page to look at them.
 * `npm run pictures -- PART…` takes those with such a part in their names.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { SCENES } from './pictures/scenes.mjs';
import { Studio } from './pictures/studio.mjs';

const FOLDER = 'docs/pictures';
const only = process.argv.slice(2);
const chosen = SCENES.filter(({ name }) => only.length === 0 || only.some((part) => name.includes(part)));

mkdirSync(FOLDER, { recursive: true });
let done = 0;
let failed = 0;
await Studio.take(chosen, ({ name }, picture, fault) => {
  done += 1;
  if (fault) failed += 1;
  else writeFileSync(`${FOLDER}/${name}.png`, picture);
  const count = `${String(done).padStart(3)} / ${chosen.length}`;
  console.log(`${count}  ${fault ? '✗' : '✓'} ${name}${fault ? `: ${fault.message}` : ''}`);
});
const known = new Set(SCENES.map(({ name }) => `${name}.png`));
for (const file of readdirSync(FOLDER)) if (file.endsWith('.png') && !known.has(file)) rmSync(`${FOLDER}/${file}`);
writeFileSync(`${FOLDER}/index.html`, indexPage());
console.log(`${done - failed} pictures, ${failed} failed; look at them in ${FOLDER}/index.html`);
process.exitCode = failed === 0 ? 0 : 1;

function indexPage() {
  const figures = SCENES.map(
    ({ name, viewport, isLooked }) =>
      `<figure><img src="${name}.png" width="${viewport.width}" height="${viewport.height}" loading="lazy" alt=""><figcaption>${name}${isLooked ? ' · compared by test:look' : ''}</figcaption></figure>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Huzzah: pictures</title>
<style>
  body { font: 14px/1.4 system-ui, sans-serif; margin: 24px; background: #888; display: flex; flex-wrap: wrap; gap: 24px; align-items: flex-start; }
  figure { margin: 0; max-width: 100%; }
  img { max-width: 100%; height: auto; display: block; }
  figcaption { padding: 8px 0; color: #fff; }
</style>
${figures.join('\n')}
</html>
`;
}
