import { Engagement } from './core/engagement.js';
import { isLoopbackHost, type OriginRule } from './core/origins.js';
import type { Clock } from './core/ports.js';
import { showTally } from './core/sites.js';
import { Tokens } from './core/tokens.js';
import { apiRoutes } from './http/api-routes.js';
import { makeApp } from './http/app.js';
import { assetRoutes } from './http/asset-routes.js';
import { healthRoutes } from './http/health-routes.js';
import type { Logger } from './log.js';
import { Metrics } from './metrics.js';
import { Pulse } from './pulse/pulse.js';
import { RefusedOrigins } from './refused-origins.js';
import { openSqliteStore } from './stores/sqlite/sqlite-store.js';
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
  const metrics = new Metrics({ connections: () => transport.connections, pulse: () => pulse.figures });
  const report = {
    answered: (command: string, code: string) => metrics.answered(command, code),
    dropped: () => metrics.dropped(),
    fault(error: unknown) {
      metrics.fault();
      log.error(error instanceof Error ? error : new Error(String(error)));
    },
  };

  const store = await openSqliteStore(config.storePath, { clock, onFault: (fault) => report.fault(fault) });
  ends.push(() => store.close());
  const pulse = new Pulse<WireFrame>(encodePulse, (ref, record) => showTally(sites.get(ref.site)!, record));
  ends.push(() => pulse.close());
  const engagement = new Engagement<WireFrame>(store, pulse);
  const app = await makeApp((error) => report.fault(error));
  ends.push(() => app.close());
  apiRoutes(app, { engagement, sites, originRefused });
  healthRoutes(app, { store, metrics, metricsPeers: config.metricsPeers });
  await assetRoutes(app, { embed: embedFolder(), pages: config.pages });
  const transport = new Transport(app.server, {
    gate: { sites, tokens: new Tokens(config.secrets), clock, originRefused },
    engagement,
    report,
    origins: () => [...sites.values()].flatMap((site) => site.origins),
  });
  ends.push(() => transport.close());

  await app.listen({ port: config.port, host: config.host });
  const { port } = app.server.address() as AddressInfo;
  const own = ownOrigins(config, port);
  for (const [id, site] of sites) sites.set(id, { ...site, origins: [...site.origins, ...own] });
  return { url: own[0], port };
}

/** The origins of the server's own pages, known once the port is. */
function ownOrigins({ url, host }: Config, port: number): [OriginRule, ...OriginRule[]] {
  const own = url ?? `http://localhost:${port}`;
  return isLoopbackHost(host) ? [own, `http://localhost:${port}`, `http://127.0.0.1:${port}`] : [own];
}

function embedFolder(): string {
  return dirname(fileURLToPath(import.meta.resolve('@huzzah/widgets/embed/embed.js')));
}
