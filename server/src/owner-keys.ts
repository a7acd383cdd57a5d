/** The keys of a site's sign-ons, as its owner asks for them. */
import { randomBytes } from 'node:crypto';
import { keyEntriesOf, type SiteSpec } from './site-specs.js';

/** What was asked for. */
export interface AskedKeys {
  /** Said as they are to be, in the place of all. */
  readonly given: readonly string[];
  /** One that goes before those there are. */
  readonly made: string | null;
  /** Whether all but the first are to go. */
  readonly isNewestAlone: boolean;
}

/** Reads `new`, which makes a key, `newest`, or entries as in the file. Throws where these are mixed. */
export function askedKeys(patch: SiteSpec): AskedKeys {
  const entries = keyEntriesOf(patch);
  const words = entries.filter((entry) => entry === 'new' || entry === 'newest');
  if (words.length > 0 && entries.length > 1) throw new Error(`--key ${words[0]} stands alone`);
  return {
    given: words.length > 0 ? [] : entries,
    made: words[0] === 'new' ? `hs256:${randomBytes(32).toString('base64url')}` : null,
    isNewestAlone: words[0] === 'newest',
  };
}

/** The part of a spec that they become; nothing where nothing was asked. */
export function keysAfter(before: SiteSpec, { given, made, isNewestAlone }: AskedKeys): SiteSpec {
  const had = keyEntriesOf(before);
  if (made !== null) return { sso: { keys: [made, ...had] } };
  if (isNewestAlone) return { sso: { keys: had.slice(0, 1) } };
  return given.length > 0 ? { sso: { keys: given } } : {};
}
