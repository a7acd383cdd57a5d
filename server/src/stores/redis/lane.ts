import type { Redis } from 'ioredis';
import { failureOf, firstWordOf, refusalOf, unavailable } from './failures.js';
import { SCRIPTS, type Script } from './scripts.js';

/** Stands in a command for the run id of the master that it is sent to. */
export const RUN_ID = Symbol('run id');

/** A command of Redis: its name, and its arguments. */
export type RedisCommand = readonly (string | number | Buffer | typeof RUN_ID)[];
/** What Redis answers. Texts are bytes. */
export type Reply = Buffer | number | null | Reply[];

/** A command, and who waits for what Redis says. */
export interface Asked {
  /** Asked for when it is sent: until then more may join it. The same each time. */
  readonly command: () => RedisCommand;
  readonly slot: number;
  /** Whether the connection must say ASKING before it. */
  readonly isAsking?: boolean;
  readonly answer: (reply: Reply) => void;
  readonly refuse: (error: Error) => void;
  /** Whether nobody waits for it any more, so that it need not be sent. */
  readonly isOver: () => boolean;
}

export interface LaneOptions {
  /** Replicas that must have what is sent before it is acknowledged; 0: none. */
  readonly replicas: () => number;
  /** Sends to another node what the cluster keeps there; `false` where that is not so. */
  readonly redirect: (asked: Asked, error: Error) => boolean;
  /** Told the run id of each Redis that it connects to, and waited for before anything is sent there. */
  readonly onMaster: (runId: string, client: Redis) => Promise<void>;
  readonly onFault: (fault: Error) => void;
}

/** For so long a pipeline waits for its replicas, in ms. */
const REPLICA_WAIT_MS = 200;

/** Where a node is. */
export function addressOf({ options: { host, port } }: Redis): string {
  return `${host}:${port}`;
}

const ALL = Object.values<Script>(SCRIPTS);

/**
 * The commands to one node over one connection: what is asked in one turn of the loop goes in one
 * pipeline. Nothing is sent twice: what was under way when a connection broke is refused, and
 * whoever asks again is recognised by his commandId.
 */
export class Lane {
  readonly #client: Redis;
  readonly #options: LaneOptions;
  #waiting: Asked[] = [];
  #isSendDue = false;
  /** Of the Redis at the other end, once it has the scripts. */
  #runId: string | null = null;

  constructor(client: Redis, options: LaneOptions) {
    this.#client = client;
    this.#options = options;
    // Told by what is refused.
    client.on('error', () => undefined);
    client.on('ready', () => void this.#prepare());
    client.on('close', () => (this.#runId = null));
    if (client.status === 'ready') void this.#prepare();
    else if (client.status === 'wait') void client.connect().catch(() => undefined);
  }

  /** Sent once the connection is up, if that is before nobody waits any more. */
  add(asked: Asked): void {
    this.#waiting.push(asked);
    if (this.#isSendDue) return;
    this.#isSendDue = true;
    setImmediate(() => {
      this.#isSendDue = false;
      this.#send();
    });
  }

  get isOpen(): boolean {
    return this.#runId !== null;
  }

  /** The node is gone: gives back what was not sent. */
  take(): Asked[] {
    return this.#waiting.splice(0);
  }

  async #prepare(): Promise<void> {
    try {
      const runId = /^run_id:(\w+)/m.exec(await this.#client.info('server'))![1]!;
      await Promise.all([
        ...ALL.map(({ source }) => this.#client.script('LOAD', source)),
        this.#options.onMaster(runId, this.#client),
      ]);
      this.#runId = runId.slice(0, 8);
      this.#send();
    } catch {
      // It breaks again, or says why with the first command; a new connection begins anew.
      this.#client.disconnect(true);
    }
  }

  #send(): void {
    if (this.#runId === null) return;
    const sent = this.#waiting.splice(0).filter((asked) => !asked.isOver());
    if (sent.length > 0) void this.#exchange(sent, this.#runId);
  }

  async #exchange(sent: readonly Asked[], runId: string): Promise<void> {
    const replicas = this.#options.replicas();
    const pipeline = this.#client.pipeline();
    for (const { command, isAsking } of sent) {
      if (isAsking) pipeline.call('ASKING');
      const [name, ...rest] = command().map((part) => (part === RUN_ID ? runId : part));
      pipeline.callBuffer(name as string, ...(rest as (string | Buffer | number)[]));
    }
    if (replicas > 0) pipeline.call('WAIT', replicas, REPLICA_WAIT_MS);
    const results = (await pipeline.exec())!;
    const [error, count] = replicas > 0 ? results.at(-1)! : [null, replicas];
    const isKept = error === null && (count as number) >= replicas;
    let index = 0;
    for (const asked of sent) {
      if (asked.isAsking) index += 1;
      this.#settle(asked, results[index]!, isKept);
      index += 1;
    }
  }

  #settle(asked: Asked, [error, reply]: [Error | null, unknown], isKept: boolean): void {
    if (error !== null) return this.#failed(asked, error);
    if (!isKept)
      return asked.refuse(unavailable(`too few replicas of the master ${addressOf(this.#client)} have it yet`));
    try {
      asked.answer(reply as Reply);
    } catch (fault) {
      this.#options.onFault(fault as Error);
      asked.refuse(failureOf(fault));
    }
  }

  #failed(asked: Asked, error: Error): void {
    const [name, sha, ...rest] = asked.command();
    const script = firstWordOf(error) === 'NOSCRIPT' ? ALL.find((one) => one.sha === sha) : undefined;
    // Said before it is run: it has had no effect.
    if (script !== undefined) {
      const whole: RedisCommand = [name === 'EVALSHA' ? 'EVAL' : 'EVAL_RO', script.source, ...rest];
      return this.add({ ...asked, command: () => whole });
    }
    if (this.#options.redirect(asked, error)) return;
    asked.refuse(refusalOf(error, this.#options.onFault));
  }
}
