import type { Durability } from '../../core/records.js';
import type { MasterFacts } from './masters.js';

/** What an acknowledgement of Redis can mean, the strongest first. */
const PROFILES = {
  replicated:
    'An acknowledged write is on a replica too: it survives one failover; where more is lost, readers are told to begin anew.',
  always: 'An acknowledged write is in the synced log of Redis: it survives a crash of Redis and of its host.',
  everysec:
    'An acknowledged write is in the memory of Redis, and in its log within a second: it survives a killed server; of a crash of Redis up to 2 s are lost.',
  memory: 'An acknowledged write is in the memory of Redis alone, and is lost with it: CONFIG SET appendonly yes.',
} as const;

type Profile = keyof typeof PROFILES;

/** On how many replicas a write is before it is acknowledged: on as many as the address says, else on one where every master has one. */
export function waitOf(masters: readonly MasterFacts[], asked: number | null): number {
  return asked ?? Math.min(1, leastReplicas(masters));
}

/**
 * What the masters promise together: as much as the weakest of them.
 *
 * @param wait as {@link waitOf} says
 */
export function durabilityOf(masters: readonly MasterFacts[], wait: number): Durability {
  const order = Object.keys(PROFILES) as Profile[];
  const weakest = order[Math.max(...masters.map((master) => order.indexOf(profileOf(master))))]!;
  const profile = wait > 0 ? 'replicated' : weakest;
  const isEvicting = masters.some(({ eviction }) => eviction !== 'noeviction');
  const isShort = leastReplicas(masters) < wait;
  const isBehind = wait === 0 && masters.some(({ replicas }) => replicas > 0);
  return {
    profile: `redis, ${profile}`,
    means: [
      PROFILES[profile],
      ...(isBehind ? ['No replica is waited for: a failover loses what it does not have yet.'] : []),
      ...(isShort ? [`Until every master has ${wait} replicas nothing is acknowledged.`] : []),
      ...(isEvicting ? [EVICTING] : []),
    ].join(' '),
    settings: {
      masters: masters.length,
      replicas: leastReplicas(masters),
      wait,
      appendonly: masters.every(({ hasLog }) => hasLog) ? 'yes' : 'no',
      appendfsync: [...new Set(masters.map(({ sync }) => sync))].join(', '),
      'maxmemory-policy': [...new Set(masters.map(({ eviction }) => eviction))].join(', '),
      version: [...new Set(masters.map(({ version }) => version))].join(', '),
    },
    isKept: profile !== 'memory' && !isEvicting && !isShort,
  };
}

const EVICTING =
  'Where its memory is full it throws away what was acknowledged: CONFIG SET maxmemory-policy noeviction.';

function leastReplicas(masters: readonly MasterFacts[]): number {
  return Math.min(...masters.map(({ replicas }) => replicas));
}

function profileOf({ hasLog, sync }: MasterFacts): Exclude<Profile, 'replicated'> {
  if (!hasLog || sync === 'no') return 'memory';
  return sync === 'always' ? 'always' : 'everysec';
}
