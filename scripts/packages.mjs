/** `node scripts/packages.mjs`: what publint and attw say of the packages as they would be published; silent where that is nothing. */
import { spawnSync } from 'node:child_process';

const PACKAGES = ['packages/protocol', 'packages/client', 'packages/widgets', 'server'];

const CHECKS = [
  (folder) => ['publint', 'run', folder, '--strict'],
  // ES modules alone; the embed is for script tags.
  (folder) => [
    'attw',
    '--pack',
    folder,
    '--profile',
    'esm-only',
    '--no-definitely-typed',
    '--exclude-entrypoints',
    './embed/*',
  ],
];

for (const folder of PACKAGES) {
  for (const check of CHECKS) {
    const [program, ...args] = check(folder);
    const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
    if (status === 0) continue;
    console.error(`${program}: ${folder} cannot be published as it is\n${stdout}${stderr}`);
    process.exitCode = 1;
  }
}
