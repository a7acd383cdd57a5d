import { Connection } from './connection.js';
import type { Page } from './page.js';
import type { SignOnSource } from './sign-on.js';

/** One server and site, and its pages. */
export interface Huzzah {
  /** The server's origin. */
  readonly server: string;
  readonly site: string;
  /**
   * The page of an address or of a name of your own; the same object for the same key while
   * it is in use.
   *
   * @throws RangeError where no page can have this name: see `pageKey`
   */
  page(address: string): Page;
  /**
   * Says who the reader is to the site: with a sign-on of its own, or a function that gets one, which is
   * called again when that has ended. A guest becomes a member in place, and keeps what he wrote; `null`
   * makes a member a new guest. Resolves with whether the server has taken it: why not stands in the console.
   */
  identify(source: SignOnSource): Promise<boolean>;
  /**
   * Ends the connection for everybody who shares it: what is not acknowledged rejects, and stays stored for
   * another visit. A later `connect` begins a new one.
   */
  close(): void;
}

const shared = new Map<string, Huzzah>();

/**
 * The one connection of this program to a server and site, however often it is asked for. The
 * socket opens with the first subscription to a page.
 *
 * @param server its public address; of a longer one only the origin counts
 * @param options.site the id of the site. Default: `default`
 * @throws TypeError where `server` is no http(s) address
 * @example
 * const page = connect('https://talk.example', { site: 'news' }).page('/articles/1');
 * const stop = page.subscribe(({ state, tally, mine, occupancy }) => draw());
 * await page.setReaction('wow');
 */
export function connect(server: string, { site = 'default' }: { site?: string } = {}): Huzzah {
  const { origin, protocol } = new URL(server);
  if (!/^https?:$/.test(protocol)) throw new TypeError(`unable to connect to ${server}; it is no http(s) address`);
  const name = `${origin} ${site}`;
  const known = shared.get(name);
  if (known !== undefined) return known;
  const huzzah = faceOf(new Connection(origin, site), origin, site, () => {
    if (shared.get(name) === huzzah) shared.delete(name);
  });
  shared.set(name, huzzah);
  return huzzah;
}

/** Closes all that this program has open to a server. */
export function closeAll(server: string): void {
  for (const huzzah of [...shared.values()]) if (huzzah.server === server) huzzah.close();
}

/** A connection as programs see it. */
export function faceOf(connection: Connection, server: string, site: string, closed: () => void): Huzzah {
  return {
    server,
    site,
    page: (address) => connection.page(address),
    identify: (source) => connection.identify(source),
    close() {
      closed();
      connection.close();
    },
  };
}
