import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isLoopbackHost, LOOPBACK, parseOrigin, parseOriginRule, type OriginRule } from './core/origins.js';
import { readConfigFile } from './config-file.js';
import { socketOf } from './local-socket.js';
import { keyFaults, listOf, type KeySources } from './sign-on-keys.js';
import { keyEntriesOf, readSpecs, type SiteSpec } from './site-specs.js';
import { isFile, parsePlan, type StorePlan } from './stores/open-store.js';
import { readSetting, SETTINGS, type SettingName } from './settings.js';

/** All that a server is started with, checked. */
export interface Config {
  /** 0 takes a free port. */
  readonly port: number;
  readonly host: string;
  /** The public origin; `null` where it is the local one, known once the port is. */
  readonly url: string | null;
  readonly store: StorePlan;
  /** As given, the newest first; where there is none the server makes its own. */
  readonly secrets: readonly string[];
  /** Where `huzzah.config.json` is, or would be; `''` where something stands in for it. */
  readonly filePath: string;
  /** What that says of sites. */
  readonly specs: ReadonlyMap<string, SiteSpec>;
  /** Of the default site, beside its own. */
  readonly furtherOrigins: readonly OriginRule[];
  /** Where the keys of sign-ons at the default site are, beside its own. */
  readonly furtherKeys: readonly string[];
  /** What the names of keys are looked up in. */
  readonly keySources: KeySources;
  /** Where the command line speaks to the running server; `null` where it cannot. */
  readonly socketPath: string | null;
  /** Whether every loopback origin may use the default site. */
  readonly isLoopbackOpen: boolean;
  /** Peers whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  /** Whether visitors and addresses are held to their rates. */
  readonly hasRates: boolean;
  /** Peers that may read the metrics; `null` for everybody. */
  readonly metricsPeers: readonly string[] | null;
  /** A folder of pages to serve beside the widgets. */
  readonly pages: string | null;
  /** What is worth a warning at the start. */
  readonly notices: readonly string[];
}

/** What is wrong with the settings: every fault, each with its mend. */
export class ConfigError extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

export interface ConfigSources {
  /** By setting, highest rank. */
  readonly flags: Partial<Record<SettingName, string>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where `huzzah.config.json` is looked for, and what relative paths are relative to. */
  readonly folder: string;
  /** What stands in for the file. */
  readonly file?: Record<string, unknown>;
}

/** Flags over environment over `huzzah.config.json`; throws a {@link ConfigError} that names every fault. */
export function loadConfig({ flags, env, folder, file: given }: ConfigSources): Config {
  const faults: string[] = [];
  const filePath = given === undefined ? join(folder, 'huzzah.config.json') : '';
  const file = given ?? readConfigFile(filePath, faults);
  for (const name of Object.keys(file).filter((name) => !KEYS.includes(name))) {
    faults.push(`huzzah.config.json has "${name}"; there is no such setting: it knows ${KEYS.join(', ')}`);
  }
  const strays = Object.keys(env).filter((name) => name.startsWith('HUZZAH_') && !ENVIRONMENT.includes(name));
  const read = (name: SettingName) => readSetting(name, { flags, env, file }, faults);

  const port = Number(read('port'));
  const host = read('host');
  const url = readUrl(read('url'), faults);
  const store = readStore(read('store'), folder);
  const origins = readOrigins(read('origins'), faults);
  const isLoopbackOpen = origins === null && isLoopbackHost(host);
  const metrics = read('metrics');
  const trustedProxies = listOf(read('trustedProxies'));
  const hasRates = read('limits') === 'on';
  if (!hasRates && !isLoopbackHost(host)) {
    faults.push(`HUZZAH_LIMITS is "off"; it must be on where HOST is not of this machine (it is "${host}")`);
  }
  const { specs, notices } = readSpecs(file['sites'], faults);
  const keySources = { env, folder };
  const furtherKeys = listOf(read('ssoKey'));
  faults.push(...keyFaultsAt('HUZZAH_SSO_KEY', furtherKeys, keySources));
  for (const [id, spec] of specs) {
    const place = `huzzah.config.json, sites.${id}.sso.keys`;
    faults.push(...keyFaultsAt(place, keyEntriesOf(spec), keySources));
  }
  const pages = read('pages') === '' ? null : resolve(folder, read('pages'));
  if (pages !== null && !existsSync(pages)) faults.push(`HUZZAH_PAGES is "${pages}"; there is no such folder`);
  const secret = read('secret');
  if (secret === '' && store.type === 'redis') {
    faults.push('HUZZAH_SECRET is not set; with Redis it must be, the same on every server: openssl rand -base64 32');
  }
  if (faults.length > 0) throw new ConfigError(faults);
  return {
    port,
    host,
    url,
    store,
    secrets: secret === '' ? [] : secret.split(','),
    filePath,
    specs,
    furtherOrigins: isLoopbackOpen ? [LOOPBACK] : (origins ?? []),
    furtherKeys,
    keySources,
    socketPath: isFile(store) ? socketOf(store.path) : null,
    isLoopbackOpen,
    trustedProxies,
    hasRates,
    metricsPeers: metrics === 'public' ? null : trustedProxies,
    pages,
    notices: [
      ...notices,
      ...strays.map((name) => `${name} is without effect: there is no such setting; for those there are: huzzah help`),
      ...(hasRates ? [] : ['HUZZAH_LIMITS is off: nobody is held to any rate']),
    ],
  };
}

/** The table of settings, for the docs and the help. */
export { SETTINGS };

const ENVIRONMENT: readonly string[] = Object.values(SETTINGS).map(({ env }) => env);

/** What `huzzah.config.json` may hold. */
const KEYS: readonly string[] = [...Object.keys(SETTINGS), 'sites'];

function keyFaultsAt(place: string, entries: readonly string[], sources: KeySources): string[] {
  return entries.flatMap((entry) => keyFaults(entry, sources)).map((fault) => `${place}: ${fault}`);
}

function readUrl(text: string, faults: string[]): string | null {
  if (text === '') return null;
  const origin = parseOrigin(text);
  if (origin === null)
    faults.push(`HUZZAH_URL is "${text}"; it must be an origin like https://talk.example, without a path`);
  return origin;
}

/** A fault of the text is told already. */
function readStore(text: string, folder: string): StorePlan {
  const plan = parsePlan(text)!;
  return isFile(plan) ? { ...plan, path: resolve(folder, plan.path) } : plan;
}

function readOrigins(text: string, faults: string[]): OriginRule[] | null {
  if (text === '') return null;
  return listOf(text).flatMap((part) => {
    const rule = parseOriginRule(part);
    if (rule === null)
      faults.push(`HUZZAH_ORIGINS has "${part}"; write origins like https://a.example or https://*.a.example`);
    return rule ?? [];
  });
}
