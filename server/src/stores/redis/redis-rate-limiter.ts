import type { RateLimiter, Ration } from '../../core/ports.js';
import type { Connections } from './connections.js';
import { rateKey } from './keys.js';
import type { RedisCommand } from './lane.js';
import { SCRIPTS } from './scripts.js';
import { SharedCall } from './shared-call.js';

type Missing = Awaited<ReturnType<RateLimiter['take']>>;
type Call = SharedCall<readonly Ration[], Missing>;

/**
 * Counts for all servers that share a Redis. In a cluster the keys of a visitor and of an address
 * are on two masters: all are asked first, and then taken one by one, so that what two take in the
 * same moment may go one over.
 */
export class RedisRateLimiter implements RateLimiter {
  readonly #connections: Connections;
  readonly #isCluster: boolean;
  #last: Call | undefined;

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
    return this.#connections.wait<Missing>((wait) => this.#callFor(rations[0]!).join(rations, wait));
  }

  /** In one Redis all who ask in one turn of the loop share a call. */
  #callFor({ key, member }: Ration): Call {
    if (!this.#isCluster && this.#last?.isOpen === true) return this.#last;
    let asked: readonly (readonly Ration[])[] = [];
    this.#last = new SharedCall<readonly Ration[], Missing>(this.#connections, rateKey(key, member !== undefined), {
      make: (all) => commandOf((asked = all)),
      read: (reply) =>
        asked.map((rations, index) => {
          const [which, waitMs] = (reply as [number?, number?][])[index]!;
          return which === undefined ? null : { ration: rations[which - 1]!, waitMs: waitMs! };
        }),
    });
    return this.#last;
  }
}

function commandOf(all: readonly (readonly Ration[])[]): RedisCommand {
  const keys = all.flatMap((rations) => rations.map(({ key, member }) => rateKey(key, member !== undefined)));
  const args = all.flatMap((rations) => [rations.length, ...rations.flatMap(argsOf)]);
  return ['EVALSHA', SCRIPTS.take.sha, keys.length, ...keys, ...args];
}

function argsOf({ rate: { points, perMs, burst = 0 }, member = '', isAsked = false }: Ration): RedisCommand {
  return [points, perMs, burst, member, isAsked ? 1 : 0];
}
