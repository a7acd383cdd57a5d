import { randomBytes } from 'node:crypto';
import type { RedisAddress } from './address.js';
import { Deadlines, type Wait } from './deadlines.js';
import { failureOf, unavailable } from './failures.js';
import { checkKeys, STORE_KEYS, type Key } from './keys.js';
import type { Asked, RedisCommand, Reply } from './lane.js';
import { nodesOf, type Nodes, type RunScript } from './nodes.js';
import { SCRIPTS, type ScriptName } from './scripts.js';
import { slotOf } from './slots.js';

interface ConnectionsOptions {
  /** Replicas that a write must be on before it is acknowledged. */
  readonly replicas: number;
  readonly onFault: (fault: Error) => void;
}

/** Makes of an answer what was asked for; called even where nobody waits for it any more. */
type Read<Result> = (reply: Reply) => Result;

/**
 * The way to Redis: one connection a master for what writes, another for what reads, so that a
 * Redis that lets nobody write, or waits for a replica, holds up no reader.
 */
export class Connections {
  readonly #writers: Nodes;
  readonly #readers: Nodes;
  readonly #deadlines = new Deadlines();
  #epoch = '';
  #isDown = false;

  constructor(address: RedisAddress, { replicas, onFault }: ConnectionsOptions) {
    const onMaster = (runId: string, run: RunScript) => this.#meet([runId.slice(0, 8)], run);
    this.#writers = nodesOf(address, 'huzzah-writes', { replicas: () => replicas, onMaster, onFault });
    this.#readers = nodesOf(address, 'huzzah-reads', { replicas: () => 0, onMaster, onFault });
  }

  /** Resolves once the masters have been met. */
  async open(): Promise<void> {
    const all = [this.#writers, this.#readers].flatMap((nodes) => checkKeys().map((key) => ({ nodes, key })));
    // A replica that lags holds up no start.
    await Promise.allSettled(all.map(({ nodes, key }) => this.#ask(nodes, key, ['GET', key], () => undefined)));
    if (this.#epoch === '') throw unavailable('no master answers');
  }

  /** Whether the last that was heard of Redis is that it did not answer. */
  get isDown(): boolean {
    return this.#isDown;
  }

  /** Of pages that are not made. */
  get epoch(): string {
    return this.#epoch;
  }

  /** Runs a script that writes, all of whose keys are on one master; durable as promised once it resolves. */
  write<Result>(name: ScriptName, keys: readonly Key[], args: RedisCommand, read: Read<Result>): Promise<Result> {
    return this.#ask(this.#writers, keys[0]!, ['EVALSHA', SCRIPTS[name].sha, keys.length, ...keys, ...args], read);
  }

  /** Runs a script that reads. */
  query<Result>(name: ScriptName, keys: readonly Key[], args: RedisCommand, read: Read<Result>): Promise<Result> {
    return this.#ask(this.#readers, keys[0]!, ['EVALSHA_RO', SCRIPTS[name].sha, keys.length, ...keys, ...args], read);
  }

  /** A command that reads, of one key. */
  read<Result>(name: string, key: Key, args: RedisCommand, read: Read<Result>): Promise<Result> {
    return this.#ask(this.#readers, key, [name, key, ...args], read);
  }

  /** A command that writes, of one key. */
  set<Result>(name: string, key: Key, args: RedisCommand, read: Read<Result>): Promise<Result> {
    return this.#ask(this.#writers, key, [name, key, ...args], read);
  }

  /** Waits for what was asked by somebody else's call, as long as for one's own. */
  wait<Result>(ask: (wait: Wait<Result>) => void, ended?: () => void): Promise<Result> {
    return this.#deadlines.wait(ask, ended);
  }

  /** Asks for many who `wait`, of what writes. */
  writeForMany(key: Key, asked: Omit<Asked, 'slot'>): void {
    this.#send(this.#writers, key, asked);
  }

  /** Resolves once nothing is under way. */
  idle(): Promise<void> {
    return this.#deadlines.idle();
  }

  close(): void {
    this.#writers.close();
    this.#readers.close();
  }

  #ask<Result>(nodes: Nodes, key: Key, command: RedisCommand, read: Read<Result>): Promise<Result> {
    const answer = this.#deadlines.wait<Result>(({ resolve, reject, isOver }) =>
      this.#send(nodes, key, {
        command: () => command,
        answer: (reply) => resolve(read(reply)),
        refuse: (error) => reject(failureOf(error)),
        isOver,
      }),
    );
    // What writes may be held up alone.
    if (nodes === this.#readers) answer.catch(() => (this.#isDown = true));
    return answer;
  }

  #send(nodes: Nodes, key: Key, asked: Omit<Asked, 'slot'>): void {
    const answer = (reply: Reply) => {
      this.#isDown = false;
      asked.answer(reply);
    };
    nodes.add({ ...asked, slot: slotOf(key), answer });
  }

  async #meet(runIds: readonly string[], run: RunScript): Promise<void> {
    this.#epoch = (await run(SCRIPTS.epoch.source, STORE_KEYS.store, freshEpoch(), ...runIds)) as string;
  }
}

function freshEpoch(): string {
  return randomBytes(6).toString('base64url');
}
