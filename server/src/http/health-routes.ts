import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Store } from '../core/ports.js';
import { isLoopbackHost } from '../core/origins.js';
import { Refusal } from '../core/refusal.js';
import type { Metrics } from '../metrics.js';

interface HealthOptions {
  readonly store: Store;
  /** Whether this server hears what others tell. */
  readonly isHearing: () => boolean;
  readonly metrics: Metrics;
  /** Peers beside this machine that may read the metrics; `null` for everybody. */
  readonly metricsPeers: readonly string[] | null;
}

/** `/healthz` (alive), `/readyz` (able to serve, and what an acknowledgement means), `/metrics`. */
export function healthRoutes(app: FastifyInstance, options: HealthOptions): void {
  const { store, isHearing, metrics, metricsPeers } = options;
  app.get('/healthz', () => ({ status: 'alive' }));

  app.get('/readyz', async () => {
    await store.check();
    if (!isHearing()) {
      throw new Refusal('store_unavailable', 'unable to hear what other servers tell; the connection is made anew');
    }
    return { status: 'ready', store: store.durability };
  });

  app.get('/metrics', async (request, reply) => {
    if (metricsPeers !== null && !isNear(request, metricsPeers)) {
      throw new Refusal('forbidden', 'unable to show the metrics; they are for this machine and trusted peers');
    }
    return reply.type(metrics.contentType).send(await metrics.text());
  });
}

const PROXIED = /^(x-forwarded-|x-real-ip$|forwarded$|via$)/;

/**
 * What came through a proxy comes neither from this machine nor from that peer itself; nor does
 * what a browser here was tricked into asking for under another name.
 */
function isNear({ socket, headers }: FastifyRequest, peers: readonly string[]): boolean {
  const peer = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  if (Object.keys(headers).some((name) => PROXIED.test(name))) return false;
  if (peers.includes(peer) && !isLoopbackHost(peer)) return true;
  return (
    isLoopbackHost(peer) && isLoopbackHost((headers.host ?? '').replace(/:\d+$/, '')) && headers.origin === undefined
  );
}
