import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { ConfigError, SETTINGS } from '../config.js';
import type { SettingName } from '../settings.js';
import type { Flags } from './ask-owner.js';
import { doctor } from './doctor.js';
import { migrateStores, MIGRATE_HELP, MIGRATE_OPTIONS } from './migrate.js';
import { Misuse } from './misuse.js';
import { serve } from './serve.js';
import { site, SITE_HELP, SITE_OPTIONS } from './site.js';

const NAMES = Object.keys(SETTINGS) as SettingName[];
const SETTING_OPTIONS = Object.fromEntries(NAMES.map((name) => [SETTINGS[name].flag, { type: 'string' as const }]));

/** Runs one command line; resolves with its exit code: 0 done, 1 failed, 2 not understood. */
export async function run(args: readonly string[]): Promise<number> {
  const [command = 'help', ...rest] = args;
  if (rest.includes('--help') || rest.includes('-h')) return help();
  try {
    switch (command) {
      case 'help':
      case '--help':
      case '-h':
        return help();
      case 'serve':
        return await serve(read(rest, {}).flags);
      case 'site': {
        const { positionals, values, flags } = read(rest, SITE_OPTIONS, true);
        return await site(positionals, values, flags);
      }
      case 'doctor': {
        const { values, flags } = read(rest, { json: { type: 'boolean' } });
        return await doctor(flags, values['json'] === true);
      }
      case 'migrate':
        return await migrateStores(read(rest, MIGRATE_OPTIONS).values);
      default:
        throw new Misuse(`there is no command "${command}"; there are serve, doctor, site, migrate, help`);
    }
  } catch (error) {
    for (const line of reasons(error)) console.error(`huzzah: ${line}`);
    return error instanceof ConfigError || error instanceof Misuse || isUsage(error) ? 2 : 1;
  }
}

/** What stands on the command line; settings apart. */
function read(args: string[], own: ParseArgsOptionsConfig, allowPositionals = false) {
  const options = { ...SETTING_OPTIONS, ...own };
  const { values, positionals } = parseArgs({ args, options, strict: true, allowPositionals });
  const flags: Flags = Object.fromEntries(
    NAMES.flatMap((name) => {
      const value = values[SETTINGS[name].flag];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
  return { flags, positionals, values };
}
function isUsage(error: unknown): boolean {
  return String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS');
}

/** What went wrong, for people: no stack where the message says it all. */
function reasons(error: unknown): readonly string[] {
  if (error instanceof ConfigError) return error.faults;
  const { code, message } = error as NodeJS.ErrnoException & { port?: number };
  if (isUsage(error))
    return [`${message.split('. ')[0]!.replace(/^./, (first) => first.toLowerCase())}; all there is says: huzzah help`];
  if (code === 'EADDRINUSE')
    return [`port ${(error as { port?: number }).port} is taken; choose another: PORT=3001, or --port 3001`];
  if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL')
    return [`HOST is no address of this machine (${message}); try HOST=127.0.0.1`];
  if (code === 'EACCES') return [`may not listen there (${message}); choose another port: PORT=3001`];
  return [message];
}

function help(): number {
  console.log(
    'huzzah serve                                         serves the widgets and their readers, until Ctrl-C',
  );
  console.log(
    'huzzah doctor [--json]                               looks whether all is well, and says the mend where it is not',
  );
  for (const line of [...SITE_HELP, ...MIGRATE_HELP]) console.log(line);
  console.log('');
  console.log(
    'Each takes these settings too, as flags or from the environment; all of them must be those of the server:',
  );
  for (const name of NAMES) {
    const { flag, env, meaning } = SETTINGS[name];
    console.log(`  --${flag}`.padEnd(20) + env.padEnd(24) + meaning);
  }
  return 0;
}
