import { connect, type Huzzah, type Page, type SignOnSource } from '@huzzah/client';

/** A page as far as elements use it. */
export type LivePage = Pick<Page, 'view' | 'subscribe' | 'setReaction'>;

/** Gives the page of an address on a server and site; throws a RangeError or TypeError where there can be none. */
export type OpenPage = (server: string, site: string, address: string) => LivePage;

const connections = new Set<Huzzah>();
let signOn: SignOnSource | undefined;

function fromServer(server: string, site: string, address: string): LivePage {
  const huzzah = connect(server, { site });
  if (!connections.has(huzzah) && signOn !== undefined) void huzzah.identify(signOn);
  connections.add(huzzah);
  return huzzah.page(address);
}

let source: OpenPage = fromServer;

/** Where the elements get their pages from. */
export const openPage: OpenPage = (server, site, address) => source(server, site, address);

/** Says who the reader is, to all that elements have opened and will open; `undefined` says nothing. */
export function identify(source: SignOnSource | undefined): void {
  if (source === undefined || source === signOn) return;
  signOn = source;
  for (const huzzah of connections) void huzzah.identify(source);
}

/** Ends all connections that elements have opened. */
export function closeConnections(): void {
  connections.forEach((huzzah) => huzzah.close());
  connections.clear();
  signOn = undefined;
}

/**
 * Puts pages of another making in the place of a server's, for elements that begin after it: a
 * test or a picture shows any state so. Returns the function that ends it.
 */
export function stagePages(stage: OpenPage): () => void {
  source = stage;
  return () => {
    source = fromServer;
  };
}
