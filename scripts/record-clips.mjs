/**
 * Draws and scores the five clips of the example's chart, and their posters.
 *
 *     node scripts/record-clips.mjs [name …]
 *
 * Everything is made here: shapes on a canvas, a few oscillators, no sample, no picture. A clip is
 * rendered frame by frame and encoded with WebCodecs (VP9, Opus) in the installed Chromium.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CLIPS } from './clips/clips.mjs';
import { Studio } from './clips/studio.mjs';
import { webm } from './clips/webm.mjs';

const OUT = path.resolve(import.meta.dirname, '../examples/article/site/clips');
const LIMIT = 300_000;

const wanted = process.argv.slice(2);
await mkdir(OUT, { recursive: true });
const studio = await Studio.open();
try {
  for (const { name } of CLIPS.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    const take = await studio.take(name);
    const file = webm(take);
    const poster = Buffer.from(take.poster, 'base64');
    await writeFile(path.join(OUT, `${name}.webm`), file);
    await writeFile(path.join(OUT, `${name}.webp`), poster);
    console.log(
      `${name}: ${take.length.toFixed(2)} s, clip ${file.length.toLocaleString('en')} bytes, poster ${poster.length.toLocaleString('en')} bytes`,
    );
    if (file.length > LIMIT) process.exitCode = 1;
  }
} finally {
  await studio.close();
}
