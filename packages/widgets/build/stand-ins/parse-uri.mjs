// Stands in for engine.io-client's parseuri in the embed: browsers parse addresses themselves.
export function parse(address) {
  const { protocol, hostname, port, pathname, search } = new URL(address);
  return {
    source: address,
    protocol: protocol.slice(0, -1),
    host: hostname.replace(/^\[|\]$/g, ''),
    port,
    path: pathname,
    query: search.slice(1),
    queryKey: {},
  };
}
