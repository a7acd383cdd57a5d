import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { startTestServer, temporaryFolder } from './server.js';
import { ROOT } from './sources.js';

const HUZZAH = join(ROOT, 'server/bin/huzzah.js');

/** A folder where a server has run, and does no more. */
export async function leftFolder(): Promise<string> {
  const folder = temporaryFolder();
  const server = await startTestServer({ folder, env: { HUZZAH_STORE: 'sqlite:./data/huzzah.db' } });
  await server.close();
  return folder;
}

/** What a command line said. */
export interface Said {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `huzzah …` in a folder as an owner does, beside a server that may run in this process. */
export function huzzah(folder: string, args: readonly string[], more: Record<string, string> = {}): Promise<Said> {
  // Of the caller's environment only what a shell gives: Node says lines of its own about some of the rest.
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [HUZZAH, ...args], { cwd: folder, env: { PATH, HOME, ...more } });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
  return new Promise((resolve) => child.once('close', (status) => resolve({ status, ...said })));
}

/** As {@link huzzah}; throws where it does not end well. */
export async function owner(folder: string, ...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await huzzah(folder, args);
  if (status !== 0) throw new Error(`huzzah ${args.join(' ')} ended with ${status}: ${stderr}`);
  return stdout;
}
