import type {
  Clock,
  CommitListener,
  MemberStore,
  RateLimiter,
  SiteRow,
  SiteStore,
  SiteWrite,
  Store,
} from '../../core/ports.js';
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
  MemberWrite,
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
import { LIMITS, type Vote } from '@huzzah/protocol';
import type { RedisAddress } from './address.js';
import { Claims } from './claims.js';
import { flagComment, setVote, writeComment } from './comment-writes.js';
import { Connections } from './connections.js';
import { durabilityOf, waitOf } from './durability.js';
import { Exports } from './exports.js';
import { unavailable } from './failures.js';
import { checkKeys, PageKeys } from './keys.js';
import { readMasters } from './masters.js';
import { Members } from './members.js';
import { PageReads } from './page-reads.js';
import { PageScripts, type PageScriptsOptions } from './page-scripts.js';
import { Reactions } from './reactions.js';
import { RedisRateLimiter } from './redis-rate-limiter.js';
import { StoredSites } from './stored-sites.js';
import { Sweeper } from './sweeper.js';
import { mustBeFinished } from './unfinished.js';
import { Visitors } from './visitors.js';

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
export async function openRedisStore(address: RedisAddress, options: RedisStoreOptions = {}): Promise<RedisStore> {
  const { clock = Date, onFault = (fault: Error) => process.emitWarning(fault) } = options;
  const { onCommit = () => undefined } = options;
  const masters = await readMasters(address);
  const wait = waitOf(masters, address.wait);
  const connections = new Connections(address, { replicas: wait, onFault });
  try {
    await connections.open();
    await mustBeFinished(address, connections);
  } catch (error) {
    connections.close();
    throw error;
  }
  const { isCluster } = address;
  return new RedisStore(durabilityOf(masters, wait), { connections, isCluster, clock, onCommit, onFault });
}

/** One node's way to the store, and to what is counted beside it. */
export class RedisStore implements Store, SiteStore, MemberStore {
  readonly durability: Durability;
  /** Ends with the store. */
  readonly limiter: RateLimiter;
  readonly #connections: Connections;
  readonly #isCluster: boolean;
  readonly #scripts: PageScripts;
  readonly #reactions: Reactions;
  readonly #reads: PageReads;
  readonly #visitors: Visitors;
  readonly #members: Members;
  readonly #exports: Exports;
  readonly #sweeper: Sweeper;
  readonly #sites: StoredSites;
  #closing: Promise<void> | undefined;

  constructor(durability: Durability, options: PageScriptsOptions) {
    const { connections } = options;
    this.durability = durability;
    this.#connections = connections;
    this.#isCluster = options.isCluster;
    this.limiter = new RedisRateLimiter(connections, options.isCluster);
    this.#reads = new PageReads(connections);
    this.#scripts = new PageScripts({
      ...options,
      onCommit: (committed) => {
        this.#reads.learn(committed.ref, committed.record);
        options.onCommit(committed);
      },
    });
    const claims = new Claims(connections);
    this.#reactions = new Reactions({
      ...options,
      claims,
      scripts: this.#scripts,
      wrote: (ref, visitorId) => this.#reads.wrote(ref, visitorId),
    });
    this.#visitors = new Visitors({ connections, claims, scripts: this.#scripts });
    this.#members = new Members({ connections, scripts: this.#scripts, visitors: this.#visitors });
    this.#exports = new Exports(connections, this.#visitors);
    this.#sites = new StoredSites(connections);
    this.#sweeper = new Sweeper(connections, [this.#visitors, this.#members], () => this.#scripts.now());
  }

  async readPages(refs: readonly PageRef[]): Promise<PageRecord[]> {
    this.#mustBeOpen();
    return Promise.all(refs.map((ref) => this.#reads.page(ref)));
  }

  async readOwn(ref: PageRef, visitorId: string): Promise<OwnRecord> {
    this.#mustBeOpen();
    return this.#reads.own(ref, visitorId);
  }

  setReaction(write: ReactionWrite): Promise<ReactionOutcome> {
    // Asked for more often than all else: what needs no turn of its own takes none.
    return this.#closing === undefined ? this.#reactions.set(write) : Promise.reject(closed());
  }

  async writeComment(write: CommentWrite): Promise<CommentOutcome> {
    this.#mustBeOpen();
    if (write.type === 'remove') await this.#note(write, LIMITS.removedKeptMs);
    const outcome = await this.#wrote(write, writeComment(this.#scripts, write));
    // In one Redis the script has done it.
    if (this.#isCluster && write.type === 'post' && write.isRename && outcome.status === 'applied') {
      await this.#visitors.rename(write.ref.site, write.visitorId, write.author.name);
    }
    return outcome;
  }

  async setVote(write: VoteWrite): Promise<VoteOutcome> {
    this.#mustBeOpen();
    return setVote(this.#scripts, write);
  }

  async flagComment(write: FlagWrite): Promise<FlagOutcome> {
    this.#mustBeOpen();
    await this.#note(write, LIMITS.flagsKeptMs);
    return flagComment(this.#scripts, write);
  }

  async listComments(query: ListQuery): Promise<ListRecord | null> {
    this.#mustBeOpen();
    return this.#reads.list(query);
  }

  async readComments(ref: PageRef, ids?: readonly string[]): Promise<(CommentRecord | null)[]> {
    this.#mustBeOpen();
    // Nothing pins yet.
    return this.#reads.comments(ref, ids ?? []);
  }

  async readVotes(ref: PageRef, visitorId: string, ids: readonly string[]): Promise<Readonly<Record<string, Vote>>> {
    this.#mustBeOpen();
    return this.#reads.votes(ref, visitorId, ids);
  }

  async readChanges(ref: PageRef, since: number): Promise<readonly ChangeRecord[] | null> {
    this.#mustBeOpen();
    return this.#reads.changes(ref, since);
  }

  async readVisitor(site: string, visitorId: string): Promise<VisitorRecord | null> {
    this.#mustBeOpen();
    return this.#visitors.read(site, visitorId);
  }

  async exportVisitor(site: string, visitorId: string, from: string | null): Promise<ExportRecord | null> {
    this.#mustBeOpen();
    return this.#exports.read(site, visitorId, from);
  }

  async writeVisitor(write: VisitorWrite): Promise<VisitorOutcome> {
    this.#mustBeOpen();
    return this.#visitors.write(write);
  }

  async signOn(write: MemberWrite): Promise<string> {
    this.#mustBeOpen();
    return this.#members.signOn(write);
  }

  async readSites(): Promise<readonly SiteRow[]> {
    this.#mustBeOpen();
    return this.#sites.read();
  }

  async writeSite(write: SiteWrite): Promise<boolean> {
    this.#mustBeOpen();
    return this.#sites.write(write);
  }

  async check(): Promise<void> {
    this.#mustBeOpen();
    const set = (key: string) => this.#connections.set('SET', key, [1, 'PX', CHECK_MS], () => undefined);
    await Promise.all(checkKeys().map(set));
  }

  /** Takes the look for what has been kept long enough that is due now. */
  sweep(): Promise<void> {
    return this.#sweeper.sweep();
  }

  /** The page is so, as another node tells: that stands where nothing can be read. */
  remember(ref: PageRef, record: PageRecord): void {
    this.#reads.learn(ref, record);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** Something of the page goes in its time, if this is done. */
  async #note({ ref, onlyIfKnown }: { ref: PageRef; onlyIfKnown?: boolean }, keptMs: number): Promise<void> {
    if (!onlyIfKnown) await this.#sweeper.note(PageKeys.of(ref), Math.trunc(this.#scripts.now()) + keptMs);
  }

  /** What was read of the visitor before is not so any more. */
  async #wrote<Outcome>(write: CommentWrite, outcome: Promise<Outcome>): Promise<Outcome> {
    try {
      return await outcome;
    } finally {
      this.#reads.wrote(write.ref, write.visitorId);
    }
  }

  async #close(): Promise<void> {
    this.#sweeper.stop();
    await this.#reads.idle();
    await this.#connections.idle();
    this.#connections.close();
  }

  #mustBeOpen(): void {
    if (this.#closing !== undefined) throw closed();
  }
}

function closed(): Error {
  return unavailable('it is closed');
}
