import type { HttpRefusal, WireError } from '@huzzah/protocol';

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
