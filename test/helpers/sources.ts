import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the whole project; compiled tests stand in `test/dist/…`. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../..');

/** Every file of the project as git knows it: tracked, or new and not ignored. */
export function projectFiles(): string[] {
  const list = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return list.split('\n').filter((file) => file !== '' && existsSync(join(ROOT, file)));
}

/** The TypeScript sources under a folder that ship, without tests and what they share. */
export function sources(folder: string): string[] {
  return projectFiles().filter(
    (file) => file.startsWith(`${folder}/`) && file.endsWith('.ts') && !/\.(test|test\.util|d)\.ts$/.test(file),
  );
}
