/** What the tests need of the system, installed where that may be done: as root, on Debian and its kin. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Installs a package; `false` where that may not be done, or fails. */
export function install(name) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  console.error(`Installing Debian’s ${name} for the tests …`);
  const options = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  try {
    execFileSync('apt-get', ['update', '-q'], options);
    execFileSync('apt-get', ['install', '-yq', '--no-install-recommends', name], options);
    return true;
  } catch {
    return false;
  }
}
