import { HuzzahRefusal, type PageView } from '@huzzah/client';
import type { ErrorCode } from '@huzzah/protocol';
import type { LivePage } from '../page-source.js';

/** A live page of nobody: four kinds, no reactions, one reader. */
const LIVE: PageView = {
  state: 'live',
  refusal: null,
  visitor: null,
  site: null,
  tally: { counts: { like: 0, wow: 0, dislike: 0, angry: 0 }, version: 0 },
  mine: null,
  occupancy: { visitors: 1, connections: 1 },
  outbox: { reaction: null },
};

/** A page that is what a test says it is, and takes wishes that the test answers. */
export class StagedPage implements LivePage {
  /** What has been wished for, in order. */
  readonly wishes: (string | null)[] = [];
  #view: PageView;
  #listeners = new Set<(view: PageView) => void>();
  #answer: { resolve(): void; reject(error: unknown): void } | undefined;

  constructor(view: Partial<PageView> = {}) {
    this.#view = { ...LIVE, ...view };
  }

  get view(): PageView {
    return this.#view;
  }

  get listenerCount(): number {
    return this.#listeners.size;
  }

  subscribe(listener: (view: PageView) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Changes what there is to draw, and tells the listeners at once. */
  show(change: Partial<PageView>): void {
    this.#view = { ...this.#view, ...change };
    this.#listeners.forEach((listener) => listener(this.#view));
  }

  setReaction(kind: string | null): Promise<void> {
    this.wishes.push(kind);
    const done = new Promise<void>((resolve, reject) => (this.#answer = { resolve, reject }));
    this.show({ mine: kind, outbox: { reaction: { kind, at: Date.now(), stage: 'sending' } } });
    return done;
  }

  /** The server has done what was wished for last. */
  acknowledge(): void {
    this.show({ outbox: { reaction: null } });
    this.#answer?.resolve();
  }

  /** The server says no to what was wished for last. */
  refuse(code: ErrorCode, retryAfterMs?: number): void {
    this.show({ mine: null, outbox: { reaction: null } });
    this.#answer?.reject(
      new HuzzahRefusal({
        code,
        message: `unable to react; ${code}`,
        ...(retryAfterMs !== undefined && { retryAfterMs }),
      }),
    );
  }
}
