/** What the doctor looks at, each thing with its mend: values in, a finding out. */
import { existsSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Config } from '../config.js';
import { isLoopbackHost, LOOPBACK } from '../core/origins.js';
import { secretPathOf } from '../own-secret.js';
import { isFile, type StorePlan } from '../stores/open-store.js';
import type { Answers } from './probe.js';

export interface Finding {
  readonly check: string;
  readonly state: 'ok' | 'warning' | 'failure';
  readonly text: string;
  /** What to do, as a sentence. */
  readonly mend?: string;
}

/** What of a site is looked at. */
export interface SiteFacts {
  readonly id: string;
  readonly origins: readonly string[];
}

/** A clock that is off by more lets no sign-on in. */
const SKEW_MS = 30_000;
const LITTLE_BYTES = 1_000_000_000;
const TOO_LITTLE_BYTES = 100_000_000;
/** No clock that is right says less: this was written then. */
const WRITTEN_AT = Date.UTC(2026, 10, 1);

export function checkAddress(url: string, { status, isHuzzah, location, failure }: Answers): Finding {
  const check = 'address';
  if (failure !== null) {
    const mend = isNear(url) ? 'Start it: huzzah serve' : 'Set HUZZAH_URL to the address by which browsers reach it';
    return { check, state: 'failure', text: `${url} does not answer (${failure})`, mend };
  }
  if (location !== null) {
    const mend = 'Set HUZZAH_URL to where browsers end up';
    return { check, state: 'failure', text: `${url} sends elsewhere, to ${location.slice(0, 200)}`, mend };
  }
  if (isHuzzah) return { check, state: 'ok', text: `${url} answers` };
  const mend = 'Have HUZZAH_URL, and the proxy there, lead to this server';
  return { check, state: 'failure', text: `${url} is answered by something else (status ${status})`, mend };
}

export function checkUpgrade({ upgrade, isHuzzah }: Answers): Finding {
  const check = 'websocket';
  if (upgrade === 101) return { check, state: 'ok', text: 'is let through' };
  if (!isHuzzah) return { check, state: 'failure', text: 'cannot be tried', mend: 'Mend the address first' };
  const mend =
    'Have the proxy pass on the headers Upgrade and Connection, and speak HTTP/1.1 to the server; until then readers poll';
  return { check, state: 'failure', text: `is not let through (status ${upgrade})`, mend };
}

export function checkOrigins(url: string, sites: readonly SiteFacts[]): Finding[] {
  const check = 'origins';
  if (sites.length === 0) return [{ check, state: 'warning', text: 'cannot be looked at without the store' }];
  const findings = sites.flatMap(({ id, origins }): Finding[] => {
    const others = origins.filter((origin) => origin === LOOPBACK || !isNear(origin) || isNear(url));
    const further = others.filter((origin) => origin !== url);
    if (further.some((origin) => origin.startsWith('https:')) && url.startsWith('http:') && !isNear(url)) {
      const text = `browsers let no https page of site "${id}" connect to ${url}`;
      return [{ check, state: 'failure', text, mend: 'Put the server behind TLS, and set HUZZAH_URL to that' }];
    }
    if (further.every((origin) => origin === LOOPBACK) && !isNear(url)) {
      const mend = `If others should: huzzah site allow ${id} https://a.example`;
      return [{ check, state: 'warning', text: `only the server’s own pages may use site "${id}"`, mend }];
    }
    return [];
  });
  return findings.length > 0 ? findings : [{ check, state: 'ok', text: `of ${sites.length} sites are in order` }];
}

export function checkClock({ date }: Answers, now: number): Finding {
  const check = 'clock';
  const mend = 'Have the system keep its time: timedatectl set-ntp true';
  if (now < WRITTEN_AT) return { check, state: 'failure', text: `says ${new Date(now).toISOString()}`, mend };
  if (date === null) return { check, state: 'warning', text: 'was not compared with that of the public address' };
  const skewMs = Math.abs(date.theirs - date.ours);
  if (skewMs <= SKEW_MS) return { check, state: 'ok', text: 'agrees with that of the public address' };
  const text = `is ${Math.round(skewMs / 1_000)} s away from that of the public address`;
  return { check, state: 'failure', text, mend };
}

export function checkDisk(store: StorePlan): Finding {
  const check = 'disk';
  if (!isFile(store)) return { check, state: 'ok', text: 'is not used' };
  const folder = nearestFolder(store.path);
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const text = `has ${(free / 1e9).toFixed(1)} GB free`;
  if (free >= LITTLE_BYTES) return { check, state: 'ok', text };
  const mend = `Make room where ${folder} is`;
  return { check, state: free < TOO_LITTLE_BYTES ? 'failure' : 'warning', text, mend };
}

export function checkSecret(store: StorePlan, given: string | undefined): Finding {
  const check = 'secret';
  if (given !== undefined) return { check, state: 'ok', text: 'is given' };
  if (!isFile(store)) {
    const mend = 'Set HUZZAH_SECRET';
    return { check, state: 'warning', text: 'is another with each start: visitors then begin anew', mend };
  }
  const path = secretPathOf(store);
  if (!existsSync(path)) return { check, state: 'ok', text: 'is made with the next start' };
  const others = statSync(path).mode & 0o077;
  if (others === 0) return { check, state: 'ok', text: `is in ${path}, for this user alone` };
  return { check, state: 'failure', text: 'may be read by other users', mend: `Run: chmod 600 ${path}` };
}

export function checkProxies(url: string, { host, trustedProxies }: Pick<Config, 'host' | 'trustedProxies'>): Finding {
  const check = 'proxies';
  if (trustedProxies.length > 0) return { check, state: 'ok', text: `${trustedProxies.join(', ')} are believed` };
  if (isNear(url) || !isLoopbackHost(host)) return { check, state: 'ok', text: 'are not in between, as it seems' };
  const text = `it listens on ${host} alone, so that a proxy stands before it, and all readers seem to be that one`;
  return { check, state: 'failure', text, mend: 'Set HUZZAH_TRUSTED_PROXIES=127.0.0.1, or where the proxy is' };
}

/** The one that is there, of those above the path. */
function nearestFolder(path: string): string {
  const folder = dirname(path);
  return existsSync(folder) ? folder : nearestFolder(folder);
}

/** What cannot even be looked at is not in order. */
export function attempt(check: string, look: () => Finding): Finding {
  try {
    return look();
  } catch (error) {
    return { check, state: 'failure', text: `cannot be looked at (${(error as Error).message})` };
  }
}

/** Whether it is an address of this machine. */
function isNear(url: string): boolean {
  return URL.canParse(url) && isLoopbackHost(new URL(url).hostname);
}
