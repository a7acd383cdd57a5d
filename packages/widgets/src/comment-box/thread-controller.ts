import type { Thread, ThreadView } from '@huzzah/client';
import type { Sort } from '@huzzah/protocol';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { LivePage } from '../page-source.js';
import { whenNear } from './near.js';
import { loadThreads, threadSource, type ThreadStart } from './thread-source.js';

/** What there is to draw before a page is there. */
export const UNKNOWN_THREAD: ThreadView = {
  isKnown: false,
  sort: 'newest',
  commentCount: 0,
  items: [],
  waitingCount: 0,
  olderCount: 0,
  newerCount: 0,
  loading: null,
  isLoadFailed: false,
  isLocked: false,
  slowModeMs: 0,
  mayPostAt: null,
};

/**
 * Keeps a box on the comments of its page, and their view at hand: from when somebody comes
 * near. Goes with the page, and in the order that is wanted.
 */
export class ThreadController implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  readonly #page: () => LivePage | null;
  readonly #start: () => ThreadStart;
  #of: LivePage | null = null;
  #thread: Thread | null = null;
  #leave: (() => void) | undefined;
  #unwatch: (() => void) | undefined;
  #ready: Promise<void> | undefined;
  #sort: Sort | undefined;
  #view = UNKNOWN_THREAD;

  /**
   * @param page the present page of the element
   * @param start how its list begins; another order begins it anew
   */
  constructor(host: ReactiveControllerHost & Element, page: () => LivePage | null, start: () => ThreadStart) {
    this.#host = host;
    this.#page = page;
    this.#start = start;
    host.addController(this);
  }

  /** What there is to draw now; never null. */
  get view(): ThreadView {
    return this.#view;
  }

  /** The comments, to ask something of; `null` where there is no page. */
  get thread(): Thread | null {
    return this.#thread;
  }

  /** Whether comments are wanted: somebody came near, or asked for one. */
  get isWanted(): boolean {
    return this.#ready !== undefined;
  }

  /** Opens the comments, however far they are; resolves once that is done. */
  want(): Promise<void> {
    return (this.#ready ??= loadThreads().then(() => this.#host.requestUpdate()));
  }

  hostConnected(): void {
    if (threadSource() === null) this.#unwatch = whenNear(this.#host, () => void this.want());
    else void this.want();
  }

  hostUpdate(): void {
    const page = this.#page();
    const start = this.#start();
    if (page !== this.#of && this.isWanted && threadSource() !== null) this.#open(page, start);
    if (start.sort === this.#sort) return;
    this.#sort = start.sort;
    this.#thread?.setSort(start.sort);
  }

  hostDisconnected(): void {
    this.#unwatch?.();
    this.#open(null, this.#start());
  }

  #open(page: LivePage | null, start: ThreadStart): void {
    this.#leave?.();
    this.#of = page;
    this.#thread = page && threadSource()!(page, start);
    this.#leave = this.#thread?.subscribe((view) => {
      this.#view = view;
      this.#host.requestUpdate();
    });
    this.#sort = this.#thread?.view.sort;
    // Without a page what was shown stays.
    this.#view = this.#thread?.view ?? this.#view;
  }
}
