import type { Clock, CommitListener } from '../../core/ports.js';
import type { Committed } from '../../core/records.js';
import { Claims } from './claims.js';
import type { Connections } from './connections.js';
import { PageKeys, VisitorKeys, type Key } from './keys.js';
import { RUN_ID, type RedisCommand, type Reply } from './lane.js';
import { timeOf, type ScriptCommand } from './script-command.js';
import type { ScriptName } from './scripts.js';
import { packId, packVisitor } from './short-ids.js';

/** What became of a command, and what of it is told. */
export interface Done<Outcome> {
  readonly outcome: Outcome;
  readonly committed?: Omit<Committed, 'ref'>;
}

export interface PageScriptsOptions {
  readonly connections: Connections;
  readonly isCluster: boolean;
  readonly clock: Clock;
  readonly onCommit: CommitListener;
  readonly onFault: (fault: Error) => void;
}

/** Runs the scripts that write to a page, and tells of their commits. */
export class PageScripts {
  readonly #options: PageScriptsOptions;
  readonly #claims: Claims;
  #last = 0;
  #runs = 0;

  constructor(options: PageScriptsOptions) {
    this.#options = options;
    this.#claims = new Claims(options.connections);
  }

  /**
   * @param keys those of the script, behind the five that all have
   * @param args likewise
   * @param read makes the outcome of an answer, with what was committed
   */
  async run<Outcome extends { readonly status: string }>(
    name: ScriptName,
    command: ScriptCommand,
    keys: (page: PageKeys, visitor: Buffer, own: VisitorKeys) => readonly Key[],
    args: RedisCommand,
    read: (reply: Reply[]) => Done<Outcome>,
  ): Promise<Outcome | { readonly status: 'conflict' }> {
    const { connections, isCluster } = this.#options;
    const { ref, visitorId, commandId, onlyIfKnown } = command;
    if (isCluster && !(await this.#claims.take(command))) return { status: 'conflict' };
    this.#runs += 1;
    const page = PageKeys.of(ref);
    const visitor = packVisitor(visitorId);
    const own = new VisitorKeys(ref.site, visitor);
    const id = packId(commandId);
    const first = isCluster
      ? [page.page, page.own, page.command(visitor, id), page.page, page.page]
      : [page.page, page.own, own.command(id), own.bucket, own.pages];
    const all: RedisCommand = [
      connections.epoch,
      RUN_ID,
      ref.site,
      ref.page,
      page.bytes,
      this.now(),
      visitor,
      command.content,
      timeOf(command),
      onlyIfKnown ? 1 : 0,
      isCluster ? 0 : 1,
      ...args,
    ];
    return connections.write(name, [...first, ...keys(page, visitor, own)], all, (reply) => {
      const { outcome, committed } = read(reply as Reply[]);
      if (committed !== undefined) this.tell({ ref, ...committed });
      return outcome;
    });
  }

  /**
   * Runs a script that takes up what a visitor holds on a page in steps, until no more is left, and tells of each.
   *
   * @param keys those of the script, behind the five that all have
   * @param args likewise
   * @param read whether there is more, and what was committed, `null` where nothing has changed
   */
  async runInSteps(
    name: ScriptName,
    page: PageKeys,
    visitor: Buffer,
    keys: readonly Key[],
    args: RedisCommand,
    read: (reply: Reply[]) => { readonly isMore: boolean; readonly committed: Committed | null },
  ): Promise<void> {
    const { connections } = this.#options;
    const all = [page.page, page.own, page.page, page.page, page.page, ...keys];
    for (let isMore = true; isMore;) {
      const first: RedisCommand = [connections.epoch, RUN_ID, '', '', page.bytes, this.now(), visitor, '', 0, 0, 0];
      isMore = await connections.write(name, all, [...first, ...args], (reply) => {
        const step = read(reply as Reply[]);
        if (step.committed !== null) this.tell(step.committed);
        return step.isMore;
      });
    }
  }

  get isCluster(): boolean {
    return this.#options.isCluster;
  }

  /** How often `run` has asked: what is asked for later must not go before that. */
  get runs(): number {
    return this.#runs;
  }

  /** Epoch ms, a fraction more with each call: what this node writes has an order. */
  now(): number {
    const now = Math.trunc(this.#options.clock.now());
    this.#last = now > this.#last ? now : this.#last + 0.001;
    // A clock that was set back is believed.
    if (this.#last - now > 1_000) this.#last = now;
    return this.#last;
  }

  /** A listener that fails must not keep the answer from anybody. */
  tell(committed: Committed): void {
    try {
      this.#options.onCommit(committed);
    } catch (error) {
      this.#options.onFault(error as Error);
    }
  }
}
