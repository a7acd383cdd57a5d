import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/**
 * Completes the folder of the embed: `licences.txt`; beside each file its brotli and gzip twin;
 * and `manifest.json`: the version, all files with their sizes and whether their names carry a
 * hash, and the whole one with its integrity, for those who pin it.
 */
export function finish(folder, { version, whole, licences }) {
  writeFileSync(join(folder, 'licences.txt'), licences);
  const files = {};
  for (const name of readdirSync(folder).sort()) {
    const bytes = readFileSync(join(folder, name));
    const brotli = brotliCompressSync(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 11,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
        // One bit of a distance says as much of scripts as any other.
        [constants.BROTLI_PARAM_NPOSTFIX]: 1,
      },
    });
    const gzip = gzipSync(bytes, { level: 9 });
    writeFileSync(join(folder, `${name}.br`), brotli);
    writeFileSync(join(folder, `${name}.gz`), gzip);
    const isImmutable = /[-.][0-9a-f]{8}\.js$/.test(name);
    files[name] = { bytes: bytes.length, brotli: brotli.length, gzip: gzip.length, isImmutable };
  }
  const digest = createHash('sha384')
    .update(readFileSync(join(folder, whole)))
    .digest('base64');
  const manifest = { version, embed: 'embed.js', whole: { file: whole, integrity: `sha384-${digest}` }, files };
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}
