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

/** What the masters promise together: as much as the weakest of them. */
export function durabilityOf(masters: readonly MasterFacts[]): Durability {
  const order = Object.keys(PROFILES) as Profile[];
  const profile = order[Math.max(...masters.map((master) => order.indexOf(profileOf(master))))]!;
  const isEvicting = masters.some(({ eviction }) => eviction !== 'noeviction');
  const evicting =
    ' Where its memory is full it throws away what was acknowledged: CONFIG SET maxmemory-policy noeviction.';
  return {
    profile: `redis, ${profile}`,
    means: PROFILES[profile] + (isEvicting ? evicting : ''),
    settings: {
      masters: masters.length,
      replicas: Math.min(...masters.map(({ replicas }) => replicas)),
      appendonly: masters.every(({ hasLog }) => hasLog) ? 'yes' : 'no',
      appendfsync: [...new Set(masters.map(({ sync }) => sync))].join(', '),
      'maxmemory-policy': [...new Set(masters.map(({ eviction }) => eviction))].join(', '),
      version: [...new Set(masters.map(({ version }) => version))].join(', '),
    },
    isKept: profile !== 'memory' && !isEvicting,
  };
}

function profileOf({ replicas, hasLog, sync }: MasterFacts): Profile {
  if (replicas > 0) return 'replicated';
  if (!hasLog || sync === 'no') return 'memory';
  return sync === 'always' ? 'always' : 'everysec';
}
