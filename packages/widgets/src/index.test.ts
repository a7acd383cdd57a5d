import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';

const dist = dirname(fileURLToPath(import.meta.url));

/** Every module of the package, as one who imports it finds it. */
const modules = readdirSync(dist, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.js') && !/\.test\.js$|^testing\/|^embed\//.test(file))
  .map((file) => pathToFileURL(join(dist, file)).href);

/** What a Node of its own prints: this one runs tests, and is not bare. */
function inBareNode(program: string): string {
  return execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }).trim();
}

describe('the package', () => {
  it('W-1: every module is imported without a window', () => {
    expect(modules.length).toBeGreaterThan(30);
    const imports = modules.map((href) => `await import(${JSON.stringify(href)});`).join('\n');
    expect(inBareNode(`${imports} console.log(typeof window)`)).toBe('undefined');
  });

  it('W-1: the classes come without being registered', () => {
    const index = pathToFileURL(join(dist, 'index.js')).href;
    const program = `await import(${JSON.stringify(index)}); console.log(globalThis.customElements?.get('like-bar'))`;
    expect(inBareNode(program)).toBe('undefined');
  });
});
