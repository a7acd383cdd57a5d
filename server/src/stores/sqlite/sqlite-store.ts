import type { Vote } from '@huzzah/protocol';
import { resolve } from 'node:path';
import {
  StoreError,
  type Clock,
  type CommitListener,
  type MemberStore,
  type SiteRow,
  type SiteStore,
  type SiteWrite,
  type Store,
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
import { MEMORY, type Settings } from './messages.js';
import { PageCache } from './page-cache.js';
import { ReadMemory } from './read-memory.js';
import { StoreThread } from './store-thread.js';

/** Pages of a generation in memory: two are some 10 MB, and more than have readers at one time. */
const HOT_PAGES = 10_000;
/** Comments of a generation of lists in memory: two are some 40 MB. */
const HOT_COMMENTS = 20_000;
/** Between two looks for what has been kept long enough, in ms. */
const SWEEP_MS = 30_000;

export interface SqliteOptions {
  /** Told of every commit. Default: nobody. */
  readonly onCommit?: CommitListener;
  /** Says when a mark was made. Default: the time of the system. */
  readonly clock?: Clock;
  /** Told what nobody expected: a thread that ended, a database that is damaged. Default: a warning of the process. */
  readonly onFault?: (fault: Error) => void;
  /** The file grows to so many pages of 4 KiB; what needs more is refused `storage_full`. Default: as the disk has room. */
  readonly maxPages?: number;
}

/**
 * The embedded store: one file, or `:memory:`. The folder of the file is made where it is
 * missing. Rejects, in one line for people, where the file cannot be opened, is not ours, has a
 * newer schema, or is open in another server.
 */
export async function openSqliteStore(
  file: string,
  options: SqliteOptions = {},
): Promise<Store & SiteStore & MemberStore> {
  // A thread may be started again after the process has moved.
  const path = file === MEMORY ? file : resolve(file);
  const { clock = Date, onFault = (fault: Error) => process.emitWarning(fault), maxPages } = options;
  const { onCommit = () => undefined } = options;
  const cache = new PageCache(HOT_PAGES);
  const open = (role: 'writer' | 'reader') =>
    StoreThread.open({ data: { path, role, maxPages }, cache, clock, onCommit, onFault });
  const { thread: writer, settings } = await open('writer');
  if (path === MEMORY) return new SqliteStore(durabilityOf(path, settings), cache, writer, writer);
  try {
    const { thread: reader } = await open('reader');
    return new SqliteStore(durabilityOf(path, settings), cache, writer, reader);
  } catch (error) {
    await writer.close();
    throw error;
  }
}

function durabilityOf(path: string, settings: Settings): Durability {
  if (path === MEMORY) {
    const means = 'An acknowledged write is in the memory of this process, and ends with it.';
    return { profile: 'memory', means, settings, isKept: true };
  }
  const means =
    'An acknowledged write is on the disk: it survives a killed process and a crash of the system; on an honest disk nothing is lost.';
  // A store whose settings do not keep it is not opened.
  return { profile: 'sqlite', means, settings, isKept: true };
}

/** What is hot is answered from memory, the rest by the reader; writes go to the writer. */
class SqliteStore implements Store, SiteStore, MemberStore {
  readonly durability: Durability;
  readonly #cache: PageCache;
  readonly #memory: ReadMemory;
  readonly #writer: StoreThread;
  readonly #reader: StoreThread;
  readonly #sweeps: NodeJS.Timeout;
  #closing: Promise<void> | undefined;

  constructor(durability: Durability, cache: PageCache, writer: StoreThread, reader: StoreThread) {
    this.durability = durability;
    this.#cache = cache;
    this.#memory = new ReadMemory(cache, HOT_COMMENTS);
    this.#writer = writer;
    this.#reader = reader;
    this.#sweeps = setInterval(() => void this.#sweep(), SWEEP_MS).unref();
  }

  async readPages(refs: readonly PageRef[]): Promise<PageRecord[]> {
    this.#mustBeOpen();
    return Promise.all(refs.map(async (ref) => this.#cache.get(ref) ?? this.#reader.ask({ type: 'page', ref })));
  }

  async readOwn(ref: PageRef, visitorId: string): Promise<OwnRecord> {
    this.#mustBeOpen();
    return this.#reader.ask({ type: 'own', ref, visitorId });
  }

  async setReaction(write: ReactionWrite): Promise<ReactionOutcome> {
    this.#mustBeOpen();
    return this.#writer.ask({ type: 'set', write });
  }

  async writeComment(write: CommentWrite): Promise<CommentOutcome> {
    this.#mustBeOpen();
    return this.#writer.ask({ type: 'comment', write });
  }

  async setVote(write: VoteWrite): Promise<VoteOutcome> {
    this.#mustBeOpen();
    return this.#writer.ask({ type: 'vote', write });
  }

  async flagComment(write: FlagWrite): Promise<FlagOutcome> {
    this.#mustBeOpen();
    return this.#writer.ask({ type: 'flag', write });
  }

  async listComments(query: ListQuery): Promise<ListRecord | null> {
    this.#mustBeOpen();
    const { ref, sort, limit, from, parentId, around, isCounted } = query;
    const what = JSON.stringify([sort, limit, from?.seq, from?.score, parentId, around, isCounted]);
    return this.#memory.read(ref, what, () => this.#reader.ask({ type: 'list', ref, query }));
  }

  async readComments(ref: PageRef, ids?: readonly string[]): Promise<(CommentRecord | null)[]> {
    this.#mustBeOpen();
    if (ids !== undefined) return this.#reader.ask({ type: 'comments', ref, ids });
    return this.#memory.read(ref, 'pinned', () => this.#reader.ask({ type: 'pinned', ref }));
  }

  async readVotes(ref: PageRef, visitorId: string, ids: readonly string[]): Promise<Readonly<Record<string, Vote>>> {
    this.#mustBeOpen();
    // Nobody has voted on a page of version 0.
    if (ids.length === 0 || this.#cache.get(ref)?.votesVersion === 0) return {};
    return this.#reader.ask({ type: 'votes', ref, visitorId, ids });
  }

  async readChanges(ref: PageRef, since: number): Promise<readonly ChangeRecord[] | null> {
    this.#mustBeOpen();
    return this.#memory.read(ref, `since ${since}`, () => this.#reader.ask({ type: 'changes', ref, since }));
  }

  async readVisitor(site: string, visitorId: string): Promise<VisitorRecord | null> {
    this.#mustBeOpen();
    return this.#reader.ask({ type: 'who', site, visitorId });
  }

  async exportVisitor(site: string, visitorId: string, from: string | null): Promise<ExportRecord | null> {
    this.#mustBeOpen();
    return this.#reader.ask({ type: 'export', site, visitorId, from });
  }

  async writeVisitor(write: VisitorWrite): Promise<VisitorOutcome> {
    this.#mustBeOpen();
    return this.#writer.ask({ type: 'visitor', write });
  }

  async signOn(write: MemberWrite): Promise<string> {
    this.#mustBeOpen();
    return this.#writer.ask({ type: 'member', write });
  }

  async readSites(): Promise<readonly SiteRow[]> {
    this.#mustBeOpen();
    return this.#reader.ask({ type: 'sites' });
  }

  async writeSite(write: SiteWrite): Promise<boolean> {
    this.#mustBeOpen();
    return this.#writer.ask({ type: 'site', write });
  }

  async check(): Promise<void> {
    this.#mustBeOpen();
    await this.#writer.ask({ type: 'check' });
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #sweep(): Promise<void> {
    // What a store in trouble leaves undone is done with the next.
    const again = async () => this.#closing === undefined && this.#writer.ask({ type: 'sweep' });
    while (await again().catch(() => false));
  }

  async #close(): Promise<void> {
    clearInterval(this.#sweeps);
    // The last connection to close brings the log into the database: it must be the one that may write.
    await this.#reader.close();
    await this.#writer.close();
  }

  #mustBeOpen(): void {
    if (this.#closing !== undefined) {
      throw new StoreError('store_unavailable', 'unable to use the store; it is closed');
    }
  }
}
