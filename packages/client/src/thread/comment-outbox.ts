import type { Comment, CommentChanged, WireError } from '@huzzah/protocol';
import type { PageConnection } from '../page-connection.js';
import { openChannel } from '../channel.js';
import { Queue } from '../queue.js';
import { HuzzahRefusal, retryOf } from '../refusal.js';
import type { Waiter } from '../waiter.js';
import { inTurn } from './in-turn.js';
import { Keep } from './keep.js';
import { outboxName } from './outbox-name.js';
import { progressOf, type Progress } from './progress.js';

/** A comment that is older than this was of another week: it is shown, and sent only where its author says so. */
const ENTRY_LIFE_MS = 7 * 24 * 3_600_000;

/** A comment as it is kept; its `id` is its commandId. */
export interface Entry {
  readonly id: string;
  readonly page: string;
  readonly parentId: string | null;
  readonly body: string;
  readonly name?: string;
  readonly at: number;
  /** Why it was refused. */
  readonly failure?: WireError | null;
}

/** What tabs tell each other: that entries are others, or that one is posted. */
type Message = { posted?: { id: string; page: string; reply: CommentChanged } };

/** A page's thread, as the outbox knows it. */
export interface OutboxThread {
  /** The page's key. */
  readonly key: string;
  /** The server has it; told before it is out of the outbox. */
  posted(reply: CommentChanged): void;
  refused(refusal: HuzzahRefusal): void;
  /** What is unsent has changed. */
  changed(): void;
}

const PREFIX = 'post\n';
const outboxes = new WeakMap<PageConnection, CommentOutbox>();

/**
 * The comments of this browser to one server and site that are not acknowledged, of all its
 * pages: kept through lost connections, reloads and closed tabs, sent in order and one at a
 * time, always under the same id. Whatever is cut when: a comment is posted once.
 */
export class CommentOutbox {
  readonly keep: Keep;
  readonly #threads = new Set<OutboxThread>();
  readonly #connection: PageConnection;
  readonly #name: string;
  readonly #queue = new Queue(() => this.#sendFirst());
  /** Asked for while there was a connection, and refused by nobody yet. */
  readonly #fresh = new Set<string>();
  readonly #waiters = new Map<string, Waiter<Comment>>();
  #entries: readonly Entry[] = [];
  /** Counts the changes of entries in this tab. */
  #changeCount = 0;
  #written: Promise<void> = Promise.resolve();
  #isOpen = false;
  #tabs: BroadcastChannel | null = null;

  private constructor(connection: PageConnection) {
    this.#connection = connection;
    this.#name = outboxName(connection.storageName);
    this.keep = new Keep(connection.storageName);
  }

  static at(connection: PageConnection): CommentOutbox {
    const known = outboxes.get(connection) ?? new CommentOutbox(connection);
    outboxes.set(connection, known);
    return known;
  }

  /** Whether somebody looks at this thread; the first reads what is kept, and hears of other tabs from then on. */
  watch(thread: OutboxThread, isWatched: boolean): void {
    if (isWatched) this.#threads.add(thread);
    else this.#threads.delete(thread);
    if (this.#isOpen) return;
    this.#isOpen = true;
    void this.#read();
    this.#tabs = openChannel(this.#name);
    this.#tabs?.addEventListener('message', ({ data: { posted } }: MessageEvent<Message>) => {
      if (posted) this.#posted(posted);
      void this.#read();
    });
  }

  /** A page's comments that are not acknowledged, in the order written. */
  of(page: string): Entry[] {
    return this.#entries.filter((entry) => entry.page === page);
  }

  /** How far one has come; `undefined` where it is not in the outbox. */
  progressOf(id: string): Progress | undefined {
    const entry = this.#entries.find((one) => one.id === id);
    return entry && progressOf(entry.at, entry.failure ?? null, this.#queue, isFailed(entry));
  }

  /** Keeps the comment, together with what else is to be kept in the same step, and sends it. */
  post(entry: Entry, kept: Readonly<Record<string, unknown>>): Promise<Comment> {
    const done = new Promise<Comment>((resolve, reject) => this.#waiters.set(entry.id, { resolve, reject }));
    // It may be rejected before the caller has it.
    done.catch(() => {});
    this.#put(entry, kept);
    return done;
  }

  /** Sends a failed one again, as if it had been written now. */
  retry(id: string): void {
    const entry = this.#entries.find((one) => one.id === id);
    if (entry) this.#put({ ...entry, failure: null, at: Date.now() });
  }

  discard(id: string): void {
    this.#drop(id);
    this.#waiters.get(id)?.reject(new Error('the comment was discarded'));
    this.#waiters.delete(id);
  }

  /** Forgets all that is kept for this server and site. */
  async clear(): Promise<void> {
    for (const { id } of this.#entries) this.discard(id);
    await this.#written;
    await this.keep.clear();
  }

  setConnected(isConnected: boolean): void {
    if (!isConnected) this.#fresh.clear();
    this.#queue.setConnected(isConnected);
  }

  /** Nothing will be sent any more: whoever waits is told why. What is kept stays for another visit. */
  end(reason: Error): void {
    this.setConnected(false);
    this.#tabs?.close();
    this.#tabs = null;
    for (const waiter of this.#waiters.values()) waiter.reject(reason);
    this.#waiters.clear();
  }

  #sendFirst(): Promise<void> | null {
    const entry = this.#entries.find((one) => !isFailed(one));
    return entry ? inTurn(this.#name, () => this.#send(entry.id)) : null;
  }

  async #send(id: string): Promise<void> {
    await this.#written;
    const [entry] = await this.keep.read<Entry>(PREFIX + id);
    // Another tab has sent it, or its author has discarded it.
    if (entry === undefined || isFailed(entry)) return this.#read();
    const { page, body, parentId, name } = entry;
    const command = { page, body, commandId: id, ...(parentId !== null && { parentId }), ...(name && { name }) };
    this.#connection.keepIdentity();
    let reply: CommentChanged;
    try {
      reply = await this.#connection.request('comment.post', command);
    } catch (error) {
      const retry = error instanceof HuzzahRefusal ? retryOf(error.code) : 'same';
      const isFresh = this.#fresh.delete(id);
      // Who has just pressed a button is told to wait; what was written offline waits by itself.
      if (!(error instanceof HuzzahRefusal) || retry === 'same' || (retry === 'after' && !isFresh)) throw error;
      this.#refused(entry, error);
      return this.#written;
    }
    const posted = { id, page, reply };
    this.#posted(posted);
    this.#drop(id, { posted });
    // The next tab must not find it any more.
    return this.#written;
  }

  #posted({ id, page, reply }: NonNullable<Message['posted']>): void {
    for (const thread of this.#threads) if (thread.key === page) thread.posted(reply);
    this.#waiters.get(id)?.resolve(reply.comment);
    this.#waiters.delete(id);
  }

  #refused(entry: Entry, refusal: HuzzahRefusal): void {
    for (const thread of this.#threads) if (thread.key === entry.page) thread.refused(refusal);
    this.#put({ ...entry, failure: refusal.error });
    this.#waiters.get(entry.id)?.reject(refusal);
    this.#waiters.delete(entry.id);
  }

  #put(entry: Entry, kept: Readonly<Record<string, unknown>> = {}): void {
    const { id } = entry;
    if (this.#queue.isMoving && !isFailed(entry)) this.#fresh.add(id);
    this.#entries = [...this.#entries.filter((one) => one.id !== id), entry];
    this.#write({ ...kept, [PREFIX + id]: entry });
  }

  #drop(id: string, message: Message = {}): void {
    this.#entries = this.#entries.filter((one) => one.id !== id);
    this.#write({ [PREFIX + id]: undefined }, message);
  }

  #write(values: Readonly<Record<string, unknown>>, message: Message = {}): void {
    this.#changeCount += 1;
    this.#written = this.keep.write(values).then(() => this.#tabs?.postMessage(message));
    this.#changed();
  }

  /** Takes what is kept for what there is: other tabs have their hands in it. */
  async #read(): Promise<void> {
    let count: number;
    let entries: Entry[];
    do {
      count = this.#changeCount;
      await this.#written;
      entries = await this.keep.read(PREFIX);
    } while (count !== this.#changeCount);
    this.#entries = entries.sort((a, b) => a.at - b.at);
    this.#changed();
  }

  #changed(): void {
    for (const thread of this.#threads) thread.changed();
    this.#queue.proceed();
  }
}

function isFailed({ failure, at }: Entry): boolean {
  return !!failure || Math.abs(Date.now() - at) > ENTRY_LIFE_MS;
}
