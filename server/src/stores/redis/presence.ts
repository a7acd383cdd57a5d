import type { Occupancy } from '@huzzah/protocol';
import { randomUUID } from 'node:crypto';
import { Pace } from '../../core/pace.js';
import type { OccupancyListener, Presence } from '../../core/ports.js';
import { refKey } from '../../core/ref-key.js';
import type { PageRef } from '../../core/records.js';
import type { Ear } from './ear.js';
import type { RedisClient } from './links.js';
import { Lives } from './lives.js';
import { parseCounted, PresenceCalls, presenceKeys } from './presence-calls.js';
import { PresencePage } from './presence-page.js';

/** At most so often a page is reported, in ms. */
const REPORT_MS = 100;
/** A page of which there is nothing new is reported so often, in ms: what was lost on the way is seen then. */
const AGAIN_MS = 4_000;
/** How often pages are looked through, in ms. */
const SWEEP_MS = 500;
/** Visitors in one report: some 5 ms of Redis. */
const PART_SIZE = 2_000;

interface Watched {
  readonly page: PresencePage;
  readonly pace: Pace;
  isUnderWay: boolean;
  /** Who waits for the next report. */
  waiting: (() => void)[];
}

/**
 * Who is on which page, in Redis: a visitor is counted by the nodes that he is at, so that the number of
 * visitors is read at once and exact. A node renews one lease for all its pages; when that runs out the
 * others take its visitors off. A node that has lost its lease, or finds that what it
 * said is not there, begins anew under another name, as after a crash.
 */
export class RedisPresence implements Presence {
  readonly #ear: Ear;
  readonly #calls: PresenceCalls;
  readonly #listener: OccupancyListener;
  readonly #pages = new Map<string, Watched>();
  readonly #lives: Lives;
  readonly #sweeper: NodeJS.Timeout;
  #name = randomUUID();
  #isClosed = false;

  constructor(client: RedisClient, ear: Ear, listener: OccupancyListener) {
    this.#ear = ear;
    this.#calls = new PresenceCalls(client);
    this.#listener = listener;
    this.#lives = new Lives(
      (isNew) => this.#calls.renew(this.#name, isNew),
      () => this.#pages.forEach((watched) => void this.#purge(watched)),
      () => this.#beginAnew(),
    );
    this.#sweeper = setInterval(() => this.#sweep(), SWEEP_MS).unref();
  }

  join(ref: PageRef, visitorId: string): void {
    const watched = this.#pages.get(refKey(ref)) ?? this.#watch(ref);
    watched.page.join(visitorId);
    watched.pace.ask();
  }

  leave(ref: PageRef, visitorId: string): void {
    const watched = this.#pages.get(refKey(ref));
    if (watched === undefined) return;
    watched.page.leave(visitorId);
    watched.pace.ask();
  }

  read(refs: readonly PageRef[]): Promise<readonly Occupancy[]> {
    return Promise.all(refs.map((ref) => this.#read(ref)));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#sweeper);
    const ended = this.#lives.close();
    await Promise.allSettled(
      [...this.#pages.values()].map(async ({ page, pace, waiting, isUnderWay }) => {
        pace.cancel();
        this.#ear.unsubscribe(page.keys.channel);
        if (isUnderWay) await new Promise<void>((resolve) => waiting.push(resolve));
        await this.#calls.purge(page.keys, this.#name);
      }),
    );
    await ended;
  }

  #watch(ref: PageRef): Watched {
    const page = new PresencePage(ref);
    const pace = new Pace(REPORT_MS, () => void this.#report(watched));
    const watched: Watched = { page, pace, isUnderWay: false, waiting: [] };
    this.#pages.set(refKey(ref), watched);
    this.#ear.subscribe(page.keys.channel, {
      heard: (message) => {
        page.learn(parseCounted(message));
        this.#tell(page);
      },
      ready: () => pace.ask(),
    });
    return watched;
  }

  /** Of a page with visitors here once they are counted in; of another as Redis has it. */
  async #read(ref: PageRef): Promise<Occupancy> {
    const watched = this.#pages.get(refKey(ref));
    if (watched !== undefined && watched.page.own.connections > 0) {
      const { page } = watched;
      // Where nothing can be asked nobody waits.
      while (page.isNews(this.#name) && this.#lives.isWell && !this.#isClosed) await this.#reportedSoon(watched);
      return page.occupancy;
    }
    try {
      const keys = presenceKeys(ref);
      const { visitors, connections, nodes } = await this.#calls.read(keys);
      const ended = nodes.filter((node) => this.#lives.hasEnded(node));
      if (ended.length === 0) return { visitors, connections };
      for (const node of ended) await this.#calls.purge(keys, node);
      return await this.#calls.read(keys);
    } catch {
      return watched?.page.occupancy ?? { visitors: 0, connections: 0 };
    }
  }

  /** Resolves after the next report, whatever becomes of it. */
  #reportedSoon({ pace, waiting }: Watched): Promise<void> {
    pace.ask();
    return new Promise((resolve) => waiting.push(resolve));
  }

  async #report(watched: Watched): Promise<void> {
    if (watched.isUnderWay || this.#isClosed) return;
    watched.isUnderWay = true;
    const { page } = watched;
    const name = this.#name;
    const { parts, own, failed } = page.report(name, PART_SIZE);
    page.reportedAt = performance.now();
    const waiting = watched.waiting.splice(0);
    let isDone = false;
    try {
      let reply = null;
      for (const part of parts) {
        reply = await this.#calls.report(page.keys, name, part);
        if (reply === null) break;
      }
      if (reply !== null && name === this.#name) {
        isDone = true;
        page.reported(name, own);
        page.nodes = reply.nodes;
        page.learn(reply);
      } else if (name === this.#name) this.#beginAnew();
    } catch {
      // Told again with the next look.
    }
    watched.isUnderWay = false;
    if (!isDone) failed();
    this.#tell(page);
    for (const resolve of [...waiting, ...(this.#isClosed ? watched.waiting.splice(0) : [])]) resolve();
    if (page.isEmpty) this.#forget(page);
    else if (isDone && (page.isNews(name) || watched.waiting.length > 0)) watched.pace.ask();
    if (isDone) await this.#purge(watched);
  }

  #forget(page: PresencePage): void {
    this.#pages.delete(refKey(page.ref));
    this.#ear.unsubscribe(page.keys.channel);
  }

  #tell(page: PresencePage): void {
    if (page.own.connections > 0) this.#listener(page.ref, page.occupancy);
  }

  /** Takes off the page who was there at nodes that have ended. */
  async #purge({ page, pace }: Watched): Promise<void> {
    const ended = page.nodes.filter((node) => node !== this.#name && this.#lives.hasEnded(node));
    if (ended.length === 0) return;
    page.nodes = page.nodes.filter((node) => !ended.includes(node));
    try {
      for (const node of ended) await this.#calls.purge(page.keys, node);
    } catch {
      // They are named again by the next report.
    }
    pace.ask();
  }

  #beginAnew(): void {
    const former = this.#name;
    this.#name = randomUUID();
    this.#lives.beginAnew(former);
    for (const { pace } of this.#pages.values()) pace.ask();
  }

  #sweep(): void {
    const longAgo = performance.now() - AGAIN_MS;
    for (const { page, pace, waiting } of this.#pages.values()) {
      if (page.isNews(this.#name) || page.reportedAt < longAgo || waiting.length > 0) pace.ask();
    }
  }
}
