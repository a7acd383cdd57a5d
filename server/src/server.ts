import { Allowance } from './core/allowance.js';
import { Conversation } from './core/conversation.js';
import { Cursors } from './core/cursors.js';
import { Engagement } from './core/engagement.js';
import { Identity } from './core/identity.js';
import { Lists } from './core/lists.js';
import { LiveSites } from './core/live-sites.js';
import { isLoopbackHost, type OriginRule } from './core/origins.js';
import type { Clock } from './core/ports.js';
import { showChange } from './core/show-comment.js';
import { plainSite, showTally } from './core/sites.js';
import { Tokens } from './core/tokens.js';
import { apiRoutes } from './http/api-routes.js';
import { makeApp } from './http/app.js';
import { assetRoutes } from './http/asset-routes.js';
import { healthRoutes } from './http/health-routes.js';
import { shareServer } from './http/shared-server.js';
import type { Logger } from './log.js';
import { listenLocally } from './local-socket.js';
import { Metrics } from './metrics.js';
import { Pulse } from './pulse/pulse.js';
import { answerOwner, type OwnerDesk } from './owner-requests.js';
import { secretsOf } from './own-secret.js';
import { shareAudience } from './share-audience.js';
import { SiteBook } from './site-book.js';
import { SitesFile } from './sites-file.js';
import { MemoryRateLimiter } from './stores/memory/memory-rate-limiter.js';
import { openStore } from './stores/open-store.js';
import { Addresses } from './transport/addresses.js';
import type { Rules } from './transport/handlers.js';
import { Transport } from './transport/transport.js';
import { encodePulse, type WireFrame } from './transport/wire-frame.js';
import { TurnedAwayLog } from './turned-away.js';
import type { Config } from './config.js';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** So often it is looked whether sites were changed elsewhere: that is in force within twice that. */
const LOOK_MS = 1_000;

/** A server that listens. */
export interface RunningServer {
  /** The public address. */
  readonly url: string;
  readonly port: number;
  /**
   * Takes no new connection, tells every client when to come back, spread in time, and ends its
   * connection then: within 8 s all have gone, to other servers where there are any.
   */
  drain(): Promise<void>;
  /** Stops listening, ends every connection, and resolves once what was asked of the store is kept. */
  close(): Promise<void>;
}

/**
 * Puts the parts together, listens, and resolves once readers can come; what was begun is ended in reverse.
 *
 * @param host a server that is there, to share instead of listening
 */
export async function startServer(config: Config, log: Logger, host?: HttpServer): Promise<RunningServer> {
  const ends: (() => unknown)[] = [];
  const close = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    return { ...(await compose(config, log, ends, host)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function compose(
  config: Config,
  log: Logger,
  ends: (() => unknown)[],
  host?: HttpServer,
): Promise<Omit<RunningServer, 'close'>> {
  for (const notice of config.notices) log.warn(notice);
  const clock: Clock = { now: () => Date.now() };
  const secrets = secretsOf(config);
  const sites = new LiveSites();
  const turnedAway = new TurnedAwayLog(log, clock);
  const isHearing = () => shared?.isHearing ?? true;
  const metrics = new Metrics({ connections: () => transport.connections, pulse: () => pulse.figures, isHearing });
  const report = {
    answered: (command: string, code: string) => metrics.answered(command, code),
    dropped: () => metrics.dropped(),
    fault(error: unknown) {
      metrics.fault();
      log.error(error instanceof Error ? error : new Error(String(error)));
    },
  };

  const pulse = new Pulse<WireFrame>({
    encode: encodePulse,
    showTally: (ref, record) => showTally(sites.get(ref.site) ?? plainSite(ref.site, []), record),
    showChange,
  });
  const open = await openStore(config.store, {
    clock,
    onFault: (fault) => report.fault(fault),
    onCommit(committed) {
      metrics.committed(committed);
      audience.committed(committed);
    },
  });
  const { store, limiter, meeting } = open;
  ends.push(() => pulse.close());
  ends.push(() => meeting?.close());
  ends.push(() => shared?.close());
  // The store first: what it still acknowledges the others hear.
  ends.push(() => store.close());
  if (!store.durability.isKept) log.warn(`the store does not keep its promise: ${store.durability.means}`);
  const book = await SiteBook.open({
    sites,
    store,
    file: new SitesFile(config.filePath, config.specs),
    further: config.furtherOrigins,
    furtherKeys: config.furtherKeys,
    keySources: config.keySources,
    warn: (text) => log.warn(text),
  });
  sites.watch((id, site) => site && pulse.siteChanged(id, site.settings));
  const shared = shareAudience(open, pulse, {
    sites,
    visitorChanged(site, visitorId) {
      void transport.visitorChanged(site, visitorId);
      shared?.readOwn(site, visitorId, transport.pagesOf(site, visitorId));
    },
  });
  const audience = shared ?? pulse;
  const tokens = new Tokens(secrets, clock);
  const allowance = new Allowance(limiter, new MemoryRateLimiter(), config.hasRates);
  const addresses = new Addresses(config.trustedProxies);
  const lists = new Lists(store, new Cursors(secrets));
  const parts = { store, tokens, audience, lists, allowance, clock };
  const rules: Rules = {
    engagement: new Engagement<WireFrame>(parts),
    conversation: new Conversation<WireFrame>(parts),
    identity: new Identity<WireFrame>(parts),
    allowance,
  };
  const app = await makeApp((error) => report.fault(error));
  ends.push(() => app.close());
  apiRoutes(app, { ...rules, sites, turnedAway, addresses });
  healthRoutes(app, { store, isHearing, metrics, metricsPeers: config.metricsPeers });
  const paths = await assetRoutes(app, { embed: embedFolder(), pages: config.pages });
  const transport = new Transport(host ?? app.server, {
    gate: {
      sites,
      tokens,
      addresses,
      identity: rules.identity,
      turnedAway,
    },
    rules,
    clock,
    report,
    visitorChanged: (site, visitorId) => audience.renamed(site, visitorId),
  });
  ends.push(() => transport.close());

  if (host === undefined) await app.listen({ port: config.port, host: config.host });
  else ends.push(await shareServer(host, app, paths));
  // One that is shared may listen later: then its address is in the settings.
  const { port } = ((host ?? app.server).address() ?? { port: 0 }) as AddressInfo;
  const own = ownOrigins(config, port);
  book.own = own;
  const [url] = own;
  ends.push(await openDesk(config, log, { book, store, url }));
  return {
    url,
    port,
    async drain() {
      if (host === undefined) app.server.close();
      await transport.drain();
    },
  };
}

/** Takes up what owners change: in the file and on other nodes by looking, from the command line by being asked. */
async function openDesk({ socketPath }: Config, log: Logger, desk: Omit<OwnerDesk, 'isServing'>): Promise<() => void> {
  let isLooking = false;
  const look = async () => {
    if (isLooking) return;
    isLooking = true;
    // A store in trouble is looked at again.
    await desk.book.refresh().catch(() => undefined);
    isLooking = false;
  };
  const looks = setInterval(() => void look(), LOOK_MS).unref();
  const answer = (request: unknown) => answerOwner(request, { ...desk, isServing: true });
  const listening = socketPath === null ? undefined : listenLocally(socketPath, answer);
  const close = await listening?.catch((error: Error) => {
    log.warn(`while this server runs, the command line cannot change its sites: ${error.message}`);
  });
  return () => {
    clearInterval(looks);
    close?.();
  };
}

/** The origins of the server's own pages, known once the port is. */
function ownOrigins({ url, host }: Config, port: number): [OriginRule, ...OriginRule[]] {
  const own = url ?? `http://localhost:${port}`;
  return isLoopbackHost(host) ? [own, `http://localhost:${port}`, `http://127.0.0.1:${port}`] : [own];
}

function embedFolder(): string {
  return dirname(fileURLToPath(import.meta.resolve('@huzzah/widgets/embed/embed.js')));
}
