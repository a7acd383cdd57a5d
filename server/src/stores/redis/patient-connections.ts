import { setTimeout } from 'node:timers/promises';
import { StoreError } from '../../core/ports.js';
import { Connections } from './connections.js';
import { isExpected } from './failures.js';
import type { Key } from './keys.js';
import type { RedisCommand, Reply } from './lane.js';
import type { ScriptName } from './scripts.js';

/** So long a Redis is waited for that does not answer, whose replica lags or which fails over, in ms. */
const PATIENCE_MS = 30_000;
const PAUSE_MS = 250;

/** The way to Redis of one whom nobody waits for, and who may ask for the same again without harm. */
export class PatientConnections extends Connections {
  override write<Result>(name: ScriptName, keys: readonly Key[], args: RedisCommand, read: (reply: Reply) => Result) {
    return patiently(() => super.write(name, keys, args, read));
  }

  override query<Result>(name: ScriptName, keys: readonly Key[], args: RedisCommand, read: (reply: Reply) => Result) {
    return patiently(() => super.query(name, keys, args, read));
  }

  override read<Result>(name: string, key: Key, args: RedisCommand, read: (reply: Reply) => Result) {
    return patiently(() => super.read(name, key, args, read));
  }

  override set<Result>(name: string, key: Key, args: RedisCommand, read: (reply: Reply) => Result) {
    return patiently(() => super.set(name, key, args, read));
  }
}

async function patiently<Result>(ask: () => Promise<Result>): Promise<Result> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isPassing(error) || performance.now() > until) throw error;
      await setTimeout(PAUSE_MS);
    }
  }
}

/** A fault is not. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof StoreError) || error.code !== 'store_unavailable') return false;
  return error.cause === undefined || isExpected(error.cause);
}
