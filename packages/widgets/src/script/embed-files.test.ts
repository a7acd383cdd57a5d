import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { VERSION } from '../version.js';

const folder = fileURLToPath(new URL('../embed/', import.meta.url));
const read = (name: string) => readFileSync(folder + name);
const manifest = JSON.parse(read('manifest.json').toString()) as {
  version: string;
  embed: string;
  whole: { file: string; integrity: string };
  files: Record<string, { bytes: number; brotli: number; gzip: number; isImmutable: boolean }>;
};
const scripts = Object.keys(manifest.files).filter((name) => name.endsWith('.js'));

describe('the files of the embed', () => {
  it('EM-10: are all in the manifest, each with its compressed twins', () => {
    const plain = readdirSync(folder).filter((name) => !/\.(br|gz)$|^manifest\.json$/.test(name));
    expect(Object.keys(manifest.files).sort()).toEqual(plain.sort());
    for (const name of plain) {
      expect(brotliDecompressSync(read(`${name}.br`)).equals(read(name)), name).toBe(true);
      expect(gunzipSync(read(`${name}.gz`)).equals(read(name)), name).toBe(true);
    }
    expect(manifest.version).toBe(VERSION);
  });

  it('EM-10: are immutable where their name carries a hash, and only there', () => {
    expect(manifest.files['embed.js']?.isImmutable).toBe(false);
    for (const name of scripts) expect(manifest.files[name]?.isImmutable, name).toBe(name !== 'embed.js');
  });

  it('EM-8: the whole one has the integrity that the manifest says', () => {
    const digest = createHash('sha384').update(read(manifest.whole.file)).digest('base64');
    expect(manifest.whole.integrity).toBe(`sha384-${digest}`);
  });

  it.each(scripts)(
    'EM-9: %s has nothing of Node, zod, Socket.IO’s own client or Lit’s policy name, and evaluates nothing',
    (name) => {
      const text = read(name).toString();
      expect(text).not.toMatch(
        /process\.env|require\(|\bzod\b|ZodError|WebTransport|decodePayload|createPolicy\("lit-html"|\beval\(|new Function/,
      );
    },
  );

  it('EM-2: no chunk imports the loader', () => {
    for (const name of scripts) expect(read(name).toString(), name).not.toMatch(/from\s*["']\.\/embed/);
  });

  it('EM-9: the licences of all that is inside are beside it', () => {
    const text = read('licences.txt').toString();
    for (const name of ['lit-html', 'lit-element', '@lit/reactive-element']) expect(text).toContain(name);
    expect(text).not.toContain('socket.io');
  });
});
