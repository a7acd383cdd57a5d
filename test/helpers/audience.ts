import type { Huzzah, Page, Thread } from '@huzzah/client';
import { openThread } from '@huzzah/client/thread';
import { eventually } from '@huzzah/server/testing';
import { expect, vi } from 'vitest';
import { Connection, faceOf, openPolling, openWebSocket } from './client-parts.js';
import { listedAt } from './listed.js';
import { soon } from './soon.js';

/** How a reader reaches the server: as our client does, or where WebSocket is blocked. */
export type Way = 'WebSocket' | 'polling';

/** The time between two comments of a writer, in ms. */
const PAUSE_MS = 80;
const KINDS = ['like', 'wow', 'angry'] as const;

/** Somebody with our client, who reads and writes one page. */
class Reader {
  readonly #name: string;
  readonly #huzzah: Huzzah;
  readonly #page: Page;
  readonly #thread: Thread;
  /** Texts that were acknowledged. */
  readonly posted: string[] = [];
  /** What he holds, by the last acknowledgement. */
  mine: string | null = null;

  constructor(url: string, key: string, name: string, way: Way) {
    this.#name = name;
    const ways = { webSocket: way === 'polling' ? openPolling : openWebSocket, polling: openPolling };
    this.#huzzah = faceOf(new Connection(url, 'default', ` ${name}`, ways), url, 'default', () => undefined);
    this.#page = this.#huzzah.page(key);
    this.#thread = openThread(this.#page);
    this.#page.subscribe(() => undefined);
    this.#thread.subscribe(() => undefined);
  }

  /** All that he is shown, to be compared. */
  get seen() {
    const { state, tally, occupancy } = this.#page.view;
    const { commentCount, items } = this.#thread.view;
    return { state, counts: tally?.counts, occupancy, commentCount, ids: items.map(({ comment }) => comment.id) };
  }

  async react(kind: string): Promise<void> {
    await this.#page.setReaction(kind);
    this.mine = kind;
  }

  async post(): Promise<void> {
    const body = `${this.#name} ${this.posted.length}`;
    await this.#thread.post({ body });
    this.posted.push(body);
  }

  close(): void {
    this.#huzzah.close();
  }
}

/** Readers of one page with our client, who all write too; what is acknowledged to them is noted. */
export class Audience {
  readonly readers: readonly Reader[];
  readonly #page: string;

  private constructor(readers: readonly Reader[], page: string) {
    this.readers = readers;
    this.#page = page;
  }

  /** Resolves once all are live. */
  static async at(url: string, page: string, ways: readonly Way[]): Promise<Audience> {
    const readers = ways.map((way, index) => new Reader(url, page, `${way} ${index}`, way));
    await eventually(() => readers.every(({ seen }) => seen.state === 'live'));
    return new Audience(readers, page);
  }

  /** All react and post, one after the other, until `run` is done, and what they sent last is acknowledged. */
  async during(run: () => Promise<void>): Promise<void> {
    let isOver = false;
    const writing = this.readers.map(async (reader) => {
      for (let turn = 0; !isOver; turn += 1) {
        await reader.post();
        await reader.react(KINDS[turn % KINDS.length]!);
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    });
    await run().finally(() => (isOver = true));
    await Promise.all(writing);
  }

  /** Each has posted something more. */
  async goesOn(): Promise<void> {
    const before = this.readers.map(({ posted }) => posted.length);
    await eventually(() => this.readers.every(({ posted }, index) => posted.length > before[index]!));
  }

  /** Of what was acknowledged nothing is lost and nothing is twice, and all are shown the same. */
  async agrees(urls: readonly string[]): Promise<void> {
    const posted = this.readers.flatMap((reader) => reader.posted).sort();
    const counts = Object.fromEntries(
      KINDS.map((kind) => [kind, this.readers.filter(({ mine }) => mine === kind).length]),
    );
    const lists = await Promise.all(urls.map((url) => listedAt(url, this.#page)));
    for (const list of lists) {
      expect(list.map(({ body }) => body).sort()).toEqual(posted);
      expect(list.map(({ seq }) => seq)).toEqual(posted.map((_, index) => posted.length - index));
    }
    for (const reader of this.readers) {
      await vi.waitFor(() => {
        const { ids, ...seen } = reader.seen;
        const occupancy = { visitors: this.readers.length };
        expect(seen).toMatchObject({ state: 'live', counts, occupancy, commentCount: posted.length });
        expect(ids).toEqual(lists[0]!.slice(0, ids.length).map(({ id }) => id));
      }, soon);
    }
  }

  /** Nobody is counted any more who is not here. */
  async hasNoGhosts(): Promise<void> {
    const { length } = this.readers;
    await eventually(() => this.readers.every(({ seen }) => seen.occupancy?.connections === length));
  }

  close(): void {
    for (const reader of this.readers) reader.close();
  }
}
