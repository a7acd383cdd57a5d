import { isIP } from 'node:net';
import { parsePlan } from './stores/open-store.js';

interface SettingRow {
  readonly env: string;
  readonly flag: string;
  /** As a string; `''` means: none. */
  readonly standard: string;
  /** As the docs show the default, where it is not `standard`. */
  readonly shown?: string;
  readonly meaning: string;
  /** What is wrong with the text, or `null`. */
  readonly fault: (text: string) => string | null;
}

/** Every setting, in one table. `docs/settings.md` is written from it. */
export const SETTINGS = {
  port: {
    env: 'PORT',
    flag: 'port',
    standard: '3000',
    meaning: 'Where it listens; 0 takes a free port.',
    fault: (text) => (/^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? null : 'must be a port, 0 to 65535'),
  },
  host: {
    env: 'HOST',
    flag: 'host',
    standard: '127.0.0.1',
    meaning: 'The address it listens on; `0.0.0.0` for all.',
    fault: (text) => (text === '' ? 'must be an address or a name' : null),
  },
  url: {
    env: 'HUZZAH_URL',
    flag: 'url',
    standard: '',
    shown: '`http://localhost:PORT`',
    meaning: 'The public address: in tags and links, and the own origin.',
    fault: () => null,
  },
  store: {
    env: 'HUZZAH_STORE',
    flag: 'store',
    standard: 'sqlite:./data/huzzah.db',
    meaning:
      '`sqlite:PATH`, or `sqlite::memory:` to forget everything at the end; `redis://HOST:PORT`, `rediss://…` with TLS, or `redis-cluster://HOST:PORT,HOST:PORT` for many servers with one audience. A user goes before the host: `redis://USER:PASSWORD@HOST`; `?wait=N` behind all says how many replicas must have a write before it is acknowledged (one, where every master has one at the start).',
    fault: (text) =>
      parsePlan(text) === null
        ? 'must be sqlite:PATH, sqlite::memory:, redis://HOST:PORT, rediss://HOST:PORT or redis-cluster://HOST:PORT,HOST:PORT'
        : null,
  },
  origins: {
    env: 'HUZZAH_ORIGINS',
    flag: 'origins',
    standard: '',
    shown: 'own origin',
    meaning:
      'Further origins of the default site, comma-separated; `https://*.a.example` for all below. While unset and on loopback, every loopback origin is allowed.',
    fault: () => null,
  },
  secret: {
    env: 'HUZZAH_SECRET',
    flag: 'secret',
    standard: '',
    shown: 'made once, beside the store',
    meaning:
      'Signs visitors’ tokens: at least 32 bytes; `NEW,OLD` rotates. Required with Redis, the same on every server.',
    fault: (text) =>
      text === '' || text.split(',').every((key) => Buffer.byteLength(key) >= 32)
        ? null
        : 'must be at least 32 bytes, each of them if there are two: openssl rand -base64 32',
  },
  ssoKey: {
    env: 'HUZZAH_SSO_KEY',
    flag: 'sso-key',
    standard: '',
    shown: 'none',
    meaning:
      'Verifies who signs on at the default site: `hs256:BASE64URL`, or the path of a public JWK or JWKS; `NEW,OLD` rotates.',
    fault: () => null,
  },
  trustedProxies: {
    env: 'HUZZAH_TRUSTED_PROXIES',
    flag: 'trusted-proxies',
    standard: '',
    shown: 'none',
    meaning:
      'Addresses of proxies, comma-separated: their `X-Forwarded-For` is believed, and what they ask for themselves may be the metrics.',
    fault: (text) =>
      text.split(',').every((part) => part.trim() === '' || isIP(part.trim())) ? null : 'must be IP addresses',
  },
  limits: {
    env: 'HUZZAH_LIMITS',
    flag: 'limits',
    standard: 'on',
    meaning: '`off` lifts the rates of visitors and addresses, for tests on this machine; never what a page is set to.',
    fault: (text) => (text === 'on' || text === 'off' ? null : 'must be on or off'),
  },
  metrics: {
    env: 'HUZZAH_METRICS',
    flag: 'metrics',
    standard: '',
    shown: 'loopback and trusted peers',
    meaning: '`public` shows `/metrics` to everybody.',
    fault: (text) => (text === '' || text === 'public' ? null : 'must be public, or not set'),
  },
  pages: {
    env: 'HUZZAH_PAGES',
    flag: 'pages',
    standard: '',
    shown: 'none',
    meaning: 'A folder of HTML pages to serve beside the widgets.',
    fault: () => null,
  },
} as const satisfies Record<string, SettingRow>;

/** The name of a setting, as in `huzzah.config.json`. */
export type SettingName = keyof typeof SETTINGS;

interface Sources {
  readonly flags: Partial<Record<SettingName, string>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly file: Readonly<Record<string, unknown>>;
}

/** The setting by rank, checked; a fault is added to `faults` and the default returned. */
export function readSetting(name: SettingName, { flags, env, file }: Sources, faults: string[]): string {
  const row: SettingRow = SETTINGS[name];
  const [from, value] =
    flags[name] !== undefined
      ? [`--${row.flag}`, flags[name]]
      : env[row.env] !== undefined
        ? [row.env, env[row.env]!]
        : [`"${name}" in huzzah.config.json`, file[name] ?? row.standard];
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : JSON.stringify(value);
  const fault = row.fault(text);
  if (fault === null) return text;
  faults.push(`${from} is "${name === 'secret' || name === 'ssoKey' ? '…' : withoutPassword(text)}"; it ${fault}`);
  return row.standard;
}

function withoutPassword(text: string): string {
  return text.replace(/\/\/[^/]*@/, '//…@');
}
