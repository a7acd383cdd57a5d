import type { RateLimiter, Ration } from '../../core/ports.js';
import type { Connections } from './connections.js';
import { rateKey } from './keys.js';

type Missing = Awaited<ReturnType<RateLimiter['take']>>;

/**
 * Counts for all servers that share a Redis. In a cluster the keys of a visitor and of an address
 * are on two masters: all are asked first, and then taken one by one, so that what two take in the
 * same moment may go one over.
 */
export class RedisRateLimiter implements RateLimiter {
  readonly #connections: Connections;
  readonly #isCluster: boolean;

  constructor(connections: Connections, isCluster: boolean) {
    this.#connections = connections;
    this.#isCluster = isCluster;
  }

  async take(rations: readonly Ration[]): Promise<Missing> {
    if (!this.#isCluster) return this.#take(rations);
    const asked = await Promise.all(rations.map((ration) => this.#take([{ ...ration, isAsked: true }])));
    const missing = asked
      .map((one, index) => one && { ration: rations[index]!, waitMs: one.waitMs })
      .reduce((worst, one) => ((one?.waitMs ?? 0) > (worst?.waitMs ?? 0) ? one : worst), null);
    if (missing !== null) return missing;
    await Promise.all(rations.filter(({ isAsked }) => !isAsked).map((ration) => this.#take([ration])));
    return null;
  }

  #take(rations: readonly Ration[]): Promise<Missing> {
    const keys = rations.map(({ key, member }) => rateKey(key, member !== undefined));
    const args = rations.flatMap(({ rate: { points, perMs, burst = 0 }, member = '', isAsked = false }) => [
      points,
      perMs,
      burst,
      member,
      isAsked ? 1 : 0,
    ]);
    return this.#connections.write('take', keys, args, (reply) => {
      const [which, waitMs] = reply as [number?, number?];
      return which === undefined ? null : { ration: rations[which - 1]!, waitMs: waitMs! };
    });
  }
}
