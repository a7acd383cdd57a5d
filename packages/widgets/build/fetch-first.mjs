/**
 * Has a chunk that is loaded later fetched before it is imported: browsers remember a failed
 * import for the life of the page, so that trying again would be in vain. A no may have been cached.
 */
export function fetchFirst() {
  return {
    name: 'fetch-first',
    renderDynamicImport: ({ format }) =>
      format === 'es'
        ? {
            left: '((url) => fetch(url).then((response) => response.ok ? response : fetch(url, { cache: "reload" })).then((response) => response.ok ? response.blob() : Promise.reject(response)).then(() => import(url)))(new URL(',
            right: ', import.meta.url).href)',
          }
        : null,
  };
}
