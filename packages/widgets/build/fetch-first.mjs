/** A no may have been cached. */
const FETCH_FIRST = `const fetchFirst = async (url) => {
  let response = await fetch(url);
  if (!response.ok) response = await fetch(url, { cache: 'reload' });
  if (!response.ok) throw response;
  await response.blob();
  return import(url);
};`;

/**
 * Has a chunk that is loaded later fetched before it is imported: browsers remember a failed
 * import for the life of the page, so that trying again would be in vain.
 */
export function fetchFirst() {
  return {
    name: 'fetch-first',
    renderDynamicImport: () => ({ left: 'fetchFirst(new URL(', right: ', import.meta.url).href)' }),
    renderChunk: (code) => (code.includes('fetchFirst(') ? { code: `${FETCH_FIRST}\n${code}`, map: null } : null),
  };
}
