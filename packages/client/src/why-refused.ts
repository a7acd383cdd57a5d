import type { ErrorCode, HttpRefusal, WireError } from '@huzzah/protocol';

/**
 * Asks over HTTP, where any origin may read the refusal: a refused handshake tells a browser
 * nothing. `null` where origin and site are welcome; rejects where there is no server at all.
 */
export async function whyRefused(server: string, site: string, page: string): Promise<WireError | null> {
  const address = `${server}/api/v1/sites/${site}/page?page=${encodeURIComponent(page)}`;
  const response = await fetch(address, { credentials: 'omit' });
  if (response.status !== 403 && response.status !== 404) return null;
  const { error } = (await response.json()) as HttpRefusal;
  return error.code === 'origin_denied' || error.code === 'site_unknown' ? error : null;
}

/** For the site's owner, in the browser's console: what happened, and the mend. */
export function explain({ code, message }: WireError, site: string, server: string): string {
  const origin = globalThis.location?.origin ?? 'this program';
  const setting = site === 'default' ? 'HUZZAH_ORIGINS' : `sites.${site}.origins in huzzah.config.json`;
  const said: Partial<Record<ErrorCode, string>> = {
    origin_denied: `${origin} may not use site "${site}". On the server: add ${origin} to ${setting}`,
    site_unknown: `${server} has no site "${site}". Check the site attribute, or add it to huzzah.config.json on the server`,
  };
  return `Huzzah: ${said[code] ?? `${server} refuses (${code}): ${message}`}`;
}
