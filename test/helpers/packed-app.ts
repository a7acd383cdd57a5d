import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './sources.js';

const run = promisify(execFile);

interface Manifest {
  readonly dependencies?: Record<string, string>;
  readonly bin?: string | Record<string, string>;
}

const manifestOf = (folder: string) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
const rootOf = (name: string) => join(ROOT, 'node_modules', name);

/** All that packages bring with them, whoever asks for it. */
function closure(names: Iterable<string>, known = new Set<string>()): Set<string> {
  for (const name of names) {
    if (known.has(name) || name.startsWith('@huzzah/')) continue;
    known.add(name);
    closure(Object.keys(manifestOf(rootOf(name)).dependencies ?? {}), known);
  }
  return known;
}

/** A stranger's folder, with nothing in it but what he is told to put there. No network: npm finds all it needs beside it. */
export class PackedApp {
  readonly folder = mkdtempSync(join(tmpdir(), 'huzzah-app-'));

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs a command line here, or in the checkout; what it printed. */
  async sh(command: string, cwd = this.folder): Promise<string> {
    const own = join(this.folder, 'node_modules/.bin');
    const env = {
      ...process.env,
      APP: this.folder,
      PATH: `${own}:${dirname(process.execPath)}:${process.env['PATH']}`,
      // What npm knew of the command that runs the tests is not the stranger's.
      ...Object.fromEntries(Object.keys(process.env).flatMap((key) => (/^npm_/.test(key) ? [[key, undefined]] : []))),
      npm_config_offline: 'true',
      npm_config_audit: 'false',
      npm_config_fund: 'false',
      npm_config_update_notifier: 'false',
    };
    try {
      const { stdout } = await run('sh', ['-c', command], { cwd, env, maxBuffer: 1e8 });
      return stdout;
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      throw new Error(`${command}\n${stdout}\n${stderr}`, { cause: error });
    }
  }

  /** Installs, from this checkout, what published packages bring along: what a registry would give. */
  async bring(packages: readonly string[]): Promise<void> {
    const needed = closure(
      packages.flatMap((folder) => Object.keys(manifestOf(join(ROOT, folder)).dependencies ?? {})),
    );
    writeFileSync(join(this.folder, 'package.json'), '{}\n');
    const folders = [...needed].map(rootOf).join(' ');
    const list = await this.sh(`npm pack --ignore-scripts --silent ${folders}`);
    await this.sh(`npm i --ignore-scripts --silent ${list.trim().replace(/^/gm, './').replaceAll('\n', ' ')}`);
  }

  /** Lends packages of this checkout's, with their commands: tools and frameworks that a stranger has already. */
  lend(names: readonly string[]): void {
    mkdirSync(join(this.folder, 'node_modules/.bin'), { recursive: true });
    for (const name of names) {
      const place = join(this.folder, 'node_modules', name);
      if (existsSync(place)) continue;
      mkdirSync(dirname(place), { recursive: true });
      symlinkSync(rootOf(name), place);
      const { bin = {} } = manifestOf(place);
      for (const [command, file] of Object.entries(typeof bin === 'string' ? { [name]: bin } : bin)) {
        const link = join(this.folder, 'node_modules/.bin', command);
        if (!existsSync(link)) symlinkSync(join(place, file), link);
      }
    }
  }

  /** Writes files, with a server's address in the place of the usual one. */
  write(files: Iterable<readonly [string, string]>, server = 'http://localhost:3000'): void {
    for (const [name, text] of files) {
      writeFileSync(join(this.folder, name), text.replaceAll('http://localhost:3000', server));
    }
  }
}
