import type { Connections } from './connections.js';
import { PageKeys, STORE_KEYS } from './keys.js';

/** Between two looks of a node for what has been kept long enough, in ms. */
const SWEEP_MS = 30_000;
/** Pages of a look. */
const PAGES = 100;
/** Entries of a page that one step takes: some ms of a Redis that does nothing else meanwhile. */
const STEP = 200;

/** Whose work takes many steps. */
interface Resumable {
  /** Ends what was begun and left. */
  resume(now: number): Promise<void>;
}

/**
 * Lets go of what has been kept as long as it may be, and ends what was begun and left. Every node
 * looks: a step that two take at once does no more than one.
 */
export class Sweeper {
  readonly #connections: Connections;
  readonly #resumables: readonly Resumable[];
  readonly #now: () => number;
  readonly #timer: NodeJS.Timeout;

  constructor(connections: Connections, resumables: readonly Resumable[], now: () => number) {
    this.#connections = connections;
    this.#resumables = resumables;
    this.#now = now;
    // What a store in trouble leaves undone is done with the next.
    this.#timer = setInterval(() => void this.sweep().catch(() => undefined), SWEEP_MS).unref();
  }

  /** To be called before something is kept on a page for a time: the page is looked at when it is over. */
  async note(page: PageKeys, until: number): Promise<void> {
    await this.#connections.set('ZADD', STORE_KEYS.due, ['LT', until, page.bytes], () => undefined);
  }

  async sweep(): Promise<void> {
    const now = Math.trunc(this.#now());
    for (let due = await this.#due(now); due.length > 0; due = await this.#due(now)) {
      for (const id of due) await this.#sweepPage(new PageKeys(id.toString('base64url')), now);
    }
    for (const resumable of this.#resumables) await resumable.resume(now);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #due(now: number): Promise<Buffer[]> {
    const range = ['-inf', now, 'BYSCORE', 'LIMIT', 0, PAGES];
    return this.#connections.read('ZRANGE', STORE_KEYS.due, range, (reply) => reply as Buffer[]);
  }

  async #sweepPage(page: PageKeys, now: number): Promise<void> {
    let next = '';
    do {
      next = await this.#connections.write('sweep', [page.comments, page.flags, page.due], [now, STEP], String);
    } while (next !== '' && Number(next) <= now);
    const { due } = STORE_KEYS;
    if (next === '') await this.#connections.set('ZREM', due, [page.bytes], () => undefined);
    else await this.#connections.set('ZADD', due, ['XX', next, page.bytes], () => undefined);
  }
}
