import { parseArgs } from 'node:util';
import { ConfigError, SETTINGS } from '../config.js';
import type { SettingName } from '../settings.js';
import { serve } from './serve.js';

const NAMES = Object.keys(SETTINGS) as SettingName[];

/** Runs one command line; resolves with its exit code: 0 done, 1 failed, 2 not understood. */
export async function run(args: readonly string[]): Promise<number> {
  const [command = 'help', ...rest] = args;
  if (command === 'help' || command === '--help' || command === '-h') return help(console.log);
  if (command !== 'serve') {
    console.error(`huzzah: there is no command "${command}"`);
    return help(console.error) || 2;
  }
  try {
    return await serve(readFlags(rest));
  } catch (error) {
    for (const line of reasons(error)) console.error(`huzzah: ${line}`);
    return error instanceof ConfigError || isUsage(error) ? 2 : 1;
  }
}

function readFlags(args: string[]): Partial<Record<SettingName, string>> {
  const options = Object.fromEntries(NAMES.map((name) => [SETTINGS[name].flag, { type: 'string' as const }]));
  const { values } = parseArgs({ args, options, strict: true, allowPositionals: false });
  return Object.fromEntries(
    NAMES.flatMap((name) => {
      const value = values[SETTINGS[name].flag];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}

function isUsage(error: unknown): boolean {
  return String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS');
}

/** What went wrong, for people: no stack where the message says it all. */
function reasons(error: unknown): readonly string[] {
  if (error instanceof ConfigError) return error.faults;
  const { code, message } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE')
    return [`port ${(error as { port?: number }).port} is taken; choose another: PORT=3001, or --port 3001`];
  if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL')
    return [`HOST is no address of this machine (${message}); try HOST=127.0.0.1`];
  if (code === 'EACCES') return [`may not listen there (${message}); choose another port: PORT=3001`];
  return [message];
}

function help(print: (line: string) => void): number {
  print('huzzah serve [--SETTING VALUE …]   serves the widgets and their readers, until Ctrl-C');
  print('');
  for (const name of NAMES) {
    const { flag, env, meaning } = SETTINGS[name];
    print(`  --${flag}`.padEnd(20) + env.padEnd(24) + meaning);
  }
  return 0;
}
