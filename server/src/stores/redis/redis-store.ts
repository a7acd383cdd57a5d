import { StoreError, type Clock, type CommitListener, type Store } from '../../core/ports.js';
import type {
  ChangeRecord,
  CommentOutcome,
  CommentRecord,
  CommentWrite,
  Durability,
  ExportRecord,
  FlagOutcome,
  FlagWrite,
  ListQuery,
  ListRecord,
  OwnRecord,
  PageRecord,
  PageRef,
  ReactionOutcome,
  ReactionWrite,
  VisitorOutcome,
  VisitorRecord,
  VisitorWrite,
  VoteOutcome,
  VoteWrite,
} from '../../core/records.js';
import type { Vote } from '@huzzah/protocol';
import type { RedisAddress } from './address.js';
import { Connections } from './connections.js';
import { durabilityOf } from './durability.js';
import { unavailable } from './failures.js';
import { checkKeys, PageKeys } from './keys.js';
import { readMasters } from './masters.js';
import { blankRecord, recordOf } from './page-record.js';
import { PageScripts } from './page-scripts.js';
import { setReaction } from './reactions.js';

/** The key of a check is gone after so long, in ms. */
const CHECK_MS = 60_000;

export interface RedisStoreOptions {
  /** Told of every commit of this node. Default: nobody. */
  readonly onCommit?: CommitListener;
  /** Says when something was written. Default: the time of the system. */
  readonly clock?: Clock;
  /** Told what nobody expected. Default: a warning of the process. */
  readonly onFault?: (fault: Error) => void;
}

/** The store that many nodes share. Rejects, in one line for people, where this Redis cannot be it. */
export async function openRedisStore(address: RedisAddress, options: RedisStoreOptions = {}): Promise<Store> {
  const { clock = Date, onFault = (fault: Error) => process.emitWarning(fault) } = options;
  const { onCommit = () => undefined } = options;
  const durability = durabilityOf(await readMasters(address));
  const replicas = durability.profile.includes('replicated') ? 1 : 0;
  const connections = new Connections(address, { replicas, onFault });
  try {
    await connections.open();
  } catch (error) {
    connections.close();
    throw error;
  }
  const { isCluster } = address;
  return new RedisStore(durability, connections, { connections, isCluster, clock, onCommit, onFault });
}

class RedisStore implements Store {
  readonly durability: Durability;
  readonly #connections: Connections;
  readonly #scripts: PageScripts;
  #closing: Promise<void> | undefined;

  constructor(durability: Durability, connections: Connections, options: ConstructorParameters<typeof PageScripts>[0]) {
    this.durability = durability;
    this.#connections = connections;
    this.#scripts = new PageScripts(options);
  }

  async readPages(refs: readonly PageRef[]): Promise<PageRecord[]> {
    this.#mustBeOpen();
    return Promise.all(refs.map((ref) => this.#readPage(ref)));
  }

  async readOwn(_ref: PageRef, _visitorId: string): Promise<OwnRecord> {
    throw new StoreError('store_unavailable', 'not yet');
  }

  async setReaction(write: ReactionWrite): Promise<ReactionOutcome> {
    this.#mustBeOpen();
    return setReaction(this.#scripts, write);
  }

  async writeComment(_write: CommentWrite): Promise<CommentOutcome> {
    throw new StoreError('store_unavailable', 'not yet');
  }

  async setVote(_write: VoteWrite): Promise<VoteOutcome> {
    throw new StoreError('store_unavailable', 'not yet');
  }

  async flagComment(_write: FlagWrite): Promise<FlagOutcome> {
    throw new StoreError('store_unavailable', 'not yet');
  }

  async listComments({ ref }: ListQuery): Promise<ListRecord | null> {
    const { seq } = await this.#readPage(ref);
    return { comments: [], next: null, previous: null, skipped: null, seq };
  }

  async readComments(_ref: PageRef, ids?: readonly string[]): Promise<(CommentRecord | null)[]> {
    return ids?.map(() => null) ?? [];
  }

  async readVotes(_ref: PageRef, _visitorId: string, _ids: readonly string[]): Promise<Readonly<Record<string, Vote>>> {
    return {};
  }

  async readChanges(_ref: PageRef, _since: number): Promise<readonly ChangeRecord[] | null> {
    return null;
  }

  async readVisitor(_site: string, _visitorId: string): Promise<VisitorRecord | null> {
    return null;
  }

  async exportVisitor(_site: string, _visitorId: string, _from: string | null): Promise<ExportRecord | null> {
    return null;
  }

  async writeVisitor(_write: VisitorWrite): Promise<VisitorOutcome> {
    throw new StoreError('store_unavailable', 'not yet');
  }

  async check(): Promise<void> {
    this.#mustBeOpen();
    const set = (key: string) => this.#connections.set('SET', key, [1, 'PX', CHECK_MS], () => undefined);
    await Promise.all(checkKeys().map(set));
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  #readPage(ref: PageRef): Promise<PageRecord> {
    const { page } = PageKeys.of(ref);
    return this.#connections.read('GET', page, [], (text) =>
      text === null ? blankRecord(this.#connections.epoch) : recordOf(text as Buffer),
    );
  }

  async #close(): Promise<void> {
    await this.#connections.idle();
    this.#connections.close();
  }

  #mustBeOpen(): void {
    if (this.#closing !== undefined) throw unavailable('it is closed');
  }
}
