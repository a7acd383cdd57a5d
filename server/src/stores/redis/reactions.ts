import { LIMITS } from '@huzzah/protocol';
import type { PageRef, ReactionOutcome, ReactionWrite } from '../../core/records.js';
import type { Claims } from './claims.js';
import type { Connections } from './connections.js';
import { refusalOf } from './failures.js';
import { keyEnds, PageKeys, pageIdOf } from './keys.js';
import { RUN_ID, type RedisCommand, type Reply } from './lane.js';
import { packReactions, readReactions } from './packed-reactions.js';
import type { PageScripts } from './page-scripts.js';
import { SCRIPTS } from './scripts.js';
import { SharedCall } from './shared-call.js';
import { packId, packVisitor } from './short-ids.js';

export interface ReactionsOptions {
  readonly connections: Connections;
  readonly scripts: PageScripts;
  readonly claims: Claims;
  /** What was read before of what the visitor holds on the page is not so any more. */
  readonly wrote: (ref: PageRef, visitorId: string) => void;
  readonly onFault: (fault: Error) => void;
}

interface PageCall {
  readonly call: SharedCall<ReactionWrite, ReactionOutcome>;
  /** What had been asked of pages beside when it was begun. */
  readonly runs: number;
}

/** Sets marks; see `scripts/react.lua`. Those that are asked for on a page in one turn of the loop share a call. */
export class Reactions {
  readonly #options: ReactionsOptions;
  /** By page, the last call, until it is sent. */
  readonly #calls = new Map<string, PageCall>();

  constructor(options: ReactionsOptions) {
    this.#options = options;
  }

  set(write: ReactionWrite): Promise<ReactionOutcome> {
    return this.#options.scripts.isCluster ? this.#setClaimed(write) : this.#set(write);
  }

  async #setClaimed(write: ReactionWrite): Promise<ReactionOutcome> {
    const { ref, kind, onlyIfKnown = false } = write;
    const content = contentOf(ref, kind);
    const holds = kind === null ? null : 'other';
    const isMine = await this.#options.claims.take({ ...write, content, isLong: false, onlyIfKnown, holds });
    return isMine ? this.#set(write) : { status: 'conflict' };
  }

  #set(write: ReactionWrite): Promise<ReactionOutcome> {
    const { connections, wrote } = this.#options;
    const { ref, visitorId } = write;
    return connections.wait<ReactionOutcome>(
      (wait) => this.#callOf(ref).join(write, wait),
      () => wrote(ref, visitorId),
    );
  }

  #callOf(ref: PageRef): PageCall['call'] {
    const { connections, scripts } = this.#options;
    const id = pageIdOf(ref);
    const last = this.#calls.get(id);
    // None goes before something else that was asked for before.
    if (last?.call.isOpen === true && last.runs === scripts.runs) return last.call;
    const call = new SharedCall<ReactionWrite, ReactionOutcome>(connections, PageKeys.of(ref).page, {
      make: (writes) => {
        if (this.#calls.get(id)?.call === call) this.#calls.delete(id);
        return this.#make(ref, writes);
      },
      read: (reply) => this.#read(ref, reply),
    });
    this.#calls.set(id, { call, runs: scripts.runs });
    return call;
  }

  #make(ref: PageRef, writes: readonly ReactionWrite[]): RedisCommand {
    const { connections, scripts } = this.#options;
    const { isCluster } = scripts;
    const page = PageKeys.of(ref);
    const commands = isCluster
      ? writes.map(({ visitorId, commandId }) => page.command(packVisitor(visitorId), packId(commandId)))
      : [];
    const keys = [page.page, page.own, ...commands];
    const first: RedisCommand = [connections.epoch, RUN_ID, ref.site, ref.page, page.bytes, scripts.now(), '', ''];
    return [
      ...['EVALSHA', SCRIPTS.react.sha, keys.length, ...keys],
      ...first,
      ...[LIMITS.commandMemoryMs, '', isCluster ? 0 : 1, ...keyEnds(ref.site), contentOf(ref, null)],
      packReactions(writes, isCluster ? page.page : null),
    ];
  }

  #read(ref: PageRef, reply: Reply): (ReactionOutcome | Error)[] {
    const { scripts, onFault } = this.#options;
    const { record, outcomes } = readReactions(reply as [Buffer, Buffer, Buffer[]]);
    // Once for all: a record is a whole value.
    if (record !== null && outcomes.some(isTold)) scripts.tell({ ref, record, changes: [], votes: {} });
    return outcomes.map((outcome) => (outcome instanceof Error ? refusalOf(outcome, onFault) : outcome));
  }
}

/** A repetition too: the first may have been done after its refusal, when nobody was told. */
function isTold(outcome: ReactionOutcome | Error): boolean {
  if (outcome instanceof Error) return false;
  return outcome.status === 'repeated' || (outcome.status === 'applied' && outcome.mine !== outcome.previous);
}

/** What a reaction asks for: the same commandId with another is a conflict. */
function contentOf(ref: PageRef, kind: string | null): string {
  return `r${pageIdOf(ref)}${kind ?? ''}`;
}
