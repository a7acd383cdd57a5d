import { Allowance } from './core/allowance.js';
import { Conversation } from './core/conversation.js';
import { Cursors } from './core/cursors.js';
import { Engagement } from './core/engagement.js';
import { Identity } from './core/identity.js';
import { Lists } from './core/lists.js';
import { isLoopbackHost, type OriginRule } from './core/origins.js';
import type { Audience, Clock } from './core/ports.js';
import { showChange } from './core/show-comment.js';
import { showTally } from './core/sites.js';
import { Tokens } from './core/tokens.js';
import { apiRoutes } from './http/api-routes.js';
import { makeApp } from './http/app.js';
import { assetRoutes } from './http/asset-routes.js';
import { healthRoutes } from './http/health-routes.js';
import type { Logger } from './log.js';
import { Metrics } from './metrics.js';
import { Pulse } from './pulse/pulse.js';
import { shareAudience } from './share-audience.js';
import { RefusedOrigins } from './refused-origins.js';
import { openStore, type OpenStore } from './stores/open-store.js';
import { Addresses } from './transport/addresses.js';
import type { Rules } from './transport/handlers.js';
import { Transport } from './transport/transport.js';
import { encodePulse, type WireFrame } from './transport/wire-frame.js';
import type { Config } from './config.js';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AddressInfo } from 'node:net';

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

/** Puts the parts together, listens, and resolves once readers can come; what was begun is ended in reverse. */
export async function startServer(config: Config, log: Logger): Promise<RunningServer> {
  const ends: (() => unknown)[] = [];
  const close = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    return { ...(await compose(config, log, ends)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function compose(config: Config, log: Logger, ends: (() => unknown)[]): Promise<Omit<RunningServer, 'close'>> {
  for (const notice of config.notices) log.warn(notice);
  const clock: Clock = { now: () => Date.now() };
  const sites = new Map(config.sites);
  const refused = new RefusedOrigins(log, clock);
  const originRefused = (site: string, origin: string) => refused.note(site, origin);
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
    showTally: (ref, record) => showTally(sites.get(ref.site)!, record),
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
  const shared = shareAudience(open, pulse, {
    sites,
    visitorChanged(site, visitorId) {
      void transport.visitorChanged(site, visitorId);
      shared?.readOwn(site, visitorId, transport.pagesOf(site, visitorId));
    },
  });
  const audience = shared ?? pulse;
  ends.push(() => shared?.close());
  // The store first: what it still acknowledges the others hear.
  ends.push(() => store.close());
  if (!store.durability.isKept) log.warn(`the store does not keep its promise: ${store.durability.means}`);
  const rules = makeRules(config, { store, limiter }, audience, clock);
  const app = await makeApp((error) => report.fault(error));
  ends.push(() => app.close());
  apiRoutes(app, { ...rules, sites, originRefused });
  healthRoutes(app, { store, isHearing, metrics, metricsPeers: config.metricsPeers });
  await assetRoutes(app, { embed: embedFolder(), pages: config.pages });
  const transport = new Transport(app.server, {
    gate: {
      sites,
      tokens: new Tokens(config.secrets),
      addresses: new Addresses(config.trustedProxies),
      readVisitor: (site, visitorId) => rules.identity.read(site, visitorId),
      originRefused,
    },
    rules,
    clock,
    report,
    visitorChanged: (site, visitorId) => audience.renamed(site, visitorId),
    origins: () => [...sites.values()].flatMap((site) => site.origins),
  });
  ends.push(() => transport.close());

  await app.listen({ port: config.port, host: config.host });
  const { port } = app.server.address() as AddressInfo;
  const own = ownOrigins(config, port);
  for (const [id, site] of sites) sites.set(id, { ...site, origins: [...site.origins, ...own] });
  return {
    url: own[0],
    port,
    async drain() {
      app.server.close();
      await transport.drain();
    },
  };
}

function makeRules(
  config: Config,
  { store, limiter }: Pick<OpenStore, 'store' | 'limiter'>,
  audience: Audience<WireFrame>,
  clock: Clock,
): Rules {
  const lists = new Lists(store, new Cursors(config.secrets));
  const allowance = new Allowance(limiter, config.hasRates);
  const parts = { store, audience, lists, allowance, clock };
  return {
    engagement: new Engagement<WireFrame>(parts),
    conversation: new Conversation<WireFrame>(parts),
    identity: new Identity<WireFrame>(parts),
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
