import { resolve } from 'node:path';
import {
  StoreError,
  type Clock,
  type Durability,
  type PageRecord,
  type PageRef,
  type ReactionOutcome,
  type ReactionWrite,
  type Store,
} from '../../core/ports.js';
import { MEMORY, type Settings } from './messages.js';
import { PageCache } from './page-cache.js';
import { StoreThread } from './store-thread.js';

/** Pages of a generation in memory: two are some 10 MB, and more than have readers at one time. */
const HOT_PAGES = 10_000;

export interface SqliteOptions {
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
export async function openSqliteStore(file: string, options: SqliteOptions = {}): Promise<Store> {
  // A thread may be started again after the process has moved.
  const path = file === MEMORY ? file : resolve(file);
  const { clock = Date, onFault = (fault: Error) => process.emitWarning(fault), maxPages } = options;
  const cache = new PageCache(HOT_PAGES);
  const open = (role: 'writer' | 'reader') =>
    StoreThread.open({ data: { path, role, maxPages }, cache, clock, onFault });
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

/** Pages that are hot are answered from memory, the others by the reader; writes go to the writer. */
class SqliteStore implements Store {
  readonly durability: Durability;
  readonly #cache: PageCache;
  readonly #writer: StoreThread;
  readonly #reader: StoreThread;
  #closing: Promise<void> | undefined;

  constructor(durability: Durability, cache: PageCache, writer: StoreThread, reader: StoreThread) {
    this.durability = durability;
    this.#cache = cache;
    this.#writer = writer;
    this.#reader = reader;
  }

  async readPages(refs: readonly PageRef[]): Promise<PageRecord[]> {
    this.#mustBeOpen();
    return Promise.all(refs.map(async (ref) => this.#cache.get(ref) ?? this.#reader.ask({ type: 'page', ref })));
  }

  async readMark(ref: PageRef, visitorId: string): Promise<string | null> {
    this.#mustBeOpen();
    // Nobody has marked a page of version 0.
    if (this.#cache.get(ref)?.version === 0) return null;
    return this.#reader.ask({ type: 'mark', ref, visitorId });
  }

  async setReaction(write: ReactionWrite): Promise<ReactionOutcome> {
    this.#mustBeOpen();
    return this.#writer.ask({ type: 'set', write });
  }

  async check(): Promise<void> {
    this.#mustBeOpen();
    await this.#writer.ask({ type: 'check' });
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
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
