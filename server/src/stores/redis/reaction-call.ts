import { LIMITS } from '@huzzah/protocol';
import type { PageRef, ReactionOutcome, ReactionWrite } from '../../core/records.js';
import type { Connections } from './connections.js';
import type { Wait } from './deadlines.js';
import { failureOf, refusalOf, replyError } from './failures.js';
import { keyEnds, PageKeys, pageIdOf } from './keys.js';
import { RUN_ID, type RedisCommand, type Reply } from './lane.js';
import { packReactions, readReactions } from './packed-reactions.js';
import type { PageScripts } from './page-scripts.js';
import { SCRIPTS } from './scripts.js';
import { packId, packVisitor } from './short-ids.js';

/** Reactions that go in one call: less than 1 ms of Redis, which does nothing else meanwhile. */
const MOST = 64;

export interface ReactionCallOptions {
  readonly connections: Connections;
  readonly scripts: PageScripts;
  readonly onFault: (fault: Error) => void;
}

/** A call of `scripts/react.lua`, for all who have joined it before it is sent. */
export class ReactionCall {
  readonly #ref: PageRef;
  readonly #options: ReactionCallOptions;
  readonly #sent: () => void;
  readonly #runs: number;
  #all: { readonly write: ReactionWrite; readonly wait: Wait<ReactionOutcome> }[] = [];
  #command: RedisCommand | undefined;

  /** @param sent is called once nobody may join any more */
  constructor(ref: PageRef, options: ReactionCallOptions, sent: () => void) {
    this.#ref = ref;
    this.#options = options;
    this.#sent = sent;
    this.#runs = options.scripts.runs;
    options.connections.writeForMany(PageKeys.of(ref).page, {
      command: () => (this.#command ??= this.#make()),
      answer: (reply) => this.#answer(reply),
      refuse: (error) => this.#all.forEach(({ wait }) => wait.reject(failureOf(error))),
      isOver: () => this.#all.every(({ wait }) => wait.isOver()),
    });
  }

  /** Whether more may join: not where that would go before something else that was asked for before. */
  get isOpen(): boolean {
    return this.#command === undefined && this.#all.length < MOST && this.#runs === this.#options.scripts.runs;
  }

  add(write: ReactionWrite, wait: Wait<ReactionOutcome>): void {
    this.#all.push({ write, wait });
  }

  #make(): RedisCommand {
    this.#sent();
    this.#all = this.#all.filter(({ wait }) => !wait.isOver());
    const { isCluster } = this.#options.scripts;
    const page = PageKeys.of(this.#ref);
    const writes = this.#all.map(({ write }) => write);
    const commands = isCluster
      ? writes.map(({ visitorId, commandId }) => page.command(packVisitor(visitorId), packId(commandId)))
      : [];
    const keys = [page.page, page.own, ...commands];
    return [
      ...['EVALSHA', SCRIPTS.react.sha, keys.length, ...keys],
      ...argsOf(this.#ref, this.#options),
      packReactions(writes, isCluster ? page.page : null),
    ];
  }

  #answer(reply: Reply): void {
    const { record, outcomes } = readReactions(reply as [Buffer, Buffer, Buffer[]]);
    const { scripts, onFault } = this.#options;
    // Once for all: a record is a whole value.
    if (record !== null && outcomes.some(isTold)) scripts.tell({ ref: this.#ref, record, changes: [], votes: {} });
    for (const [index, { wait }] of this.#all.entries()) {
      const outcome = outcomes[index]!;
      if (typeof outcome === 'object') wait.resolve(outcome);
      else wait.reject(refusalOf(replyError(outcome), onFault));
    }
  }
}

/** What all of them have in common; see `scripts/react.lua`. */
function argsOf(ref: PageRef, { connections, scripts }: ReactionCallOptions): RedisCommand {
  const { site, page } = ref;
  const { epoch } = connections;
  const first: RedisCommand = [epoch, RUN_ID, site, page, PageKeys.of(ref).bytes, scripts.now(), '', ''];
  return [...first, LIMITS.commandMemoryMs, '', scripts.isCluster ? 0 : 1, ...keyEnds(site), contentOf(ref, null)];
}

/** A repetition too: the first may have been done after its refusal, when nobody was told. */
function isTold(outcome: ReactionOutcome | string): boolean {
  if (typeof outcome === 'string') return false;
  return outcome.status === 'repeated' || (outcome.status === 'applied' && outcome.mine !== outcome.previous);
}

/** What a reaction asks for: the same commandId with another is a conflict. */
export function contentOf(ref: PageRef, kind: string | null): string {
  return `r${pageIdOf(ref)}${kind ?? ''}`;
}
