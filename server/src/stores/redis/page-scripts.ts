import { LIMITS } from '@huzzah/protocol';
import type { Clock, CommitListener } from '../../core/ports.js';
import type { Committed, PageRef } from '../../core/records.js';
import type { Connections } from './connections.js';
import { PageKeys, VisitorKeys, type Key } from './keys.js';
import { RUN_ID, type RedisCommand, type Reply } from './lane.js';
import type { ScriptName } from './scripts.js';
import { packId, packVisitor } from './short-ids.js';

/** A command as the scripts know it again. */
export interface ScriptCommand {
  readonly ref: PageRef;
  readonly visitorId: string;
  readonly commandId: string;
  /** What it asks for: the same commandId with another is a conflict. */
  readonly content: string;
  readonly isLong: boolean;
  readonly onlyIfKnown: boolean;
  /** Whether something may be held on the visitor afterwards: a comment, or something else. */
  readonly holds: 'comment' | 'other' | null;
}

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
  #last = 0;

  constructor(options: PageScriptsOptions) {
    this.#options = options;
  }

  /**
   * @param keys those of the script, behind the five that all have
   * @param args likewise
   * @param read makes the outcome of an answer, with what was committed
   */
  async run<Outcome>(
    name: ScriptName,
    command: ScriptCommand,
    keys: (page: PageKeys, visitor: Buffer) => readonly Key[],
    args: RedisCommand,
    read: (reply: Reply[]) => Done<Outcome>,
  ): Promise<Outcome> {
    const { connections } = this.#options;
    const { ref } = command;
    const page = PageKeys.of(ref);
    const visitor = packVisitor(command.visitorId);
    const own = new VisitorKeys(ref.site, visitor);
    const commandKey = own.command(packId(command.commandId));
    const allKeys = [page.page, page.own, commandKey, own.bucket, own.pages, ...keys(page, visitor)];
    const allArgs: RedisCommand = [
      connections.epoch,
      RUN_ID,
      ref.site,
      ref.page,
      Buffer.from(page.id, 'base64url'),
      this.now(),
      visitor,
      command.content,
      command.isLong ? LIMITS.commentCommandMemoryMs : LIMITS.commandMemoryMs,
      command.onlyIfKnown ? 1 : 0,
      1,
      ...args,
    ];
    return connections.write(name, allKeys, allArgs, (reply) => {
      const { outcome, committed } = read(reply as Reply[]);
      if (committed !== undefined) this.tell({ ref, ...committed });
      return outcome;
    });
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
