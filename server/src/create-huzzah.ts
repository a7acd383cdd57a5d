import type { Server as HttpServer } from 'node:http';
import { loadConfig } from './config.js';
import { isLoopbackHost } from './core/origins.js';
import { makeLogger, type Logger } from './log.js';
import { startServer } from './server.js';

/** What a Huzzah inside of another program is made of. */
export interface HuzzahOptions {
  /** `sqlite:PATH`, relative to the working folder, or `sqlite::memory:`. Default: `sqlite:./data/huzzah.db` */
  readonly store?: string;
  /** By id, as in `huzzah.config.json`. Default: the one site `default`, with the standard reactions. */
  readonly sites?: Readonly<Record<string, object>>;
  /** The public origin. Default: `http://localhost:PORT`, for which the server must listen before it is attached to. */
  readonly url?: string;
  /** Further origins of the default site. Default: its own; on a loopback address all of this machine's. */
  readonly origins?: readonly string[];
  /** Signs visitors' tokens, at least 32 bytes; `NEW,OLD` rotates. Default: made once, beside the store. */
  readonly secret?: string;
  /** Proxies whose `X-Forwarded-For` is believed. Default: none. */
  readonly trustedProxies?: readonly string[];
  /** Default: lines on standard error. */
  readonly log?: Logger;
}

/** A Huzzah that lives in a server of somebody else's. */
export interface AttachableHuzzah {
  /**
   * Opens the store, and has the server answer for `/embed.js` and its chunks, `/api/v1/sites/…` and
   * `/socket.io/`; what else it answers is its own as before. Resolves once readers can come.
   *
   * @throws where the server does not listen yet and no `url` says where it will; where the store cannot be opened
   */
  attach(server: HttpServer): Promise<void>;
  /** Ends every connection, and resolves once what was asked of the store is kept. The server goes on. */
  close(): Promise<void>;
}

/**
 * Huzzah as a part of an HTTP server that is there: one of `node:http`, or `app.server` of fastify.
 *
 * @throws ConfigError that names every fault of the options
 * @example
 * const huzzah = createHuzzah({ store: 'sqlite:./data/huzzah.db', sites: { default: { reactions: ['like', 'love'] } } });
 * await huzzah.attach(server.listen(3000));
 */
export function createHuzzah(options: HuzzahOptions = {}): AttachableHuzzah {
  const { store, sites, url, origins, secret, trustedProxies, log = makeLogger(process.stderr) } = options;
  // Where others can come from, the origins of this machine are not let in unasked.
  const isOfThisMachine = url === undefined || isLoopbackHost(new URL(url).hostname);
  const config = loadConfig({
    flags: {},
    env: {
      HOST: isOfThisMachine ? '127.0.0.1' : '0.0.0.0',
      HUZZAH_STORE: store,
      HUZZAH_URL: url,
      HUZZAH_ORIGINS: origins?.join(','),
      HUZZAH_SECRET: secret,
      HUZZAH_TRUSTED_PROXIES: trustedProxies?.join(','),
    },
    file: { sites: sites ?? {} },
    folder: process.cwd(),
  });
  let running: Promise<{ close(): Promise<void> }> | undefined;
  return {
    async attach(server) {
      if (running !== undefined) throw new Error('unable to attach; it is attached to a server already');
      if (url === undefined && !server.listening)
        throw new Error('unable to attach; the server does not listen yet: let it listen first, or give `url`');
      running = startServer(config, log, server);
      await running;
    },
    async close() {
      await (await running?.catch(() => undefined))?.close();
    },
  };
}
